// The login that the guide reads: a client and a test DC in this process, on a clock and a randomness that one
// seed decides, so that every number on its pages can be had again. The secrets are kept, since it protects nobody.
import { readSchemas } from '../../src/cli/schemas.ts'
import { Client } from '../../src/client/client.ts'
import { qrLogin } from '../../src/client/qr-login.ts'
import { MemoryStorage } from '../../src/client/storage.ts'
import { ACCEPT } from '../../src/conformance/outcome.ts'
import { waitFor } from '../../src/conformance/steps.ts'
import { Solver, VirtualHost } from '../../src/conformance/virtual-host.ts'
import { toHex } from '../../src/core/bytes/hex.ts'
import { seededRandom } from '../../src/core/crypto/seeded-random.ts'
import type { Random, RandomPurpose } from '../../src/core/machine.ts'
import type { Host } from '../../src/host/host.ts'
import { TestDc } from '../../src/test-dc/test-dc.ts'
import { createTextTrace } from '../../src/trace/text-trace.ts'

/** A login that is over; bytes are hexadecimal digits. */
export interface GuideRun {
  /** every write to the connection, in its order */
  readonly sent: readonly string[]
  readonly received: readonly string[]
  /** what the client drew, by purpose */
  readonly drawn: ReadonlyMap<RandomPurpose, readonly string[]>
  /** what `--trace-bytes` would have printed */
  readonly trace: readonly string[]
  /** the permanent key */
  readonly authKey: string
  /** what was shown as a code */
  readonly link: string
  /** of the data centre, PKCS #1 */
  readonly publicKeyPem: string
}

/** What is particular about a run. */
export interface GuideRunOptions {
  readonly obfuscated?: boolean
  /** seconds; undefined: no forward secrecy */
  readonly tempKeyLifetime?: number
}

const PASSWORD = 'secret'
/** How long Ada needs to take out her phone, in milliseconds. */
const SCAN = 3000

/** Plays the login; the same options give the same bytes. Rejects with what ended it, should it fail. */
export async function playGuideRun(options: GuideRunOptions = {}): Promise<GuideRun> {
  const host = new VirtualHost(new Solver(), 'guide')
  const dc = await TestDc.start({
    host: { ...plain(host), listen: (address, accept) => host.listen(address, accept) },
    random: seededRandom('server of the guide'),
    accounts: [{ firstName: 'Ada', dc: 2, password: PASSWORD }],
  })
  const drawn = new Map<RandomPurpose, string[]>()
  const [sent, received, trace]: [string[], string[], string[]] = [[], [], []]
  const storage = new MemoryStorage()
  const schemas = readSchemas([])
  const client = new Client({
    apiId: 12345,
    dcs: dc.dcs,
    keys: [dc.publicKey],
    transport: 'abridged',
    info: { deviceModel: 'guide', systemVersion: 'seeded', appVersion: '1' },
    storage,
    host: { ...tapped(host, sent, received), random: noted(drawn) },
    trace: id => createTextTrace({ write: line => trace.push(line), dc: id, bytes: true, schemas }),
    ...options,
  })
  let link = ''
  const login = async (): Promise<void> => {
    for await (const event of qrLogin(client, { apiHash: 'guide', password: () => PASSWORD })) {
      if (event.event !== 'token') continue
      link = event.url
      host.setTimer(SCAN, () => dc.accept(event.url))
    }
  }
  let isOver = false
  const ended = login().finally(() => {
    isOver = true
  })
  ended.catch(() => undefined)
  await host.play(
    (function* () {
      yield* waitFor(() => isOver)
      return ACCEPT
    })(),
  )
  await ended
  const authKey = toHex(storage.stored.dcs.get(2)!.authKey.key)
  return { sent, received, drawn, trace, authKey, link, publicKeyPem: dc.publicKeyPem }
}

/** The client's randomness; every draw is noted. */
function noted(drawn: Map<RandomPurpose, string[]>): Random {
  const random = seededRandom('client of the guide')
  return (length, purpose) => {
    const bytes = random(length, purpose)
    drawn.set(purpose, [...(drawn.get(purpose) ?? []), toHex(bytes)])
    return bytes
  }
}

/** The same host without compression, whose bytes depend on the version of Node. */
function plain(host: VirtualHost): Host {
  return {
    crypto: host.crypto,
    random: host.random,
    now: () => host.now(),
    setTimer: (delay, run) => host.setTimer(delay, run),
    compute: job => host.compute(job),
    connect: (address, events) => host.connect(address, events),
  }
}

/** The same host; what passes through its connections is noted. */
function tapped(host: VirtualHost, sent: string[], received: string[]): Host {
  return {
    ...plain(host),
    connect(address, events) {
      const socket = host.connect(address, {
        opened: () => events.opened(),
        closed: reason => events.closed(reason),
        received(bytes) {
          received.push(toHex(bytes))
          events.received(bytes)
        },
      })
      return {
        write(bytes) {
          sent.push(toHex(bytes))
          socket.write(bytes)
        },
        close: () => socket.close(),
      }
    },
  }
}
