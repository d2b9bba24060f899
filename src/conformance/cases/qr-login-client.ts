// A login by QR code as a client goes through it. Source: /api/qr-login, /api/errors, /api/datacenter
import { toHex } from '../../core/bytes/hex.ts'
import { seededRandom } from '../../core/crypto/seeded-random.ts'
import { encodeContainer } from '../../core/session/container.ts'
import type { auth } from '../../core/tl/generated/api/index.ts'
import type { Case, ClientCase } from '../case.ts'
import type { Dc } from '../dc.ts'
import { type DcHarness, type DcSetup, TWO_CALLS } from '../dc-harness.ts'
import { LoginScript, migrateTo, rpcErrorBody, success } from '../login-script.ts'
import { ACCEPT, ERROR } from '../outcome.ts'
import { advance, expect, must, type Steps } from '../steps.ts'
import { exportTimes, gap, login, loginCase, runLogin } from './login.ts'
import { expectCall, isAnnounced, LONG, loginToken, resultOf, succeed } from './shared.ts'

const EXPORT = 'auth.exportLoginToken'
const IMPORT = 'auth.importLoginToken'

/** Another result for some calls of a method. */
const result = (
  name: string,
  make: (count: number, honest: Uint8Array, dc: Dc) => Uint8Array | undefined,
): DcSetup => ({
  result: (call, count, honest, dc) =>
    call.name === name ? (make(count, honest, dc) ?? honest) : honest,
})

/** The first `times` calls of a method fail. */
const failing = (name: string, code: number, text: string, times = 1): DcSetup =>
  result(name, count => (count <= times ? rpcErrorBody(code, text) : undefined))

/** Whatever the service is asked for after the login is over. */
const noMore = (script: LoginScript): void => {
  must(script.calls.at(-1)?.name === 'users.getUsers', 'calls after the end of the login')
}

/** The connection is lost while the code is shown, and nothing is told afterwards. */
function* lostWhileShown(harness: DcHarness): Steps {
  const { dc } = harness
  const script = new LoginScript(harness, seededRandom('login script'))
  yield* expect('export', () => {
    script.run()
    return script.named(EXPORT).length > 0
  })
  yield* advance(500)
  if (dc.setup.variant === 'lost') {
    script.accept()
    dc.hangUp()
  }
  const outcome = yield* runLogin(harness, script)
  must(gap(script, 0) < 60_000, `${gap(script, 0)} ms until the next export`)
  return outcome
}

/** A call that belongs elsewhere, and where the next one goes. */
const migrated = (text: string, next: number) =>
  function* (harness: DcHarness): Steps {
    const { dc, dcs } = harness
    const five = dcs.get(5)!
    const one = yield* expectCall(dc)
    if (dc.setup.variant === undefined) dc.answer(one, resultOf(one, dc))
    else {
      dc.refuse(one, 303, text)
      const again = yield* expectCall(five, one.name)
      five.answer(again, resultOf(again, five))
      const [home, other] = next === 5 ? [five, dc] : [dc, five]
      const two = yield* expectCall(home)
      must(other.takeCall() === undefined, 'the second call went to both')
      home.answer(two, resultOf(two, home))
    }
    return yield* succeed(harness)
  }

const onDc4 = { subject: { dcs: [4] }, dc: { login: { home: 4 } } } as const

const migrates: ClientCase = loginCase(
  'QR-10',
  'migrate',
  'loginTokenMigrateTo DC 4',
  { login: { home: 4 } },
  [ACCEPT],
  (script, { dcs, dc }) => {
    if (dc.setup.login?.home !== 4) return
    const [first] = script.named(IMPORT)
    must(first?.dc === 4, 'no import on DC 4')
    must(dcs.get(4)!.keys.length > 0, 'no key on DC 4')
    must(isAnnounced(dcs.get(4)!, first!.heard), 'no announcement on DC 4')
    must(
      toHex((first!.heard.call as auth.importLoginToken).token).startsWith('fffefdfc'),
      'another token',
    )
    must(script.named('users.getUsers').at(-1)?.dc === 4, 'DC 4 did not become home')
  },
  { subject: { dcs: [4] } },
)

