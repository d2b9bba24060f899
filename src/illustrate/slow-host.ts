// The same host with a slow line, so that on a clock that only moves while somebody waits time can be seen passing.
import type { Host } from '../host/host.ts'

/** How long a byte travels, in milliseconds. */
export const LATENCY = 40

/** What is written arrives later, and a connection opens when the first answer is back. */
export function slowHost(host: Host): Host {
  const { crypto, random, compress } = host
  const later = (run: () => void): void => void host.setTimer(LATENCY, run)
  return {
    crypto,
    random,
    ...(compress && { compress }),
    system: 'Node on an illustrated page',
    now: () => host.now(),
    setTimer: (delay, run) => host.setTimer(delay, run),
    compute: job => host.compute(job),
    connect(address, events) {
      const socket = host.connect(address, {
        opened: () => void host.setTimer(2 * LATENCY, () => events.opened()),
        received(bytes) {
          const copy = bytes.slice()
          later(() => events.received(copy))
        },
        closed: reason => later(() => events.closed(reason)),
      })
      return {
        write(bytes) {
          const copy = bytes.slice()
          later(() => socket.write(copy))
        },
        close: () => later(() => socket.close()),
      }
    },
  }
}
