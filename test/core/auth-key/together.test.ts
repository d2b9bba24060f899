// Both machines back to back: whatever the randomness, they arrive at the same key.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AuthKeyClient,
  type AuthKeyClientOptions,
  type AuthKeyClientOutput,
} from '../../../src/core/auth-key/client.ts'
import type { AuthKeyResult } from '../../../src/core/auth-key/client-exchange.ts'
import {
  AuthKeyServer,
  type AuthKeyServerOptions,
  type AuthKeyServerOutput,
} from '../../../src/core/auth-key/server.ts'
import { ServerExchange, type ServerRequest } from '../../../src/core/auth-key/server-exchange.ts'
import { SERVER_TRANSITIONS } from '../../../src/core/auth-key/server-step.ts'
import { readInt64LE } from '../../../src/core/bytes/integers.ts'
import { telegramPrime } from '../../../src/core/crypto/dh-group.ts'
import { solve } from '../../../src/core/crypto/solve.ts'
import type { MtprotoError } from '../../../src/core/errors.ts'
import { mtproto } from '../../../src/core/tl/generated/mtproto/index.ts'
import { decode, decodeCall } from '../../../src/core/tl/schema.ts'
import { type GivenDraws, seededRandom } from '../../support/random.ts'
import { testRsaKey } from '../../support/rsa-key.ts'
import { ScriptedClient } from './scripted-client.ts'
import { crypto } from './wire.ts'

type Created = Extract<AuthKeyServerOutput<string>, { kind: 'created' }>

interface Options {
  seed?: string
  given?: GivenDraws
  client?: Partial<AuthKeyClientOptions>
  server?: Partial<AuthKeyServerOptions>
  /** sees each message on its way and returns what arrives of it */
  wire?: (body: Uint8Array, from: 'client' | 'server') => Uint8Array[]
}

interface Meeting {
  result: AuthKeyResult | undefined
  error: MtprotoError | undefined
  created: Created[]
  messages: { from: 'client' | 'server'; body: Uint8Array }[]
}

/** Lets a client and a server talk until nothing is left to say, waiting as long as the client would. */
function meet({ seed = 'meeting', given, wire = body => [body], ...options }: Options): Meeting {
  const random = seededRandom(seed, given)
  const keys = [testRsaKey]
  const client = new AuthKeyClient({ crypto, random, keys, dc: 2, ...options.client })
  const server = new AuthKeyServer<string>({
    crypto,
    random,
    keys,
    dcId: 2,
    test: false,
    hasKey: () => false,
    ...options.server,
  })
  const now = { monotonic: 0, unix: 1_707_425_105_000 }
  const meeting: Meeting = { result: undefined, error: undefined, created: [], messages: [] }

  const fromClient = (output: AuthKeyClientOutput): void => {
    if (output.kind === 'done') meeting.result = output.result
    else if (output.kind === 'failed') meeting.error = output.error
    else if (output.kind === 'compute')
      client.handle({ kind: 'computed', id: output.id, value: solve(output.job, crypto) }, now)
    else {
      meeting.messages.push({ from: 'client', body: output.body })
      for (const body of wire(output.body, 'client'))
        server.handle({ kind: 'message', connection: 'one', body }, now)
    }
  }
  const fromServer = (output: AuthKeyServerOutput<string>): void => {
    if (output.kind === 'created') meeting.created.push(output)
    else if (output.kind === 'compute')
      server.handle({ kind: 'computed', id: output.id, value: solve(output.job, crypto) }, now)
    else if (output.kind === 'transport-error')
      client.handle({ kind: 'transport-error', code: output.code }, now)
    else {
      meeting.messages.push({ from: 'server', body: output.body })
      for (const body of wire(output.body, 'server')) client.handle({ kind: 'message', body }, now)
    }
  }

  client.handle({ kind: 'start' }, now)
  while (meeting.result === undefined && meeting.error === undefined) {
    const outputs = [client.poll(), server.poll()] as const
    if (outputs[0]) fromClient(outputs[0])
    if (outputs[1]) fromServer(outputs[1])
    if (outputs[0] || outputs[1]) continue
    now.monotonic = client.deadline()!
    client.handleTimeout(now)
  }
  return meeting
}

