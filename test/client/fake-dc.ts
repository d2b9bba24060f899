// A data centre on a MemoryHost whose calls the test answers itself.

import type { DcAddress } from '../../src/client/dcs.ts'
import { fromHex } from '../../src/core/bytes/hex.ts'
import type { DcState } from '../../src/core/dc-client/dc-client-io.ts'
import { DcServer } from '../../src/core/dc-server/dc-server.ts'
import type {
  DcServerInput,
  DcServerOutput,
  ServerCall,
} from '../../src/core/dc-server/dc-server-io.ts'
import { api, type Call } from '../../src/core/tl/generated/api/index.ts'
import { decodeCall, encodeResult } from '../../src/core/tl/schema.ts'
import { Driver } from '../../src/host/driver.ts'
import type { Socket } from '../../src/host/host.ts'
import type { MemoryHost } from '../support/memory-host.ts'
import { FIRST_SALT, sharedKey, solveOnce } from '../support/pair.ts'
import { testRsaKey } from '../support/rsa-key.ts'

/** A call as it arrived, without its wrappers. */
export interface FakeCall {
  readonly call: Call
  answer(result: unknown): void
  refuse(errorCode: number, errorMessage: string): void
}

export class FakeDc {
  readonly id: number
  readonly address: DcAddress
  readonly calls: FakeCall[] = []
  /** what is done with a call; by default it waits in `calls` */
  onCall: (call: FakeCall) => void = call => this.calls.push(call)
  readonly #driver: Driver<DcServerInput, DcServerOutput>
  readonly #sockets = new Map<number, Socket>()
  #lastLink = 0

  constructor(host: MemoryHost, id = 2) {
    this.id = id
    this.address = { id, host: '10.0.0.1', port: id }
    const server = new DcServer({
      crypto: host.crypto,
      random: host.random,
      keys: [testRsaKey],
      dcId: id,
      test: false,
      now: host.now(),
    })
    this.#driver = new Driver(server, host, output => this.#perform(output))
    void host.listen(this.address, socket => {
      const link = ++this.#lastLink
      this.#sockets.set(link, socket)
      this.#driver.input({ kind: 'accepted', link })
      return {
        opened: () => {},
        received: bytes => this.#driver.input({ kind: 'bytes', link, bytes }),
        closed: () => this.#driver.input({ kind: 'closed', link }),
      }
    })
  }

  /** A key that this DC knows. */
  state(): DcState {
    this.#driver.input({ kind: 'adopt', authKey: sharedKey, serverSalt: FIRST_SALT })
    return { authKey: sharedKey, serverSalt: FIRST_SALT, timeOffset: 0 }
  }

  push(hex: string): void {
    this.#driver.input({ kind: 'push', authKeyId: sharedKey.id, body: fromHex(hex) })
  }

  input(input: DcServerInput): void {
    this.#driver.input(input)
  }

  #perform(output: DcServerOutput): void {
    switch (output.kind) {
      case 'write':
        return this.#sockets.get(output.link)?.write(output.bytes)
      case 'close':
        return this.#sockets.get(output.link)?.close()
      case 'compute':
        return this.#driver.input({ kind: 'computed', id: output.id, value: solveOnce(output.job) })
      case 'call':
        return this.#called(output)
    }
  }

  #called({ call: id, body }: ServerCall): void {
    let call = decodeCall(api, body) as Call
    while ('query' in call) call = call.query as Call
    this.onCall({
      call,
      answer: result => {
        const encoded = encodeResult(api, call, result as never)
        this.#driver.input({ kind: 'answer', call: id, body: encoded })
      },
      refuse: (errorCode, errorMessage) =>
        this.#driver.input({ kind: 'refuse', call: id, errorCode, errorMessage }),
    })
  }
}
