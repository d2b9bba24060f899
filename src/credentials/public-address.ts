// What an address tells about a session, and the address of one that has none: by the public list.
import { type DcAddress, publicDcs } from '../client/dcs.ts'
import type { Credentials, SessionAddress, SessionHint } from './credentials.ts'

/** Whether a session of a form that does not tell belongs to the test environment: by the hint, or its address. */
export function isTest({ host }: SessionAddress, hint: SessionHint): boolean {
  return hint.test ?? publicDcs(true).some(dc => dc.host === host)
}

/** The address of the data centre: its own, or the first one of the public list; undefined when there is none. */
export function addressOf({ address, dcId, test }: Credentials): SessionAddress | undefined {
  return address ?? tcpAddress(publicDcs(test), dcId)
}

/** The first address of a data centre that is reached by TCP. */
export function tcpAddress(dcs: readonly DcAddress[], dcId: number): SessionAddress | undefined {
  const found = dcs.find(({ id, webSocket }) => id === dcId && webSocket === undefined)
  return found && { host: found.host, port: found.port }
}