export const qrLoginClient = (): readonly Case[] => [
  loginCase(
    'QR-01',
    'start',
    'the first call of a login',
    undefined,
    [ACCEPT],
    (script, { dc }) => {
      const [first] = script.named(EXPORT)
      must(first !== undefined, 'no export')
      const { call, wrappers } = first!.heard
      const { apiId, apiHash, exceptIds } = call as auth.exportLoginToken
      must(apiId > 0 && apiHash.length > 0 && Array.isArray(exceptIds), 'fields are missing')
      must(isAnnounced(dc, first!.heard), 'no announcement')
      must(!wrappers.includes('invokeWithoutUpdates'), 'updates are refused')
    },
  ),
  ...[3_600_000, -3_600_000].map(
    (ahead): Case => ({
      ...loginCase(
        'QR-04',
        ahead > 0 ? 'ahead' : 'behind',
        'tokens of 2 s, and a server clock one hour off',
        { ahead },
        [ACCEPT],
        script => {
          for (const first of [0, 1])
            must(
              gap(script, first) > 900 && gap(script, first) < 4000,
              `${gap(script, first)} ms between exports`,
            )
        },
      ),
      dc: { login: { ttl: 2, acceptAfter: 6000 } },
    }),
  ),
  loginCase(
    'QR-05',
    'expired',
    'tokens that are expired already',
    { login: { ttl: -10, acceptAfter: 20_000 } },
    [ACCEPT],
    (script, { dc }) => {
      const times = exportTimes(script)
      must(
        dc.setup.login === undefined || (times.length > 2 && times.length < 25),
        `${times.length} exports`,
      )
    },
    { patience: 60_000 },
  ),
  ...(
    [
      ['alone', update => [{ body: update }]],
      [
        'container',
        (update, dc) => {
          const msgId = dc.msgId(-1)
          return [{ body: encodeContainer([{ msgId, seqNo: 1, body: update }]), kind: 'notice' }]
        },
      ],
      ['packed', (update, dc) => [{ body: dc.pack(update) }]],
    ] as const satisfies readonly (readonly [string, NonNullable<DcSetup['push']>])[]
  ).map(([slug, push]) =>
    loginCase(
      'QR-06',
      slug,
      `updateLoginToken in updateShort: ${slug}`,
      { push },
      [ACCEPT],
      script => must(gap(script, 0) < 3000, `${gap(script, 0)} ms until the second export`),
    ),
  ),
  loginCase(
    'QR-07',
    'twice',
    'updateLoginToken twice',
    { push: update => [{ body: update }, { body: update }] },
    [ACCEPT],
    noMore,
  ),
  loginCase(
    'QR-08',
    'again',
    'a new token after the update',
    result(EXPORT, (count, _, dc) => (count === 2 ? loginToken(dc, 3) : undefined)),
    [ACCEPT],
    (script, { dc }) =>
      must(
        dc.setup.result === undefined || exportTimes(script).length > 2,
        'the wait did not go on',
      ),
  ),
  { ...loginCase('QR-09', 'success', 'loginTokenSuccess', undefined), play: login(noMore, LONG) },
  migrates,
  loginCase(
    'QR-11',
    'unknown-dc',
    'loginTokenMigrateTo DC 99',
    result(EXPORT, count => (count === 2 ? migrateTo(99, new Uint8Array(32)) : undefined)),
    [ERROR],
  ),
  ...[
    'AUTH_TOKEN_EXPIRED',
    'AUTH_TOKEN_INVALID',
    'AUTH_TOKEN_INVALIDX',
    'AUTH_TOKEN_ALREADY_ACCEPTED',
  ].map(
    (text): Case => ({
      ...loginCase(
        'QR-12',
        text,
        `400 ${text} for the import`,
        failing(IMPORT, 400, text),
        [ACCEPT],
        (script, { dc }) => {
          if (dc.setup.result === undefined) return
          const names = script.calls.map(call => `${call.name} ${call.dc}`)
          const failed = names.indexOf(`${IMPORT} 4`)
          must(
            names.indexOf(`${EXPORT} 2`, failed) > failed,
            'no export on the first DC afterwards',
          )
        },
      ),
      ...onDc4,
    }),
  ),
  {
    ...loginCase(
      'QR-13',
      'ping-pong',
      'each import answered by a migration',
      result(IMPORT, count =>
        migrateTo(
          count % 2 === 0 ? 4 : 2,
          Uint8Array.from({ length: 32 }, () => count),
        ),
      ),
      [ERROR],
      script => must(script.named(IMPORT).length < 50, 'migrations without end'),
    ),
    ...onDc4,
  },
  ...[
    [401, 2],
    [400, 2],
    [401, 4],
    [400, 4],
  ].map(
    ([code, home]): Case => ({
      ...loginCase(
        'QR-14',
        `${code}-dc-${home}`,
        `${code} SESSION_PASSWORD_NEEDED on DC ${home}`,
        result(home === 2 ? EXPORT : IMPORT, (count, honest) =>
          count === (home === 2 ? 2 : 1) ? rpcErrorBody(code!, 'SESSION_PASSWORD_NEEDED') : honest,
        ),
        [ACCEPT],
        script => {
          must(script.named('account.getPassword')[0]?.dc === home, `no password on DC ${home}`)
        },
      ),
      subject: { dcs: [4], password: 'secret' },
      dc: { login: { home: home!, password: 'secret' } },
    }),
  ),
  loginCase(
    'QR-15',
    'sign-up',
    'authorizationSignUpRequired',
    result(EXPORT, count =>
      count === 2 ? success({ _: 'auth.authorizationSignUpRequired' }) : undefined,
    ),
    [ERROR],
  ),
  ...['API_ID_INVALID', 'API_ID_PUBLISHED_FLOOD'].map(text =>
    loginCase(
      'QR-16',
      text,
      `400 ${text}`,
      failing(EXPORT, 400, text, Number.POSITIVE_INFINITY),
      [ERROR],
      (script, { dc }) =>
        must(
          dc.setup.result === undefined || exportTimes(script).length === 1,
          'the export was repeated',
        ),
    ),
  ),
  loginCase(
    'QR-17',
    'flood-wait',
    '420 FLOOD_WAIT_3 for the first export',
    failing(EXPORT, 420, 'FLOOD_WAIT_3'),
    [ACCEPT],
    (script, { dc }) =>
      must(
        dc.setup.result === undefined || (gap(script, 0) >= 3000 && gap(script, 0) < 10_000),
        `${gap(script, 0)} ms`,
      ),
  ),
  ...(
    [
      [500, 'INTERNAL'],
      [-503, 'Timeout'],
    ] as const
  ).map(([code, text]) =>
    loginCase(
      'QR-18',
      `code${code}`,
      `${code} ${text} for four exports`,
      failing(EXPORT, code, text, 4),
      [ACCEPT],
      (script, { dc }) => {
        if (dc.setup.result === undefined) return
        const gaps = [0, 1, 2, 3].map(first => gap(script, first))
        must(
          gaps.every(each => each >= 100),
          'no pause',
        )
        must(gaps[3]! > gaps[0]!, `the pauses do not grow: ${gaps.join(', ')}`)
      },
      { patience: 60_000 },
    ),
  ),
  ...(
    [
      [401, 'AUTH_KEY_UNREGISTERED'],
      [406, 'AUTH_KEY_DUPLICATED'],
    ] as const
  ).map(([code, text]) =>
    loginCase(
      'QR-19',
      text,
      `${code} ${text} after the login`,
      failing('users.getUsers', code, text, Number.POSITIVE_INFINITY),
      [ERROR],
      (_, { program, dc }) => {
        if (dc.setup.result === undefined || program.signals === undefined) return
        must(program.signals.includes('logged-out'), 'no signal of the lost login')
      },
    ),
  ),
  ...(
    [
      ['USER_MIGRATE_5', 5],
      ['FILE_MIGRATE_5', 2],
    ] as const
  ).map(
    ([text, next]): Case => ({
      ...loginCase('QR-20', text, `303 ${text}`, { variant: text }),
      // only files migrate so, and no program is told to load one
      ...(next === 2 && { kind: 'internal' }),
      scenario: TWO_CALLS,
      subject: { dcs: [5] },
      play: migrated(text, next),
    }),
  ),
  {
    ...loginCase(
      'QR-21',
      'lost',
      'the connection lost while the code is shown, and the token accepted',
      { variant: 'lost' },
    ),
    dc: { login: { ttl: 300, acceptAfter: 2000 } },
    play: lostWhileShown,
  },
]
