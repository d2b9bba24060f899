// One connection to whichever of several addresses answers first: they are dialled one after the other with a
// short head start each, and the rest are hung up on. An address that has carried data comes first the next
// time, and one that opened and brought nothing comes last.
// Source: RFC 8305, without the name resolution.
import { authority } from './authority.ts'
import type { Address, Dial, Host, Socket, SocketEvents } from './host.ts'

/** How long an address has for itself before the next is dialled as well, in milliseconds. */
const HEAD_START = 250

/** What a race needs of a host. */
export type Dialler = Pick<Host, 'connect' | 'setTimer'>

/** Dials one or more addresses of the same place on `host`; how they fared is remembered between calls. */
export function race(host: Dialler, addresses: readonly Address[]): Dial {
  const order = [...addresses]
  const move = (address: Address, to: 'front' | 'back'): void => {
    order.splice(order.indexOf(address), 1)
    if (to === 'front') order.unshift(address)
    else order.push(address)
  }
  return events => {
    const [only] = order
    return order.length === 1 ? host.connect(only!, events) : new Race(host, order, events, move)
  }
}

class Race implements Socket {
  readonly #host: Dialler
  readonly #events: SocketEvents
  readonly #move: (address: Address, to: 'front' | 'back') => void
  readonly #waiting: Address[]
  readonly #open = new Map<Address, Socket>()
  readonly #failures: string[] = []
  #winner: Address | undefined
  #isWanted = true
  #hasData = false
  #disarm: (() => void) | undefined

  constructor(
    host: Dialler,
    order: readonly Address[],
    events: SocketEvents,
    move: (address: Address, to: 'front' | 'back') => void,
  ) {
    this.#host = host
    this.#events = events
    this.#move = move
    this.#waiting = [...order]
    this.#next()
  }

  write(bytes: Uint8Array): void {
    if (this.#winner !== undefined) this.#open.get(this.#winner)?.write(bytes)
  }

  close(): void {
    this.#isWanted = false
    this.#disarm?.()
    for (const socket of this.#open.values()) socket.close()
  }

  #next(): void {
    this.#disarm?.()
    const address = this.#waiting.shift()
    if (address === undefined) return
    if (this.#waiting.length > 0) this.#disarm = this.#host.setTimer(HEAD_START, () => this.#next())
    const socket = this.#host.connect(address, {
      opened: () => this.#opened(address),
      received: bytes => this.#received(address, bytes),
      closed: reason => this.#closed(address, reason),
    })
    this.#open.set(address, socket)
  }

  #opened(address: Address): void {
    if (this.#winner !== undefined || !this.#isWanted) return
    this.#winner = address
    this.#disarm?.()
    for (const [other, socket] of this.#open) if (other !== address) socket.close()
    this.#events.opened()
  }

  #received(address: Address, bytes: Uint8Array): void {
    if (address !== this.#winner) return
    if (!this.#hasData) this.#move(address, 'front')
    this.#hasData = true
    this.#events.received(bytes)
  }

  #closed(address: Address, reason: string | undefined): void {
    this.#open.delete(address)
    if (this.#winner !== undefined) {
      if (address !== this.#winner) return
      if (!this.#hasData) this.#move(address, 'back')
      return this.#events.closed(reason)
    }
    this.#failures.push(`${authority(address)}: ${reason ?? 'closed'}`)
    if (this.#isWanted && this.#waiting.length > 0) this.#next()
    else if (this.#open.size === 0)
      this.#events.closed(this.#isWanted ? this.#failures.join('; ') : undefined)
  }
}
