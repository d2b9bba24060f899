// What a client keeps of calls that are over: many of them on one connection in memory, one answer in a hundred
// lost on its way, and the heap before, meanwhile and after. Run it by itself, with the number of calls:
// `node --conditions=source --import tsx scripts/bench/memory.ts 100000`. It fails when the heap has grown.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { readUint32LE } from '../../src/core/bytes/integers.ts'
import { DcClient } from '../../src/core/dc-client/dc-client.ts'
import { DcServer } from '../../src/core/dc-server/dc-server.ts'
import type { Now } from '../../src/core/machine.ts'
import { SERVICE } from '../../src/core/session/service.ts'
import {
  answerTo,
  callBody,
  crypto,
  FIRST_SALT,
  INFO,
  START,
  sharedKey,
} from '../../test/support/pair.ts'
import { seededRandom } from '../../test/support/random.ts'
import { testRsaKey } from '../../test/support/rsa-key.ts'

/** So many calls are open at a time; an answer may be lost with those that travel with it. */
const WINDOW = 20
const LOST = 0.01
/** The heap may end this much larger than it began, in bytes. */
const TOLERANCE = 1024 * 1024

/** A client and a server whose bytes cross at once, and nothing that remembers them. */
class Line {
  readonly client: DcClient
  readonly server: DcServer
  settled = 0
  lost = 0
  connections = 0
  readonly #chance = seededRandom('loss')
  #monotonic = 0

  constructor() {
    const key = { authKey: sharedKey, serverSalt: FIRST_SALT }
    this.server = new DcServer({
      crypto,
      random: seededRandom('server'),
      keys: [testRsaKey],
      dcId: 2,
      test: false,
      now: this.#now,
      stages: {
        packet: packet => {
          const answers = packet.items.some(({ body }) => readUint32LE(body) === SERVICE.rpcResult)
          if (!answers || this.#chance(1, 'jitter')[0]! >= LOST * 256) return [packet]
          this.lost++
          return []
        },
      },
    })
    this.server.handle({ kind: 'adopt', ...key }, this.#now)
    this.client = new DcClient({
      crypto,
      random: seededRandom('client'),
      now: this.#now,
      address: 'memory',
      keys: [],
      dc: 2,
      framing: 'intermediate',
      obfuscated: false,
      layer: 223,
      info: INFO,
      state: { ...key, timeOffset: 0 },
    })
  }

  /** Makes the calls numbered from `first` to below `end`, and waits for all of them. */
  run(first: number, end: number): void {
    const before = this.settled
    for (let next = first; this.settled - before < end - first; ) {
      for (; next < end && next - first - (this.settled - before) < WINDOW; next++)
        this.client.handle(
          { kind: 'invoke', id: next, method: 'test', body: callBody(next) },
          this.#now,
        )
      if (!this.#move()) this.#wait()
    }
  }

  get #now(): Now {
    return { monotonic: this.#monotonic, unix: START + this.#monotonic }
  }

  /** Carries out what both want; false when there was nothing. */
  #move(): boolean {
    let moved = false
    for (let out = this.client.poll(); out !== undefined; out = this.client.poll()) {
      moved = true
      if (out.kind === 'connect') {
        this.connections++
        this.server.handle({ kind: 'accepted', link: out.link }, this.#now)
        this.client.handle({ kind: 'opened', link: out.link }, this.#now)
      } else if (out.kind === 'write')
        this.server.handle({ kind: 'bytes', link: out.link, bytes: out.bytes }, this.#now)
      else if (out.kind === 'result') this.settled++
      else if (out.kind === 'error') throw out.error
    }
    for (let out = this.server.poll(); out !== undefined; out = this.server.poll()) {
      moved = true
      if (out.kind === 'write')
        this.client.handle({ kind: 'bytes', link: out.link, bytes: out.bytes }, this.#now)
      else if (out.kind === 'call')
        this.server.handle({ kind: 'answer', call: out.call, body: answerTo(out.body) }, this.#now)
    }
    return moved
  }

  #wait(): void {
    const deadlines = [this.client.deadline(), this.server.deadline()]
    this.#monotonic = Math.ceil(Math.min(...deadlines.filter(at => at !== undefined)))
    this.client.handleTimeout(this.#now)
    this.server.handleTimeout(this.#now)
  }
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** What is alive, in bytes. */
function heap(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(2)} MiB`

const calls = Number(process.argv[2] ?? 100_000)
const line = new Line()
// The tables that are kept for good, such as the last 1000 msg_ids, are full after some calls.
const first = Math.ceil(calls / 10)
line.run(0, first)
const begin = heap()
console.log(`${first} calls before it counts: ${mebibytes(begin)}`)
for (let part = 1; part <= 10; part++) {
  line.run(first + ((part - 1) * calls) / 10, first + (part * calls) / 10)
  console.log(`${(part * calls) / 10} calls, ${line.lost} answers lost: ${mebibytes(heap())}`)
}
const growth = heap() - begin
console.log(`${line.connections} connection, growth ${mebibytes(growth)}`)
if (growth > TOLERANCE) process.exitCode = 1
