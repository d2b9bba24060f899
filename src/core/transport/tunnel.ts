// What carries the bytes of a transport between it and the socket: nothing, or a connection of another protocol,
// which speaks for itself first and holds back what is written until it stands.

export interface Tunnel {
  /** Takes bytes as they came from the socket, in pieces of any size; then poll() until undefined. */
  receive(chunk: Uint8Array): void
  /**
   * The next bytes that the tunnel has carried, or undefined when more have to come. Throws when the other end
   * cannot be who it should be; nothing that comes later is of use then.
   */
  poll(): Uint8Array | undefined
  /** Takes bytes for the other end, in their order. */
  write(bytes: Uint8Array): void
  /** The next bytes for the socket, or undefined. */
  pollWrite(): Uint8Array | undefined
}

/** No tunnel: bytes go as they are. */
export class NoTunnel implements Tunnel {
  readonly #reads: Uint8Array[] = []
  readonly #writes: Uint8Array[] = []

  receive(chunk: Uint8Array): void {
    this.#reads.push(chunk)
  }

  poll(): Uint8Array | undefined {
    return this.#reads.shift()
  }

  write(bytes: Uint8Array): void {
    this.#writes.push(bytes)
  }

  pollWrite(): Uint8Array | undefined {
    return this.#writes.shift()
  }
}
