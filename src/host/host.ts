// What the machines of the core need from the world around them. The core declares no I/O; whoever runs
// it brings a host: sockets, both clocks, randomness, crypto. runtime/ holds the ready-made ones.

import type { Job, JobValue } from '../core/crypto/job.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import type { Now, Random } from '../core/machine.ts'
import type { Compress } from '../core/session/gzip-packed.ts'

/** Where a data centre listens. */
export interface Address {
  /** a host name or an IP address, IPv6 without brackets */
  readonly host: string
  readonly port: number
  /** reach it by WebSocket, in the open or over TLS, instead of TCP */
  readonly webSocket?: 'ws' | 'wss'
  /** of the WebSocket's URL; default /apiws */
  readonly path?: string
}

/** What happens on a socket, never before the call that made it has returned; after `closed` nothing more does. */
export interface SocketEvents {
  /** it can be written to; at most once, and not after `closed` */
  opened(): void
  /** bytes in their order, cut anywhere; copied before this returns */
  received(bytes: Uint8Array): void
  /** `reason` says why, in words, when it was not asked for */
  closed(reason: string | undefined): void
}

/** A connection, open or about to be. Neither of its functions throws. */
export interface Socket {
  /** sends the bytes, all of them and in order; dropped on a socket that is not open */
  write(bytes: Uint8Array): void
  /** sends what was written, then closes; harmless on a closed socket */
  close(): void
}

/** Opens a connection to somewhere that is known already; the outcome arrives through `events`. */
export type Dial = (events: SocketEvents) => Socket

/** A listening socket. */
export interface Listener {
  readonly address: Address
  /** stops listening and closes the connections that are open */
  close(): Promise<void>
}

/** What runs the machines: I/O, time and chance. docs/embedding.md says what each part has to keep to. */
export interface Host {
  /** what this is, in words, as a client introduces itself: such as `Node 20.20.2 on linux` */
  readonly system?: string
  readonly crypto: Crypto
  readonly random: Random
  /** compresses outgoing objects; without it they are sent as they are */
  readonly compress?: Compress
  /** whether it has no other connections than WebSockets */
  readonly webSocketOnly?: boolean
  /** both clocks, in milliseconds */
  now(): Now
  /** calls `run` once after `delay` milliseconds; returns the function that prevents it */
  setTimer(delay: number, run: () => void): () => void
  /** performs an expensive computation, here and now or elsewhere */
  compute<J extends Job>(job: J): JobValue<J> | Promise<JobValue<J>>
  /** opens a connection; the outcome arrives through `events` */
  connect(address: Address, events: SocketEvents): Socket
}

/** A host that can be dialled as well. */
export interface ListeningHost extends Host {
  /** listens on `address` (port 0: any free one); rejects when the port cannot be had */
  listen(address: Address, accept: (socket: Socket) => SocketEvents): Promise<Listener>
}
