// A TLS hello as a server reads it, as far as it matters to a fake one: who is asked for, and the fields to answer
// with. Source: RFC 8446 section 4.1.2, RFC 6066 section 3. No length is believed before it has been checked.
import { decodeUtf8 } from '../bytes/utf8.ts'
import { MtprotoError } from '../errors.ts'
import { CLIENT_HELLO, RANDOM_LENGTH, SERVER_NAME } from './client-hello.ts'
import { VERSION } from './tls-records.ts'

export interface ClientHello {
  /** 32 bytes */
  readonly random: Uint8Array
  /** 0 to 32 bytes */
  readonly sessionId: Uint8Array
  readonly ciphers: readonly number[]
  /** the numbers of the extensions, in their order */
  readonly extensions: readonly number[]
  /** undefined when no server is named */
  readonly serverName: string | undefined
}

/** Reads a handshake message, which is the payload of one record. Throws ERR_PROXY_REFUSED. */
export function readClientHello(message: Uint8Array): ClientHello {
  const outer = new Fields(message)
  if (outer.number(1) !== CLIENT_HELLO) throw refused('handshake type')
  const fields = outer.inner(3)
  outer.end()
  if (fields.number(2) !== VERSION) throw refused('version')
  const random = fields.take(RANDOM_LENGTH)
  const sessionId = fields.inner(1).rest()
  if (sessionId.length > 32) throw refused('session id')
  const ciphers: number[] = []
  for (const list = fields.inner(2); !list.isEmpty; ) ciphers.push(list.number(2))
  fields.inner(1)
  const extensions: number[] = []
  let serverName: string | undefined
  for (const list = fields.inner(2); !list.isEmpty; ) {
    const type = list.number(2)
    const content = list.inner(2)
    extensions.push(type)
    if (type === SERVER_NAME) serverName = nameIn(content)
  }
  fields.end()
  return { random, sessionId, ciphers, extensions, serverName }
}

function nameIn(content: Fields): string {
  const list = content.inner(2)
  content.end()
  if (list.number(1) !== 0) throw refused('type of name')
  const name = list.inner(2).rest()
  list.end()
  if (name.some(byte => byte > 0x7f)) throw refused('server name')
  return decodeUtf8(name)
}

/** Fields read one after another. */
class Fields {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get isEmpty(): boolean {
    return this.#at === this.#bytes.length
  }

  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw refused('length')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  rest(): Uint8Array {
    return this.take(this.#bytes.length - this.#at)
  }

  number(bytes: number): number {
    return this.take(bytes).reduce((value, byte) => (value << 8) | byte, 0)
  }

  /** The fields inside the next one, whose length takes `bytes` bytes. */
  inner(bytes: number): Fields {
    return new Fields(this.take(this.number(bytes)))
  }

  end(): void {
    if (!this.isEmpty) throw refused('length')
  }
}

function refused(at: string): MtprotoError {
  return new MtprotoError('ERR_PROXY_REFUSED', { at: `TLS hello, ${at}` })
}