function assertAgreed({ result, created, error }: Meeting): Uint8Array {
  assert.equal(error, undefined)
  assert.equal(created.length, 1)
  const [{ authKey, serverSalt }] = created as [Created]
  assert.deepEqual(result?.authKey, authKey)
  assert.equal(result?.serverSalt, serverSalt)
  assert.equal(result?.timeOffset, 0)
  assert.equal(authKey.key.length, 256)
  return authKey.key
}

test('HS-78 client and server agree for 25 seeds, in three round trips', () => {
  const keys = new Set<bigint>()
  for (let seed = 0; seed < 25; seed++) {
    const meeting = meet({ seed: `${seed}` })
    assertAgreed(meeting)
    assert.equal(meeting.messages.length, 6)
    keys.add(meeting.result!.authKey.id)
  }
  assert.equal(keys.size, 25)
})

test('HS-16 they agree on a temporary key and when it ends', () => {
  const meeting = meet({ client: { expiresIn: 86_400 } })
  assertAgreed(meeting)
  assert.equal(meeting.result?.expiresAt, 1_707_425_105 + 86_400)
  assert.equal(meeting.created[0]?.expiresAt, meeting.result?.expiresAt)
})

for (const g of [3, 4, 7])
  test(`HS-30 they agree with g = ${g}`, () => void assertAgreed(meet({ server: { g } })))

const DRAWS = { a: [seededRandom('a')(256, 'a')] }

test('HS-34 they agree on a key that begins with a zero byte', () => {
  const key = assertAgreed(meet({ given: { ...DRAWS, b: [seededRandom('b106')(256, 'b')] } }))
  assert.equal(key[0], 0)
})

test('they agree when g_a begins with a zero byte', () => {
  const a = seededRandom('a3')(256, 'a')
  assert.equal(crypto.modPow(Uint8Array.of(3), a, telegramPrime())[0], 0)
  assertAgreed(meet({ given: { a: [a] } }))
})

test('they agree when g_b begins with a zero byte', () => {
  const b = seededRandom('b58')(256, 'b')
  assert.equal(crypto.modPow(Uint8Array.of(3), b, telegramPrime())[0], 0)
  assertAgreed(meet({ given: { b: [b] } }))
})

test('HS-35 they agree when all nonces begin with zero bytes', () => {
  const zeros = (length: number): Uint8Array => new Uint8Array(length).fill(1, 4)
  const given = { nonce: [zeros(16)], server_nonce: [zeros(16)], new_nonce: [zeros(32)] }
  assertAgreed(meet({ given }))
})

test('HS-75 they agree after two collisions', () => {
  let collisions = 2
  const meeting = meet({ server: { hasKey: () => collisions-- > 0 } })
  assertAgreed(meeting)
  assert.equal(meeting.messages.length, 10)
})

test('HS-42 the client ends when every key collides', () => {
  const meeting = meet({ client: { limits: { retries: 10 } }, server: { hasKey: () => true } })
  assert.equal(meeting.error?.code, 'ERR_DH_FAILED')
  assert.deepEqual(meeting.created, [])
})

for (let lost = 0; lost < 6; lost++) {
  test(`HS-48 HS-62 they agree although message ${lost + 1} of 6 is lost`, () => {
    let count = 0
    const meeting = meet({ wire: body => (count++ === lost ? [] : [body]) })
    assertAgreed(meeting)
    assert.equal(meeting.messages.length, lost % 2 === 0 ? 7 : 8)
  })
}

test('HS-49 HS-62 they agree although every message arrives twice', () => {
  assertAgreed(meet({ wire: body => [body, body] }))
})

