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
}

/** What happens on a socket; after `closed` nothing more does. */
export interface SocketEvents {
  opened(): void
  received(bytes: Uint8Array): void
  /** `reason` says why, in words, when it was not asked for */
  closed(reason: string | undefined): void
}

export interface Socket {
  write(bytes: Uint8Array): void
  /** sends what was written, then closes; harmless on a closed socket */
  close(): void
}

/** A listening socket. */
export interface Listener {
  readonly address: Address
  /** stops listening and closes the connections that are open */
  close(): Promise<void>
}

export interface Host {
  readonly crypto: Crypto
  readonly random: Random
  /** compresses outgoing objects; without it they are sent as they are */
  readonly compress?: Compress
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
