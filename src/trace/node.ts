// What annotated bytes are: a tree of nodes in which every byte has exactly one explanation.
// A node's own bytes come first, those of its children follow without a gap, and the nodes of a block
// follow one another from its first byte to its last.

export interface Node {
  /** of the first byte, in the bytes of the block */
  readonly offset: number
  /** in bytes, the children included */
  readonly length: number
  /** the name of a field, `[3]` for an item of a vector, or what else the bytes are */
  readonly name: string
  /** the TL type as the schema declares it; empty for what is no TL value */
  readonly type: string
  /** the value for people; empty where the bytes themselves say it */
  readonly value: string
  /** what the value tells beyond itself, such as the moment in a msg_id */
  readonly note?: string
  readonly children: readonly Node[]
  /** the TL name of the constructor or method */
  readonly tlName?: string
  /** the bytes are not what they should be here; `value` says why */
  readonly fault?: true
  /** what the node's bytes become when they are unpacked or decrypted */
  readonly inner?: Block
}

/** Bytes, explained. Offsets count from the start of the block. */
export interface Block {
  /** how the bytes came about; empty for those that were given */
  readonly title: string
  readonly bytes: Uint8Array
  readonly nodes: readonly Node[]
}
