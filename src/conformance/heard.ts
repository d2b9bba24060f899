// A message as the other side sent it, taken apart for a case to look at: which object it holds, and for a
// call what is inside its wrappers.

import { MtprotoError } from '../core/errors.ts'
import { decodeContainer } from '../core/session/container.ts'
import { unpack } from '../core/session/gzip-packed.ts'
import type { Message } from '../core/session/message.ts'
import { constructorId } from '../core/session/message.ts'
import { SERVICE } from '../core/session/service.ts'
import { find } from '../core/tl/codec.ts'
import { type Types as Api, api } from '../core/tl/generated/api/index.ts'
import { type Types as Mtproto, mtproto } from '../core/tl/generated/mtproto/index.ts'
import { decode, decodeCall } from '../core/tl/schema.ts'

/** What a body holds. */
export interface Content {
  /** the TL name of the object or of the innermost call; `unknown` for what neither schema reads */
  readonly name: string
  /** an object or call of the protocol itself */
  readonly service?: Mtproto['object'] | Mtproto['call']
  /** a call of the API without its wrappers */
  readonly call?: Api['call']
  /** the names of the wrappers, outermost first */
  readonly wrappers: readonly string[]
  /** the layer that it announces */
  readonly layer?: number
  /** whether it came as gzip_packed */
  readonly packed: boolean
}

/** A message, and what carried it. */
export interface Heard extends Message, Content {
  /** the number of the connection */
  readonly link: number
  readonly authKeyId: bigint
  readonly salt: bigint
  readonly sessionId: bigint
  /** the size of the padding of the envelope, in bytes */
  readonly padding: number
  /** the msg_id of the container it came in */
  readonly container: bigint | undefined
  /** monotonic milliseconds */
  readonly at: number
  /** what a quick acknowledgement has to name, if one was asked for: an unsigned 32-bit number */
  readonly quickAckToken?: number
}

/** The messages in an envelope's message: the container, if it is a sound one, and then its items. */
export function unfold(message: Message): (Message & { readonly container: bigint | undefined })[] {
  const outer = { ...message, container: undefined }
  if (constructorId(message.body) !== SERVICE.msgContainer) return [outer]
  try {
    return [outer, ...decodeContainer(message).map(item => ({ ...item, container: message.msgId }))]
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error
    return [outer]
  }
}

/** Reads a body. What cannot be read is `unknown`. */
export function readContent(body: Uint8Array): Content {
  const packed = constructorId(body) === SERVICE.gzipPacked
  if (constructorId(body) === SERVICE.msgContainer)
    return { name: 'msg_container', wrappers: [], packed }
  try {
    const plain = unpack(body)
    const id = constructorId(plain)
    if (find(mtproto.calls, id) !== undefined) return named(decodeCall(mtproto, plain), packed)
    if (find(mtproto.objects, id) !== undefined) return named(decode(mtproto, plain), packed)
    if (find(api.calls, id) !== undefined) return unwrapped(decodeCall(api, plain), packed)
    return { name: decode(api, plain)._, wrappers: [], packed }
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error
    return { name: 'unknown', wrappers: [], packed }
  }
}

function named(service: Mtproto['object'] | Mtproto['call'], packed: boolean): Content {
  return { name: service._, service, wrappers: [], packed }
}

function unwrapped(outer: Api['call'], packed: boolean): Content {
  const wrappers: string[] = []
  let layer: number | undefined
  let call = outer
  while ('query' in call) {
    wrappers.push(call._)
    if (call._ === 'invokeWithLayer') layer = call.layer
    call = call.query as Api['call']
  }
  return { name: call._, call, wrappers, packed, ...(layer !== undefined && { layer }) }
}
