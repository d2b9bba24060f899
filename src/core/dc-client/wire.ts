// A connection of a client: its transport as the options say, the link over it, and what a trace is told of what
// leaves and arrives on it.
import type { AuthKey } from '../crypto/auth-key.ts'
import { Link } from '../link/link.ts'
import type { Arrival } from '../session/message.ts'
import type { Packet } from '../session/session.ts'
import type { Trace } from '../trace.ts'
import { ClientTransport } from '../transport/client-transport.ts'
import { FakeTlsClient } from '../transport/fake-tls-client.ts'
import { framingThrough } from '../transport/proxy-secret.ts'
import type { DcClientOptions } from './dc-client-io.ts'

/**
 * The link for a socket that has just opened; `time` is the server's, in milliseconds, and `findKey` names the key
 * that its messages are sealed with.
 */
export function openWire(
  { crypto, random, framing: wanted, host, obfuscated, proxy, dc, stages }: DcClientOptions,
  time: number,
  findKey: (authKeyId: bigint) => AuthKey | undefined,
): Link {
  const secret = proxy?.secret
  const framing = secret === undefined ? wanted : framingThrough(secret, wanted)
  const obfuscation = obfuscated || secret ? { dcId: dc, secret: secret?.key } : undefined
  const transport = new ClientTransport({ framing, host, obfuscation, crypto, random })
  const start = transport.start()
  const tunnel =
    secret?.mode === 'tls' ? new FakeTlsClient({ secret, time, crypto, random }) : undefined
  return new Link({ side: 'client', transport, tunnel, start, findKey, crypto, random, stages })
}

/** Tells of a packet that leaves on a link: of the container, if it is one, and of each message. */
export function tracePacket(
  trace: Trace,
  link: number,
  sessionId: bigint,
  { outer, items }: Packet,
): void {
  const event = { kind: 'message', direction: 'out', link, sessionId } as const
  const container = items[0] === outer ? undefined : outer.msgId
  if (container !== undefined) trace({ ...event, ...outer })
  for (const item of items) trace({ ...event, ...item, container })
}

/** Tells of the messages of a packet that has arrived on a link. */
export function traceArrivals(
  trace: Trace,
  link: number,
  sessionId: bigint,
  arrivals: readonly Arrival[],
): void {
  for (const arrival of arrivals)
    trace({ kind: 'message', direction: 'in', link, sessionId, ...arrival })
}