test('HS-47 HS-69 the client of another environment is told so', () => {
  const meeting = meet({ client: { dc: 10_002 } })
  assert.equal(meeting.error?.code, 'ERR_WRONG_DC')
})

test('HS-03 a client that trusts another key ends', () => {
  const meeting = meet({ client: { keys: [{ ...testRsaKey, fingerprint: 1n }] } })
  assert.equal(meeting.error?.code, 'ERR_UNKNOWN_FINGERPRINT')
})

test('no one bit changed on the way leads to two different keys', () => {
  for (let bit = 0; bit < 26; bit++) {
    const meeting = meet({
      wire: (body, from) => {
        if (from === 'client') return [body]
        const changed = body.slice()
        changed[2 * bit]! ^= 1 << (bit % 8)
        return [changed]
      },
      server: { strayBytes: false },
    })
    assert.ok(meeting.error)
    assert.equal(meeting.result, undefined)
  }
})

test('the server only moves along the transitions of its table, and along all of them', () => {
  const walked = new Set<string>()
  const walk = (
    client: ScriptedClient,
    first: 'req_pq' | 'req_pq_multi',
    collisions: number,
  ): void => {
    let draws = 0
    const exchange = new ServerExchange({
      crypto,
      random: seededRandom('walk'),
      keys: [testRsaKey],
      dcId: 2,
      test: false,
      dhPrime: telegramPrime(),
      g: 3,
      hasKey: () => collisions-- > 0,
    })
    const ask = (body: Uint8Array): Uint8Array => {
      const request = decodeCall(mtproto, body) as ServerRequest
      let from = exchange.step
      let on: string = request._
      for (let progress = exchange.handle(request); ; ) {
        const sent = progress.kind === 'answer' ? progress.bodies : []
        const names = sent.map(each => decode(mtproto, each)._)
        walked.add([from, on, exchange.step, ...names].join(' '))
        if (progress.kind === 'answer') return progress.bodies[0]!
        from = exchange.step
        on = 'computed'
        const { job } = progress
        const isFirstGA = job.kind === 'mod-pow' && job.base.length === 1 && ++draws === 1
        const value = isFirstGA ? new Uint8Array(256) : solve(job, crypto)
        progress = exchange.computed(value, { monotonic: 0, unix: 0 })
      }
    }
    client.readResPQ(ask(client.reqPQ(first)))
    client.readParamsOk(ask(client.reqDhParams()))
    ask(client.setClientDhParams())
    while (exchange.step === 'awaiting-set-client-dh-params') {
      const retryId = readInt64LE(crypto.sha1(client.authKey()))
      ask(client.setClientDhParams({ retryId }))
    }
  }
  walk(new ScriptedClient(), 'req_pq_multi', 1)
  walk(new ScriptedClient(), 'req_pq', Number.POSITIVE_INFINITY)
  const ways = SERVER_TRANSITIONS.filter(({ from }) => from !== '*')
  const table = ways.map(({ from, on, to, sends }) =>
    [from, on, to, ...(sends ? [sends] : [])].join(' '),
  )
  assert.deepEqual([...walked].sort(), table.sort())
})

test('HS-70 an exchange on the server is over after one wrong request', () => {
  const exchange = new ServerExchange({
    crypto,
    random: seededRandom('over'),
    keys: [testRsaKey],
    dcId: 2,
    test: false,
    dhPrime: telegramPrime(),
    g: 3,
    hasKey: () => false,
  })
  const client = new ScriptedClient()
  const ask = (body: Uint8Array) => exchange.handle(decodeCall(mtproto, body) as ServerRequest)
  const offer = ask(client.reqPQ())
  assert.ok(offer.kind === 'answer')
  client.readResPQ(offer.bodies[0]!)
  assert.throws(() => ask(client.reqDhParams({ p: client.q })), { rule: 'HS-65' })
  assert.equal(exchange.step, 'refused')
  assert.throws(() => ask(client.reqDhParams()), { rule: 'HS-76' })
})
