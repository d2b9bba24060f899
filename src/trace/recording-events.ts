// What a recording tells once it is opened: per connection its begin, its transport, every frame with its place
// in the stream, and its end. The stretches of one direction follow one another without a gap.
import type { Side } from '../core/machine.ts'
import type { FramingName } from '../core/transport/framing.ts'
import type { Block, Node } from './node.ts'

interface Moment {
  /** milliseconds since the recording began; of bytes, when the last of them passed */
  readonly at: number
  /** the number of the connection in the recording */
  readonly link: number
}

/** Bytes that one side sent, and where they stand in all that it sent on this connection. */
export interface Stretch extends Moment {
  readonly from: Side
  /** of the first byte, counted from 0 */
  readonly start: number
  /** behind the last byte */
  readonly end: number
  /** as they passed on the connection */
  readonly wire: Uint8Array
}

/** A message in an envelope or a container. */
export interface RecordedMessage {
  readonly msgId: bigint
  readonly seqNo: number
  /** the object or call, explained; its place counts in the decrypted bytes */
  readonly body: Node
}

/** What a frame carries. */
export type Carried =
  /** an unencrypted message of the key exchange */
  | { readonly kind: 'plaintext'; readonly msgId: bigint; readonly body: Node }
  /** an encrypted message that was opened; `items` are those of the container that it is, if it is one */
  | ({
      readonly kind: 'message'
      readonly authKeyId: bigint
      /** whether the key is a temporary one */
      readonly temporary: boolean
      readonly salt: bigint
      readonly sessionId: bigint
      readonly items: readonly RecordedMessage[]
    } & RecordedMessage)
  /** an encrypted message whose key is not in the recording, or does not fit */
  | { readonly kind: 'sealed'; readonly authKeyId: bigint }
  | { readonly kind: 'transport-error'; readonly code: number }
  | { readonly kind: 'quick-ack'; readonly token: number }
  /** neither envelope nor anything else that is known */
  | { readonly kind: 'unknown' }

/** One frame, opened as far as the secrets of the recording reach. */
export interface FrameEvent extends Stretch {
  readonly kind: 'frame'
  /**
   * The bytes without the key stream of an obfuscated connection, as long as those on the wire, every one
   * explained; what was inside is the `inner` of the node that holds it
   */
  readonly block: Block
  readonly carried: Carried
}

/** What happened on the connections of a recording, in its order. */
export type RecordingEvent =
  | (Moment & {
      readonly kind: 'opened'
      readonly host: string
      readonly port: number
      /** the run that it belongs to, where the recording holds several */
      readonly run?: string
    })
  /** the first bytes of a client, which name what it speaks; none in the full framing and over HTTP */
  | (Stretch & {
      readonly kind: 'transport'
      readonly framing: FramingName
      readonly obfuscated: boolean
      /** the start, every byte explained; of an obfuscated one without its key stream */
      readonly block: Block
    })
  | FrameEvent
  /** bytes that form no frame, and why: the rest of this direction */
  | (Stretch & { readonly kind: 'unread'; readonly reason: string })
  | (Moment & { readonly kind: 'closed'; readonly reason: string | undefined })
