// Logins on a virtual host, recorded at both ends: the same seed gives the same login, recorded or not.
import assert from 'node:assert/strict'
import { Client, type ClientOptions } from '../../src/client/client.ts'
import { qrLogin } from '../../src/client/qr-login.ts'
import { Solver, VirtualHost } from '../../src/conformance/virtual-host.ts'
import { toHex } from '../../src/core/bytes/hex.ts'
import type { Crypto } from '../../src/core/crypto/provider.ts'
import { seededRandom } from '../../src/core/crypto/seeded-random.ts'
import type { Side } from '../../src/core/machine.ts'
import type { Host } from '../../src/host/host.ts'
import { TestDc } from '../../src/test-dc/test-dc.ts'
import { Recorder } from '../../src/trace/recorder.ts'
import { recordedHost, recordedListeningHost } from '../../src/trace/recording-host.ts'
import { testRsaKey } from '../support/rsa-key.ts'

export interface LoginSettings {
  /** whether anything is recorded, and with its secrets */
  readonly record: 'no' | 'bytes' | 'with secrets'
  readonly client?: Partial<ClientOptions>
}

/** What there is of a login. */
export interface PlayedLogin {
  /** the recordings of both ends */
  readonly client: string
  readonly server: string
  /** each write and each read of the client's sockets, below everything that records */
  readonly wire: readonly string[]
}

const solver = new Solver()
export const crypto: Crypto = solver.crypto

/** A login by QR code with a migration and a password. */
export async function playLogin({ record, client: options }: LoginSettings): Promise<PlayedLogin> {
  const host = new VirtualHost(solver, 'recorded')
  const texts = { client: '', server: '' }
  const recorderOf = (role: Side): Recorder =>
    new Recorder({
      ...{ tool: 'test 1', role, now: () => host.now() },
      write: line => {
        texts[role] += line
      },
    })
  const recorders = record !== 'no' && {
    client: recorderOf('client'),
    server: recorderOf('server'),
  }
  const isOpen = record === 'with secrets'
  const dc = await TestDc.start({
    host: recorders ? recordedListeningHost(host, recorders.server) : host,
    random: seededRandom('the data centre'),
    key: testRsaKey,
    dcs: [2, 4],
    accounts: [{ dc: 4, password: 'secret' }],
    ...(recorders && isOpen && { secrets: recorders.server.secret }),
  })
  const wire: string[] = []
  const tapped = tap(host, wire)
  const client = new Client({
    ...{ apiId: 1, dcs: dc.dcs, keys: [dc.publicKey] },
    host: recorders ? recordedHost(tapped, recorders.client) : tapped,
    ...(recorders && isOpen && { secrets: recorders.client.secret }),
    ...options,
  })
  let isOver = false
  let failure: unknown
  const login = async (): Promise<void> => {
    const events = qrLogin(client, { apiHash: 'hash', password: () => 'secret' })
    for await (const event of events)
      if (event.event === 'token') host.setTimer(50, () => dc.accept(event.url))
    await client.close()
  }
  login()
    .catch(error => {
      failure = error
    })
    .finally(() => {
      isOver = true
    })
  await host.play(
    (function* () {
      yield { seen: () => isOver, within: 60_000 }
      yield { seen: () => false, within: 1000 }
      return { kind: 'ACCEPT' } as const
    })(),
  )
  assert.equal(failure, undefined)
  assert.ok(isOver)
  await dc.close()
  return { ...texts, wire }
}

/** The same host, which notes what passes on its sockets. */
function tap(host: VirtualHost, wire: string[]): Host {
  return {
    ...{ crypto: host.crypto, random: host.random, system: 'test' },
    now: () => host.now(),
    setTimer: (delay, run) => host.setTimer(delay, run),
    compute: job => host.compute(job),
    connect(address, events) {
      const socket = host.connect(address, {
        opened: () => events.opened(),
        received(bytes) {
          wire.push(`< ${toHex(bytes)}`)
          events.received(bytes)
        },
        closed: reason => events.closed(reason),
      })
      return {
        write(bytes) {
          wire.push(`> ${toHex(bytes)}`)
          socket.write(bytes)
        },
        close: () => socket.close(),
      }
    },
  }
}
