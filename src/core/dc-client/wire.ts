// A new connection of a client: its transport as the options say, and the link over it.
import type { AuthKey } from '../crypto/auth-key.ts'
import { Link } from '../link/link.ts'
import { ClientTransport } from '../transport/client-transport.ts'
import type { DcClientOptions } from './dc-client-io.ts'

/** The link for a socket that has just opened; `findKey` names the key that its messages are sealed with. */
export function openWire(
  { crypto, random, framing, obfuscated, dc, stages }: DcClientOptions,
  findKey: (authKeyId: bigint) => AuthKey | undefined,
): Link {
  const obfuscation = obfuscated ? { dcId: dc } : undefined
  const transport = new ClientTransport({ framing, obfuscation, crypto, random })
  const start = transport.start()
  return new Link({ side: 'client', transport, start, findKey, crypto, random, stages })
}
