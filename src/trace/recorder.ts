// Writes the lines of a recording as things happen. The format is docs/recordings.md. It draws no randomness, keeps
// no timer and holds nothing back, so whoever is recorded behaves as if nobody listened.
import { toHex } from '../core/bytes/hex.ts'
import type { Now, Side } from '../core/machine.ts'
import type { SecretSink } from '../core/secrets.ts'
import type { Address } from '../host/host.ts'
import { RECORDING_VERSION } from './recording.ts'

export interface RecorderOptions {
  /** the program that records, with its version */
  readonly tool: string
  /** the end of the connections that is recorded */
  readonly role: Side
  readonly now: () => Now
  /** takes one line, its line break included */
  readonly write: (line: string) => void
}

/** Takes what happens on connections. */
export interface ConnectionRecorder {
  readonly role: Side
  /** Takes a connection with a server at `address` that can be written to; returns its number. */
  opened(address: Address): number
  /** Takes bytes that one side of a connection has sent. */
  bytes(link: number, from: Side, bytes: Uint8Array): void
  /** Takes the end of a connection. */
  closed(link: number, reason: string | undefined): void
}

export class Recorder implements ConnectionRecorder {
  readonly role: Side
  readonly #now: () => Now
  readonly #write: (line: string) => void
  readonly #start: number
  #lastLink = 0

  /** Begins a recording with its header. */
  constructor({ tool, role, now, write }: RecorderOptions) {
    this.role = role
    this.#now = now
    this.#write = write
    const { monotonic, unix } = now()
    this.#start = monotonic
    const started = new Date(unix).toISOString()
    this.#line({ kind: 'recording', version: RECORDING_VERSION, tool, role, started })
  }

  opened(address: Address): number {
    return this.#opened(address)
  }

  /** The same recording for the connections of one run, which is called `name` and no other run is. */
  run(name: string): ConnectionRecorder {
    return {
      role: this.role,
      opened: address => this.#opened(address, name),
      bytes: (link, from, bytes) => this.bytes(link, from, bytes),
      closed: (link, reason) => this.closed(link, reason),
    }
  }

  bytes(link: number, from: Side, bytes: Uint8Array): void {
    this.#line({ kind: 'bytes', ...this.#moment(link), from, bytes: toHex(bytes) })
  }

  closed(link: number, reason: string | undefined): void {
    this.#line({ kind: 'closed', ...this.#moment(link), ...(reason !== undefined && { reason }) })
  }

  /** Keeps what opens the connections. Nobody but its owner may ever read such a recording. */
  readonly secret: SecretSink = secret => {
    switch (secret.kind) {
      case 'auth-key': {
        const life = secret.temporary ? 'temporary' : 'permanent'
        return this.#line({ kind: 'secret', secret: 'auth-key', life, key: toHex(secret.key) })
      }
      case 'new-nonce': {
        const [newNonce, serverNonce] = [toHex(secret.newNonce), toHex(secret.serverNonce)]
        return this.#line({ kind: 'secret', secret: 'new-nonce', newNonce, serverNonce })
      }
      case 'rsa-key': {
        const [n, e, d] = [toHex(secret.n), toHex(secret.e), toHex(secret.d)]
        return this.#line({ kind: 'secret', secret: 'rsa-key', n, e, d })
      }
    }
  }

  #opened({ host, port }: Address, run?: string): number {
    const link = ++this.#lastLink
    this.#line({
      kind: 'opened',
      ...this.#moment(link),
      host,
      port,
      ...(run !== undefined && { run }),
    })
    return link
  }

  /** Microseconds are enough to tell things apart. */
  #moment(link: number): { readonly at: number; readonly link: number } {
    return { at: Math.round(1000 * (this.#now().monotonic - this.#start)) / 1000, link }
  }

  #line(fields: Readonly<Record<string, unknown>>): void {
    this.#write(`${JSON.stringify(fields)}\n`)
  }
}
