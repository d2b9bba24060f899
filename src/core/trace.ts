// What the core tells an observer: layer boundaries and decisions, never key material. The default sink
// does nothing, and no byte on the wire depends on whether somebody listens.
import type { MtprotoError } from './errors.ts'
import type { RuleId } from './rules.ts'

/** `out` is what this side sends, `in` what it receives. */
export type Direction = 'in' | 'out'

/** Something that was sent, received or decided. `link` counts the connections of one data centre, bodies are TL. */
export type TraceEvent =
  /** an unencrypted message of the key exchange */
  | {
      readonly kind: 'plaintext'
      readonly direction: Direction
      readonly link: number
      readonly msgId: bigint
      readonly body: Uint8Array
    }
  /** a message inside an encrypted envelope; a container is followed by its items */
  | {
      readonly kind: 'message'
      readonly direction: Direction
      readonly link: number
      readonly sessionId: bigint
      readonly msgId: bigint
      readonly seqNo: number
      readonly body: Uint8Array
      /** the msg_id of the container that carried it */
      readonly container?: bigint | undefined
    }
  /** what a client speaks on a connection, once its server knows */
  | {
      readonly kind: 'transport'
      readonly link: number
      readonly framing: string
      readonly obfuscated: boolean
    }
  | {
      readonly kind: 'transport-error'
      readonly direction: Direction
      readonly link: number
      readonly code: number
    }
  /** something received was refused */
  | { readonly kind: 'rejected'; readonly link: number; readonly error: MtprotoError }
  /** a peer bent a rule that is recorded rather than enforced */
  | {
      readonly kind: 'violation'
      readonly link: number
      readonly rule: RuleId
      readonly detail: string
    }

/** Hears every event as it happens; what it throws is not caught. */
export type Trace = (event: TraceEvent) => void

/** The sink that does nothing. */
export const noTrace: Trace = () => {}
