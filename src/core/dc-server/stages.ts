// The stages that what a server sends passes through, from an unnumbered body to a frame, and the hooks on
// them. What a hook returns is sent as it is; what the server remembers is what it meant to send.
import type { AuthKeyServerStages } from '../auth-key/server-stages.ts'
import type { LinkStages } from '../link/link.ts'
import type { Stage } from '../machine.ts'
import type { Draft, Packet } from '../session/session.ts'

/** Hooks on the stages of what a server sends; a stage without one passes its record on unchanged. */
export interface DcServerStages extends LinkStages, AuthKeyServerStages {
  /** the body of a message before it gets its msg_id and seqno; messages that are sent again pass by */
  readonly body?: Stage<Draft>
  /** messages with their numbers, before `outer` goes into an envelope; the items are for reading */
  readonly packet?: Stage<Packet>
}
