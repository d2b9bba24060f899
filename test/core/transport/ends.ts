// The two ends of a connection for the tests of this folder, with repeatable randomness.
import { portable } from '../../../src/core/crypto/portable.ts'
import type { Random } from '../../../src/core/machine.ts'
import {
  ClientTransport,
  type ClientTransportOptions,
} from '../../../src/core/transport/client-transport.ts'
import type { FramingName, Received } from '../../../src/core/transport/framing.ts'
import { ServerTransport } from '../../../src/core/transport/server-transport.ts'
import type { Transport } from '../../../src/core/transport/transport.ts'

/** The framings in which a connection carries frames whenever one likes. */
export const FRAMINGS = ['abridged', 'intermediate', 'padded', 'full'] as const
export const TAGGED = ['abridged', 'intermediate', 'padded'] as const

/** A stream of bytes that depends on `seed` alone. */
export function seeded(seed: number): Random {
  let state = seed | 0
  return length =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      return state >>> 24
    })
}

/** Gives `draws` one after another, each as it stands. */
export function scripted(...draws: readonly Uint8Array[]): Random {
  let next = 0
  return length => {
    const draw = draws[next++]
    if (draw?.length !== length) throw new RangeError(`draw ${next} is not of ${length} bytes`)
    return draw
  }
}

export function client(
  options: Partial<ClientTransportOptions> & { framing: FramingName },
): ClientTransport {
  return new ClientTransport({ crypto: portable, random: seeded(1), ...options })
}

export function server(random: Random = seeded(2)): ServerTransport {
  return new ServerTransport({ crypto: portable, random })
}

/** A server that has just seen the start bytes of `from`. */
export function serverOf(from: ClientTransport): ServerTransport {
  const accepted = server()
  accepted.receive(from.start())
  accepted.poll()
  return accepted
}

/** Everything that can be polled now. */
export function drain(transport: Transport): Received[] {
  const all: Received[] = []
  for (let one = transport.poll(); one !== undefined; one = transport.poll()) all.push(one)
  return all
}

/** Everything that comes out when `bytes` arrive in pieces of `size`. */
export function deliver(transport: Transport, bytes: Uint8Array, size: number): Received[] {
  const all: Received[] = []
  for (let at = 0; at < bytes.length; at += size) {
    transport.receive(bytes.subarray(at, at + size))
    all.push(...drain(transport))
  }
  return all
}

export function payloadOf(length: number, seed = 3): Uint8Array {
  return seeded(seed)(length, 'nonce')
}

export const payload = (bytes: Uint8Array, quickAck = false): Received => ({
  kind: 'payload',
  payload: bytes,
  quickAck,
})
