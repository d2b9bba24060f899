// Clients nobody here wrote, unmodified from npm, log in to the test DC by QR: over every framing, with
// and without a migration, with and without a password. Client and DC are processes of their own, and
// what the DC decoded counts as much as what the client says.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { LogEntry } from '../../src/test-dc/log.ts'
import {
  AWAY,
  ask,
  HOME,
  PASSWORD,
  type Program,
  runClient,
  startDc,
  type TestDc,
} from './client-run.ts'

/** `bends` are the rules a client is known to break: mtcute gives its acknowledgements odd seqnos. */
const CLIENTS = [
  { name: 'GramJS', shim: 'gramjs.cjs', bends: [] },
  { name: 'mtcute', shim: 'mtcute.mjs', bends: ['SES-60'] },
]

const TRANSPORTS = ['full', 'intermediate', 'obfuscated']

const NEEDS_PASSWORD = '401 SESSION_PASSWORD_NEEDED'

/** `calls`: the calls of the login in their order, each as DC, method and what it was answered. */
const SCENARIOS = [
  {
    name: 'a plain login',
    args: [],
    dc: HOME,
    calls: [
      `${HOME} auth.exportLoginToken auth.loginToken`,
      `${HOME} auth.exportLoginToken auth.loginTokenSuccess`,
    ],
  },
  {
    name: 'a login with a migration',
    args: ['--migrate-to', String(AWAY)],
    dc: AWAY,
    calls: [
      `${HOME} auth.exportLoginToken auth.loginToken`,
      `${HOME} auth.exportLoginToken auth.loginTokenMigrateTo`,
      `${AWAY} auth.importLoginToken auth.loginTokenSuccess`,
    ],
  },
  {
    name: 'a login with a password',
    args: ['--password', PASSWORD],
    dc: HOME,
    calls: [
      `${HOME} auth.exportLoginToken auth.loginToken`,
      `${HOME} auth.exportLoginToken ${NEEDS_PASSWORD}`,
      `${HOME} account.getPassword account.password`,
      `${HOME} auth.checkPassword auth.authorization`,
    ],
  },
  {
    name: 'a login with a migration and a password',
    args: ['--migrate-to', String(AWAY), '--password', PASSWORD],
    dc: AWAY,
    calls: [
      `${HOME} auth.exportLoginToken auth.loginToken`,
      `${HOME} auth.exportLoginToken auth.loginTokenMigrateTo`,
      `${AWAY} auth.importLoginToken ${NEEDS_PASSWORD}`,
      `${AWAY} account.getPassword account.password`,
      `${AWAY} auth.checkPassword auth.authorization`,
    ],
  },
]

const LOGIN_CALLS = new Set(
  SCENARIOS.flatMap(({ calls }) => calls).map(call => call.split(' ')[1] ?? ''),
)

/** The API calls the DC decoded, each with the message that answered it. */
function callsIn(log: readonly LogEntry[]): { call: LogEntry; method: string; answer: LogEntry }[] {
  return log.flatMap(call => {
    const method = call.calls?.at(-1)
    const answer = log.find(({ dc, request }) => dc === call.dc && request?.msgId === call.msgId)
    return method !== undefined && answer ? [{ call, method, answer }] : []
  })
}

for (const { name: scenario, args, dc: lastDc, calls } of SCENARIOS)
  describe(scenario, () => {
    let dc: TestDc & Program
    let lastSeq = 0
    before(async () => {
      dc = await startDc(args)
    })
    after(() => dc.stop())

    for (const { name, shim, bends } of CLIENTS)
      for (const transport of TRANSPORTS)
        test(`${name} completes ${scenario} over ${transport}`, async () => {
          const settings = { scenario: 'qr-login', transport }
          const { events, code, framings } = await runClient(shim, dc, settings)
          const whole = (await ask(dc.control, '/log')) as LogEntry[]
          const log = whole.filter(({ seq }) => seq > lastSeq)
          lastSeq = whole.at(-1)?.seq ?? 0

          assert.deepEqual(events.slice(1), [
            { event: 'success', user: { id: '777000001', firstName: 'Ada' }, dc: lastDc },
          ])
          assert.equal(events[0]?.event, 'token')
          assert.equal(code, 0)
          assert.deepEqual([...new Set(framings)], [transport])

          // Neither client pads g_a^b to 256 bytes: in one key exchange of 256 it refuses its own key and
          // begins again. The last exchange is the one that led somewhere.
          for (const id of new Set([HOME, lastDc])) {
            const heard = log.filter(({ dc, direction }) => dc === id && direction === 'in')
            assert.deepEqual(
              heard
                .filter(({ kind }) => kind === 'plaintext')
                .map(({ name }) => name)
                .slice(-3),
              ['req_pq_multi', 'req_DH_params', 'set_client_DH_params'],
            )
            const first = heard.find(({ calls }) => calls !== undefined)
            assert.deepEqual(first?.calls?.slice(0, -1), ['invokeWithLayer', 'initConnection'])
          }

          const answered = callsIn(log)
          const login = answered.filter(({ method }) => LOGIN_CALLS.has(method))
          assert.deepEqual(
            login.map(({ call, method, answer: { request } }) =>
              [call.dc, method, request?.error ?? request?.result].join(' '),
            ),
            calls,
          )
          const last = answered.findLast(({ method }) => method === 'users.getUsers')
          assert.equal(last?.call.dc, lastDc)
          assert.equal(last?.answer.request?.result, 'vector')

          const updates = log.filter(({ name }) => name === 'updateShort')
          assert.deepEqual(
            updates.map(({ dc }) => dc),
            [HOME],
          )
          const owed = [...login.map(({ answer }) => answer), ...updates]
          assert.deepEqual(
            owed.filter(({ acked }) => acked !== true),
            [],
          )

          const complaints = log.filter(({ kind }) =>
            ['violation', 'rejected', 'transport-error'].includes(kind),
          )
          assert.deepEqual(
            complaints.filter(({ kind, rule }) => kind !== 'violation' || !bends.includes(rule!)),
            [],
          )
        })
  })

describe('one token', () => {
  let dc: TestDc & Program
  before(async () => {
    dc = await startDc([])
  })
  after(() => dc.stop())

  for (const { name, shim } of CLIENTS)
    test(`${name} gets a login token and ends`, async () => {
      const settings = { scenario: 'token', transport: 'intermediate' }
      const { events, code } = await runClient(shim, dc, settings)
      assert.equal(events.length, 1)
      assert.match(events[0]?.url ?? '', /^tg:\/\/login\?token=[\w-]{22,}$/)
      assert.equal(code, 0)
    })
})
