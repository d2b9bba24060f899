// What is told to whoever follows a login on the command line: the events of the login itself, and what
// becomes of the connections below it.
import type { QrLoginEvent } from '../core/login/qr-login.ts'
import { authority } from '../host/authority.ts'
import type { Host } from '../host/host.ts'

export type ConnectionNews =
  /** `alone`: no other connection is open */
  | { readonly event: 'connecting'; readonly place: string; readonly alone: boolean }
  /** `again`: one was lost before */
  | { readonly event: 'connected'; readonly place: string; readonly again: boolean }
  /** `lost`: it had been open */
  | {
      readonly event: 'disconnected'
      readonly place: string
      readonly reason: string | undefined
      readonly lost: boolean
    }

type Token = QrLoginEvent & { readonly event: 'token' }

export type LoginNews =
  | Exclude<QrLoginEvent, Token>
  /** `goodUntil`: when the code expires, in milliseconds of the clock of performance.now() */
  | (Token & { readonly goodUntil: number })
  /** the password is being checked */
  | { readonly event: 'checking' }
  | ConnectionNews

/** The same host, which tells of every connection that it makes. */
export function watchedHost(host: Host, tell: (news: ConnectionNews) => void): Host {
  let open = 0
  let lost = false
  return {
    ...host,
    connect: (address, events) => {
      const place = authority(address)
      let isOpen = false
      tell({ event: 'connecting', place, alone: open === 0 })
      return host.connect(address, {
        opened: () => {
          open++
          isOpen = true
          tell({ event: 'connected', place, again: lost })
          lost = false
          events.opened()
        },
        received: bytes => events.received(bytes),
        closed: reason => {
          if (isOpen) open--
          lost ||= isOpen
          // One that is given up before it has opened was not needed.
          if (isOpen || reason !== undefined)
            tell({ event: 'disconnected', place, reason, lost: isOpen })
          events.closed(reason)
        },
      })
    },
  }
}
