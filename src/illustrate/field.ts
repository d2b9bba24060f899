// The bytes of a connection as a page shows them: frames, the fields of each in wire order, and what their
// bytes become once they are opened. Every byte belongs to exactly one field.
import type { Side } from '../core/machine.ts'
import type { Block, Node } from '../trace/node.ts'

/** A stretch of bytes with one meaning. */
export interface Field {
  /** unique on its page; what links point to */
  readonly id: string
  /** `constructor.field`, `constructor` for the id of one, or `layer.field`: the key of its note */
  readonly key: string
  readonly name: string
  readonly type: string
  readonly value: string
  readonly extra: string | undefined
  /** the bytes of this field alone, without its children; may be none */
  readonly bytes: Uint8Array
  readonly children: readonly Field[]
  readonly inner: Layer | undefined
}

/** Bytes that were inside others, opened. */
export interface Layer {
  readonly id: string
  readonly title: string
  readonly bytes: Uint8Array
  readonly fields: readonly Field[]
}

/** One frame of a connection; the first of a client begins with the bytes that name the transport. */
export interface Frame {
  /** `f1`, `f2` … in the order in which they passed */
  readonly id: string
  readonly sender: Side
  /** milliseconds since the connection opened, at the end that was recorded */
  readonly at: number
  /** as they passed on the wire; each stands for the byte of a field in the same place */
  readonly wire: Uint8Array
  /** whether a key stream lies over them */
  readonly isObfuscated: boolean
  /** what it carries, by its TL names */
  readonly title: string
  readonly isEncrypted: boolean
  /** why nothing could be made of the bytes, if that is so */
  readonly unread: string | undefined
  readonly fields: readonly Field[]
}

/** Where something that was sealed is opened: the layer it leads to, by the key of the field that holds it. */
const LAYERS: ReadonlyMap<string, string> = new Map([
  ['envelope.ciphertext', 'decrypted'],
  ['req_DH_params.encrypted_data', 'rsa_pad'],
  ['server_DH_params_ok.encrypted_answer', 'hashed'],
  ['set_client_DH_params.encrypted_data', 'hashed'],
  ['auth.bindTempAuthKey.encrypted_message', 'binding'],
  ['binding.ciphertext', 'binding_plaintext'],
  ['gzip_packed.packed_data', 'unpacked'],
])

/** Returns the fields of `block`; ids begin with `prefix`, and `context` is where the block stands. */
export function fieldsOf(block: Block, prefix: string, context: string): Field[] {
  return block.nodes.map((node, i) => fieldOf(node, block.bytes, `${prefix}-${i}`, context))
}

function fieldOf(node: Node, bytes: Uint8Array, id: string, context: string): Field {
  const { name, type, value, note, tlName, offset, length, children, inner } = node
  const key = tlName ?? (name.startsWith('[') ? `${context}[]` : `${context}.${name}`)
  const end = children[0]?.offset ?? offset + length
  // the zeros behind a string mean the same in every field
  const below = type === 'string' || type === 'bytes' ? 'string' : key
  return {
    id,
    key,
    name,
    type,
    value,
    extra: note,
    bytes: bytes.subarray(offset, end),
    children: children.map((child, i) => fieldOf(child, bytes, `${id}-${i}`, below)),
    inner: inner && {
      id: `${id}-in`,
      title: inner.title,
      bytes: inner.bytes,
      fields: fieldsOf(inner, `${id}-in`, LAYERS.get(key) ?? key),
    },
  }
}

/** Every field below these, in wire order, those of opened layers after the field that holds them. */
export function* allFields(fields: readonly Field[]): Generator<Field> {
  for (const field of fields) {
    yield field
    if (field.inner) yield* allFields(field.inner.fields)
    yield* allFields(field.children)
  }
}

/** Where the bytes of the field with this id begin, counted from the first of these fields. */
export function placeOf(fields: readonly Field[], id: string): number {
  let at = 0
  const visit = (field: Field): boolean => {
    if (field.id === id) return true
    at += field.bytes.length
    return field.children.some(visit)
  }
  fields.some(visit)
  return at
}

/** The bytes that a string or a number on the wire stands for. */
export function contentOf({ bytes, type }: Field): Uint8Array {
  return type === 'bytes' || type === 'string' ? bytes.subarray(bytes[0] === 0xfe ? 4 : 1) : bytes
}

/** The first field, in wire order, whose key is this or ends so. */
export function findField({ fields }: Pick<Frame, 'fields'>, end: string): Field | undefined {
  for (const field of allFields(fields)) if (field.key.endsWith(end)) return field
  return undefined
}
