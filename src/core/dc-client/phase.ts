// Where a client stands with a data centre.
import type { AuthKeyClient } from '../auth-key/client.ts'
import type { Link } from '../link/link.ts'

/** How long a connection may take to open unless the options say otherwise, in milliseconds. */
export const CONNECT_TIMEOUT = 10_000
/** How long destroy_auth_key may go unanswered, in milliseconds. */
export const DESTROY_TIMEOUT = 60_000

export type Phase =
  | { readonly step: 'idle' }
  | { readonly step: 'waiting'; readonly until: number }
  | { readonly step: 'connecting'; readonly link: number; readonly until: number }
  | {
      readonly step: 'exchanging'
      readonly link: number
      readonly wire: Link
      readonly exchange: AuthKeyClient
    }
  /** `since`: monotonic milliseconds */
  | { readonly step: 'ready'; readonly link: number; readonly wire: Link; readonly since: number }
  | { readonly step: 'closed' }

/** When a phase that waits for something has waited enough: monotonic milliseconds, or infinity. */
export function deadlineOf(phase: Phase): number {
  if ('until' in phase) return phase.until
  const deadline = phase.step === 'exchanging' ? phase.exchange.deadline() : undefined
  return deadline ?? Number.POSITIVE_INFINITY
}

/** The connection that a phase has, by its number. */
export function linkOf(phase: Phase): number | undefined {
  return 'link' in phase ? phase.link : undefined
}
