// The login that the guide reads: a client and a test DC in this process, on a clock and a randomness that one
// seed decides, so that every number on its pages can be had again. The secrets are kept, since it protects nobody.
import { Client } from '../../src/client/client.ts'
import { qrLogin } from '../../src/client/qr-login.ts'
import { Solver, VirtualHost } from '../../src/conformance/virtual-host.ts'
import { toHex } from '../../src/core/bytes/hex.ts'
import { seededRandom } from '../../src/core/crypto/seeded-random.ts'
import type { Random, RandomPurpose } from '../../src/core/machine.ts'
import type { Address, Host, Socket, SocketEvents } from '../../src/host/host.ts'
import { readSchemas } from '../../src/cli/schemas.ts'
import { TestDc } from '../../src/test-dc/test-dc.ts'
import { createTextTrace } from '../../src/trace/text-trace.ts'

/** A login that is over. */
export interface GuideRun {
  /** every write to the connection in its order, as hexadecimal digits */
  readonly sent: readonly string[]
  readonly received: readonly string[]
  /** what the client drew, by purpose, as hexadecimal digits */
  readonly drawn: ReadonlyMap<RandomPurpose, readonly string[]>
  /** what `--trace-bytes` would have printed */
  readonly trace: readonly string[]
  /** the key that carried the login, 256 bytes as hexadecimal digits */
  readonly authKey: string
  readonly link: string
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

/** Plays the login; the same options give the same bytes. */
export async function playGuideRun(options: GuideRunOptions = {}): Promise<GuideRun> {
  const host = new VirtualHost(new Solver(), 'guide')
  const dc = await TestDc.start({
    ...{ host, random: seededRandom('server of the guide') },
    accounts: [{ firstName: 'Ada', dc: 2, password: PASSWORD }],
  })
  const drawn = new Map<RandomPurpose, string[]>()
  const random = seededRandom('client of the guide')
  const noted: Random = (length, purpose) => {
    const bytes = random(length, purpose)
    drawn.set(purpose, [...(drawn.get(purpose) ?? []), toHex(bytes)])
    return bytes
  }
  const sent: string[] = []
  const received: string[] = []
  const trace: string[] = []
  const schemas = readSchemas([])
  const storage = new Map<string, unknown>()
  void storage
  const client = new Client({
    apiId: 12345,
    ...{ dcs: dc.dcs, keys: [dc.publicKey], transport: 'abridged', ...options },
    info: { deviceModel: 'guide', systemVersion: 'seeded', appVersion: '1' },
    host: { ...tapped(host, sent, received), random: noted },
    trace: dc => createTextTrace({ write: line => trace.push(line), dc, bytes: true, schemas }),
  })
  let link = ''
  let outcome: { readonly failure?: unknown } | undefined
  const login = async (): Promise<void> => {
    for await (const event of qrLogin(client, { apiHash: 'guide', password: () => PASSWORD })) {
      if (event.event !== 'token') continue
      link = event.url
      host.setTimer(SCAN, () => dc.accept(event.url))
    }
  }
  login().then(
    () => {
      outcome = {}
    },
    failure => {
      outcome = { failure }
    },
  )
  await host.play(
    (function* () {
      yield { seen: () => outcome !== undefined, within: 60_000 }
      yield { seen: () => false, within: 1000 }
      return 'ACCEPT' as const
    })(),
  )
  if (outcome?.failure !== undefined) throw outcome.failure
  return { sent, received, drawn, trace, authKey: '', link, publicKeyPem: dc.publicKeyPem }
}

/** The same host; what passes through its connections is noted. */
function tapped(host: VirtualHost, sent: string[], received: string[]): Host {
  return {
    crypto: host.crypto,
    random: host.random,
    now: () => host.now(),
    setTimer: (delay, run) => host.setTimer(delay, run),
    compute: job => host.compute(job),
    connect(address: Address, events: SocketEvents): Socket {
      const socket = host.connect(address, {
        ...{ opened: () => events.opened(), closed: reason => events.closed(reason) },
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
