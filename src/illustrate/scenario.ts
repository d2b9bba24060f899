// The four runs that can be illustrated, played against the test DC on a clock that only this run moves.
// Source: /api/qr-login, /api/datacenter, /api/srp, /api/pfs. One seed gives one run, byte for byte.
import { Client, type ClientOptions } from '../client/client.ts'
import { qrLogin } from '../client/qr-login.ts'
import { Solver, VirtualHost } from '../conformance/virtual-host.ts'
import { MtprotoError } from '../core/errors.ts'
import type { Random, Side } from '../core/machine.ts'
import type { FramingName } from '../core/transport/framing.ts'
import { makeRsaKey } from '../test-dc/rsa-key.ts'
import { TestDc } from '../test-dc/test-dc.ts'
import { Recorder } from '../trace/recorder.ts'
import { type Recording, readRecording } from '../trace/recording.ts'
import { recordedHost } from '../trace/recording-host.ts'
import { recognisable } from './recognisable.ts'
import { slowHost } from './slow-host.ts'

/** The names of the runs, in the order in which they are best read. */
export const SCENARIOS = ['qr', 'migrate', 'password', 'pfs'] as const

/** The name of a run. */
export type ScenarioName = (typeof SCENARIOS)[number]

/** What is particular about a run. */
export interface Scenario {
  readonly title: string
  /** two or three sentences for the head of its page */
  readonly story: string
  readonly framing: FramingName
  readonly obfuscated?: boolean
  /** the data centre that the account is at home on; the client begins at 2 */
  readonly home?: number
  readonly password?: string
  readonly tempKeyLifetime?: number
}

/** All runs by name. */
export const SCENES: Readonly<Record<ScenarioName, Scenario>> = {
  qr: {
    title: 'A login by QR code',
    story:
      'A client that has never met the server makes a key with it, asks for a login token, shows the token as a QR code, ' +
      'and is logged in once a phone has scanned it.',
    framing: 'intermediate',
  },
  migrate: {
    title: 'A login that moves to another data centre',
    story:
      'The account of the person who scans the code lives on data centre 4, the code came from data centre 2. ' +
      'The client is sent on: a second connection, a second key, and the token that it already has.',
    framing: 'abridged',
    home: 4,
  },
  password: {
    title: 'A login with a password',
    story:
      'The account has two-step verification. The scanned code is not enough: the client proves that it knows the ' +
      'password, and the password itself never leaves it, not even encrypted.',
    framing: 'padded',
    password: 'correct horse battery staple',
  },
  pfs: {
    title: 'A login with forward secrecy',
    story:
      'The client makes two keys: a permanent one that only vouches, and a temporary one that encrypts. ' +
      'Once the temporary key is gone, nobody can open this recording again, not even with the permanent one. ' +
      'The connection is obfuscated as well: on the wire, no byte looks like MTProto.',
    framing: 'intermediate',
    obfuscated: true,
    tempKeyLifetime: 86_400,
  },
}

/** One draw of randomness, and who drew it. */
export interface Draw {
  readonly side: Side
  readonly purpose: Parameters<Random>[1]
  readonly bytes: Uint8Array
}

/** A run that is over: every byte that passed, and the secrets behind them. */
export interface Performance {
  readonly title: string
  readonly story: string
  readonly recording: Recording
  /** what both sides drew; nothing is known of the draws of a recorded stranger */
  readonly draws: readonly Draw[]
  readonly password?: string | undefined
  /** whether strangers took part, who may be wrong */
  readonly isRecorded?: boolean
}

/** How long a person takes to scan a code, in milliseconds. */
const SCAN = 2_000
/** A run that takes longer than this has gone wrong, in milliseconds. */
const PATIENCE = 60_000
/** What a public example may call itself. */
const API_ID = 12_345
const API_HASH = '0123456789abcdef0123456789abcdef'

/** Plays one run. Rejects with what ended the login, should it fail. */
export async function perform(name: ScenarioName, seed?: number): Promise<Performance> {
  const scenario = SCENES[name]
  const { home = 2, password, framing, obfuscated = false, tempKeyLifetime } = scenario
  const host = new VirtualHost(new Solver(), 'illustrated')
  const draws: Draw[] = []
  const noted = (side: Side, random: Random): Random => {
    return (length, purpose) => {
      const bytes = random(length, purpose)
      draws.push({ side, purpose, bytes: bytes.slice() })
      return bytes
    }
  }
  const lines: string[] = []
  const recorder = new Recorder({
    tool: 'raw-mtproto illustrate',
    role: 'client',
    now: () => host.now(),
    write: line => lines.push(line),
  })
  const dc = await TestDc.start({
    host,
    random: noted('server', recognisable(seed)),
    key: makeRsaKey(host.random, host.crypto),
    secrets: recorder.secret,
    dcs: home === 2 ? [2] : [2, home],
    accounts: [{ dc: home, ...(password !== undefined && { password, hint: 'four words' }) }],
  })
  const options: ClientOptions = {
    apiId: API_ID,
    dcs: dc.dcs,
    keys: [dc.publicKey],
    transport: framing,
    obfuscated,
    ...(tempKeyLifetime !== undefined && { tempKeyLifetime }),
    secrets: recorder.secret,
    host: {
      ...recordedHost(slowHost(host), recorder),
      random: noted('client', recognisable(seed)),
    },
  }
  const client = new Client(options)
  const login = async (): Promise<void> => {
    const givePassword = { password: () => password ?? '' }
    for await (const event of qrLogin(client, { apiHash: API_HASH, ...givePassword })) {
      if (event.event !== 'token') continue
      host.setTimer(SCAN, () => dc.accept(event.url))
    }
    await client.close()
  }
  let isOver = false
  let failure: unknown
  login()
    .catch(error => {
      failure = error
    })
    .finally(() => {
      isOver = true
    })
  await host.play(
    (function* () {
      yield { seen: () => isOver, within: PATIENCE }
      yield { seen: () => false, within: 1000 }
      return { kind: 'ACCEPT' } as const
    })(),
  )
  if (!isOver) failure ??= new MtprotoError('ERR_LOGIN_FAILED', { got: 'no end' })
  await dc.close()
  if (failure !== undefined) throw failure
  const { title, story } = scenario
  return { title, story, recording: readRecording(lines.join('')), draws, password }
}
