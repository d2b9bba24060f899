// Where a client stands with a data centre. Its connection goes no way that is not in the table, and the drawing
// on illustrated pages is made from it.
import type { AuthKeyClient } from '../auth-key/client.ts'
import type { Transition } from '../course.ts'
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

/** An exchange for each key that is missing; after a failure a wait, longer each time; too many, and it is given up. */
export const CONNECTION_TRANSITIONS: readonly Transition<Phase['step']>[] = [
  { from: 'idle', on: 'wanted', to: 'connecting' },
  { from: 'connecting', on: 'opened', to: 'exchanging', sends: 'req_pq_multi' },
  { from: 'connecting', on: 'opened', to: 'ready' },
  { from: 'connecting', on: 'lost', to: 'waiting' },
  { from: 'exchanging', on: 'dh_gen_ok', to: 'exchanging', sends: 'req_pq_multi' },
  { from: 'exchanging', on: 'dh_gen_ok', to: 'ready' },
  { from: 'exchanging', on: 'lost', to: 'waiting' },
  { from: 'exchanging', on: 'given up', to: 'idle' },
  { from: 'ready', on: 'lost', to: 'waiting' },
  { from: 'ready', on: 'given up', to: 'idle' },
  { from: 'waiting', on: 'time is up', to: 'idle' },
  { from: 'waiting', on: 'given up', to: 'idle' },
  // another network, a key that is to be replaced or is gone, a message that was not believed
  { from: '*', on: 'begun anew', to: 'idle' },
  { from: '*', on: 'close', to: 'closed' },
]

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
