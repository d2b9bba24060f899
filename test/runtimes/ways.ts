// The ways in which bytes travel to a data centre: the columns of the table of runtimes and transports.
import type { ClientOptions } from '../../src/client/client.ts'

/** One way: the options of the client, and what a connection then opens with. */
export interface Way extends Pick<ClientOptions, 'transport' | 'obfuscated'> {
  readonly opening: string
  readonly webSocket?: boolean
  /** through a proxy that wants this, in hexadecimal */
  readonly secret?: string
}

const SECRET = '0123456789abcdeffedcba9876543210'
/** `www.example.org` */
const DOMAIN = '7777772e6578616d706c652e6f7267'

/** The ways of each column; a cell holds when all of its ways have been gone. */
export const COLUMNS = {
  TCP: [
    { transport: 'full', opening: 'full' },
    { transport: 'abridged', opening: 'abridged' },
    { transport: 'intermediate', opening: 'intermediate' },
    { transport: 'padded', opening: 'padded' },
  ],
  obfuscated: [
    { transport: 'abridged', obfuscated: true, opening: 'obfuscated' },
    { transport: 'intermediate', obfuscated: true, opening: 'obfuscated' },
    { transport: 'padded', obfuscated: true, opening: 'obfuscated' },
  ],
  WebSocket: [
    { transport: 'abridged', webSocket: true, opening: 'WebSocket' },
    { transport: 'intermediate', webSocket: true, opening: 'WebSocket' },
    { transport: 'padded', webSocket: true, opening: 'WebSocket' },
  ],
  HTTP: [{ transport: 'http', opening: 'http' }],
  'MTProxy plain': [
    { transport: 'abridged', secret: SECRET, opening: 'obfuscated' },
    { transport: 'intermediate', secret: SECRET, opening: 'obfuscated' },
    { transport: 'padded', secret: SECRET, opening: 'obfuscated' },
  ],
  'MTProxy dd': [{ transport: 'padded', secret: `dd${SECRET}`, opening: 'obfuscated' }],
  'MTProxy ee': [{ transport: 'padded', secret: `ee${SECRET}${DOMAIN}`, opening: 'tls' }],
} as const satisfies Readonly<Record<string, readonly Way[]>>

export type Column = keyof typeof COLUMNS
