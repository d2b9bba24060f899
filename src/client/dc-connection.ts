// The DcClient machine of one data centre with its socket and its timer: calls become promises.
import { DcClient } from '../core/dc-client/dc-client.ts'
import type { DcClientOptions, DcClientOutput, DcState } from '../core/dc-client/dc-client-io.ts'
import type { Invocation } from '../core/dc-client/query.ts'
import { MtprotoError } from '../core/errors.ts'
import { compute } from '../host/compute.ts'
import { Driver } from '../host/driver.ts'
import type { Dial, Host, Socket } from '../host/host.ts'
import { httpLanes } from '../host/http-lanes.ts'
import type { Signal } from './signal.ts'

/** What a DC does on its own. */
export interface DcEvents {
  update(body: Uint8Array): void
  /** the connection is back after it was lost, or the server lost the session: updates may be missing */
  interrupted(): void
  stored(state: DcState | undefined): void
  /** the permanent key is gone, and with it the login it stood for */
  keyLost(error: MtprotoError): void
}

interface Call {
  resolve(body: Uint8Array): void
  reject(error: MtprotoError): void
  /** called once */
  quickAcked?: (() => void) | undefined
}

/** A call on its way, and what its caller wants beside the result. */
export interface ConnectionCall extends Invocation {
  readonly signal: Signal | undefined
  readonly quickAcked: (() => void) | undefined
}

export class DcConnection {
  readonly #host: Host
  readonly #dial: Dial
  readonly #events: DcEvents
  readonly #machine: DcClient
  readonly #driver: Driver<Parameters<DcClient['handle']>[0], DcClientOutput>
  readonly #sockets = new Map<number, Socket>()
  readonly #calls = new Map<number, Call>()
  #waiting: Call[] = []
  #ready = false
  #closed = false
  #keyGone: (() => void) | undefined

  constructor(host: Host, dial: Dial, options: DcClientOptions, events: DcEvents) {
    this.#host = host
    this.#dial = options.framing === 'http' ? httpLanes(dial) : dial
    this.#events = events
    this.#machine = new DcClient(options)
    this.#driver = new Driver(this.#machine, host, output => this.#perform(output))
  }

  /** The server's clock, in milliseconds since 1970. */
  get serverTime(): number {
    return this.#machine.serverTime(this.#host.now())
  }

  /** Resolves when calls can be made; rejects when the data centre cannot be reached. */
  connect(): Promise<void> {
    if (this.#closed) return Promise.reject(new MtprotoError('ERR_CLOSED'))
    if (this.#ready) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve: () => resolve(), reject })
      this.#driver.input({ kind: 'connect' })
    })
  }

  /** Makes an encoded call and resolves with its boxed result. */
  invoke({ signal, quickAcked, ...invocation }: ConnectionCall): Promise<Uint8Array> {
    if (this.#closed) return Promise.reject(new MtprotoError('ERR_CLOSED'))
    const { id, method } = invocation
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(aborted(method, signal))
      const abort = (): void => {
        this.#calls.delete(id)
        this.#driver.input({ kind: 'cancel', id })
        reject(aborted(method, signal))
      }
      signal?.addEventListener('abort', abort, { once: true })
      const settled = (): void => signal?.removeEventListener('abort', abort)
      this.#calls.set(id, {
        resolve: result => {
          settled()
          resolve(result)
        },
        reject: error => {
          settled()
          reject(error)
        },
        quickAcked,
      })
      this.#driver.input({ kind: 'invoke', ...invocation, quickAck: quickAcked !== undefined })
    })
  }

  /** The network is another one, or back again. */
  networkChanged(): void {
    this.#driver.input({ kind: 'network-changed' })
  }

  /** The permanent key is of no use any more. */
  forgetKey(error: MtprotoError): void {
    this.#driver.input({ kind: 'forget-key', error })
  }

  /** Lets the server forget the keys; resolves when they are gone here as well, or all is closed. */
  destroyKey(): Promise<void> {
    return new Promise(resolve => {
      this.#keyGone = resolve
      this.#driver.input({ kind: 'destroy-key' })
    })
  }

  /** Sends what is owed, hangs up and rejects what is still open. */
  close(): void {
    this.#closed = true
    this.#driver.input({ kind: 'close' })
    this.#driver.stop()
    this.#refuseWaiting(new MtprotoError('ERR_CLOSED'))
    this.#keyGone?.()
  }

  #perform(output: DcClientOutput): void {
    switch (output.kind) {
      case 'connect':
        return this.#connect(output.link)
      case 'write':
        return this.#sockets.get(output.link)?.write(output.bytes)
      case 'close':
        this.#sockets.get(output.link)?.close()
        this.#sockets.delete(output.link)
        this.#ready = false
        return
      case 'compute':
        void compute(this.#host, output).then(outcome => this.#driver.input(outcome))
        return
      case 'store':
        return this.#events.stored(output.state)
      case 'ready':
        this.#ready = true
        for (const { resolve } of this.#waiting.splice(0)) resolve(new Uint8Array(0))
        if (output.again) this.#events.interrupted()
        return
      case 'unreachable':
        return this.#refuseWaiting(output.error)
      case 'result':
        return this.#take(output.id)?.resolve(output.body)
      case 'error':
        return this.#take(output.id)?.reject(output.error)
      case 'update':
        return this.#events.update(output.body)
      case 'gap':
        return this.#events.interrupted()
      case 'key-lost':
        this.#events.keyLost(output.error)
        return this.#keyGone?.()
      case 'quick-ack':
        return this.#taken(output.id)
    }
  }

  #connect(link: number): void {
    const socket = this.#dial({
      opened: () => this.#driver.input({ kind: 'opened', link }),
      received: bytes => this.#driver.input({ kind: 'bytes', link, bytes }),
      closed: reason => {
        if (!this.#sockets.delete(link)) return
        this.#ready = false
        this.#driver.input({ kind: 'closed', link, reason })
      },
    })
    this.#sockets.set(link, socket)
  }

  #taken(id: number): void {
    const call = this.#calls.get(id)
    const quickAcked = call?.quickAcked
    if (call !== undefined) call.quickAcked = undefined
    quickAcked?.()
  }

  #take(id: number): Call | undefined {
    const call = this.#calls.get(id)
    this.#calls.delete(id)
    return call
  }

  #refuseWaiting(error: MtprotoError): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}

function aborted(method: string, signal: Signal | undefined): MtprotoError {
  return new MtprotoError('ERR_ABORTED', { at: method, cause: signal?.reason })
}
