import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MtprotoError, RpcError } from '../../../src/core/errors.ts'
import type { QrLoginOutput } from '../../../src/core/login/qr-login.ts'
import { LOGIN_LIMITS } from '../../../src/core/login/reaction.ts'
import type { Update, Updates } from '../../../src/core/tl/generated/api/index.ts'
import {
  ADA,
  AUTHORIZATION,
  EXPORT,
  failure,
  importOf,
  invoke,
  migrateTo,
  passwordWith,
  SERVER_START,
  Stage,
  SUCCESS,
  token,
  waiting,
} from './stage.ts'

function shown(fill: number, url: string, seconds: number): QrLoginOutput {
  return {
    kind: 'event',
    event: {
      event: 'token',
      url,
      token: new Uint8Array(3).fill(fill),
      expires: SERVER_START + seconds,
      variant: 'auth.loginToken',
    },
  }
}

const SCANNED: QrLoginOutput = { kind: 'event', event: { event: 'scanned' } }

function migrating(dc: number): QrLoginOutput {
  return {
    kind: 'event',
    event: { event: 'migrating', dc, variant: 'auth.loginTokenMigrateTo' },
  }
}

function success(dc: number, variant: 'auth.loginTokenSuccess' | 'auth.authorization') {
  return {
    kind: 'event',
    event: { event: 'success', dc, user: ADA, authorization: AUTHORIZATION, variant },
  }
}

/** A stage that shows its first token, which expires after 30 s. */
function showing(): Stage {
  const stage = new Stage()
  stage.start()
  stage.result(1, token(1, 30))
  return stage
}

test('QR-01 starts with an export on the home DC', () => {
  const stage = new Stage()
  assert.equal(stage.login.deadline(), undefined)
  assert.deepEqual(stage.start(), [invoke(1, 2, EXPORT)])
  assert.deepEqual(stage.start(), [])
  const bare = new Stage({ exceptIds: [] })
  assert.deepEqual(bare.start(), [invoke(1, 2, { ...EXPORT, exceptIds: [] })])
})

test('QR-02 shows the token as a link', () => {
  const stage = new Stage()
  stage.start()
  assert.deepEqual(stage.result(1, token(0xff, 30)), [shown(0xff, 'tg://login?token=____', 30)])
})

test('QR-04 exports again when the token expires by the server clock', () => {
  const stage = new Stage()
  stage.start()
  stage.at(500)
  stage.result(1, token(1, 2))
  assert.equal(stage.login.deadline(), 2000)
  assert.deepEqual(stage.at(1999), [])
  assert.deepEqual(stage.at(2000), [invoke(2, 2, EXPORT)])
  assert.equal(stage.login.deadline(), undefined)
  assert.deepEqual(stage.result(2, token(2, 30)), [shown(2, 'tg://login?token=AgIC', 30)])
  assert.equal(stage.login.deadline(), 30_000)
})

test('QR-05 shows a token that has already expired for one second', () => {
  for (const seconds of [0, -1, -2_000_000_000]) {
    const stage = new Stage()
    stage.start()
    stage.result(1, token(1, seconds))
    assert.equal(stage.login.deadline(), 1000)
    assert.deepEqual(stage.at(999), [])
    assert.deepEqual(stage.at(1000), [invoke(2, 2, EXPORT)])
  }
})

test('a token that claims to live for years is exported again after ten minutes', () => {
  const stage = new Stage()
  stage.start()
  stage.result(1, token(1, 400_000_000))
  assert.equal(stage.login.deadline(), 600_000)
})

test('QR-06 exports at once after updateLoginToken in any container', () => {
  const login: Update = { _: 'updateLoginToken' }
  const batch = { updates: [login], users: [], chats: [], date: 1, seq: 0 }
  const updates: (Update | Updates)[] = [
    login,
    { _: 'updateShort', update: login, date: 1 },
    { _: 'updates', ...batch },
    { _: 'updatesCombined', ...batch, seqStart: 0 },
  ]
  for (const update of updates) {
    const stage = showing()
    stage.at(300)
    assert.deepEqual(stage.give({ kind: 'update', update }), [SCANNED, invoke(2, 2, EXPORT)])
  }
})

test('an update about something else changes nothing', () => {
  const stage = showing()
  const update: Updates = { _: 'updates', updates: [], users: [], chats: [], date: 1, seq: 0 }
  assert.deepEqual(stage.give({ kind: 'update', update }), [])
  assert.equal(stage.login.deadline(), 30_000)
})

test('QR-07 finishes once when the update arrives twice', () => {
  const stage = showing()
  assert.deepEqual(stage.accepted(), [SCANNED, invoke(2, 2, EXPORT)])
  assert.deepEqual(stage.accepted(), [])
  assert.deepEqual(stage.result(2, SUCCESS), [success(2, 'auth.loginTokenSuccess')])
  assert.deepEqual(stage.accepted(), [])
  assert.deepEqual(stage.result(2, SUCCESS), [])
  assert.equal(stage.login.deadline(), undefined)
})

test('QR-08 keeps waiting with the new token when the update was premature', () => {
  const stage = showing()
  stage.accepted()
  assert.deepEqual(stage.result(2, token(2, 30)), [shown(2, 'tg://login?token=AgIC', 30)])
  assert.equal(stage.login.deadline(), 30_000)
  assert.deepEqual(stage.at(1500), [])
  assert.deepEqual(stage.accepted(), [SCANNED, invoke(3, 2, EXPORT)])
})

test('an update that overtakes the answer of the export leads to one more export', () => {
  const stage = new Stage()
  stage.start()
  assert.deepEqual(stage.accepted(), [SCANNED])
  assert.deepEqual(stage.result(1, token(1, 30)), [
    shown(1, 'tg://login?token=AQEB', 30),
    invoke(2, 2, EXPORT),
  ])
  assert.deepEqual(stage.result(2, SUCCESS), [success(2, 'auth.loginTokenSuccess')])
})

test('the update and the expiry at the same moment lead to one export, in either order', () => {
  const update = showing()
  update.at(29_999)
  assert.deepEqual(update.accepted(), [SCANNED, invoke(2, 2, EXPORT)])
  assert.deepEqual(update.at(30_000), [])

  const expiry = showing()
  assert.deepEqual(expiry.at(30_000), [invoke(2, 2, EXPORT)])
  assert.deepEqual(expiry.accepted(), [SCANNED])
  assert.deepEqual(expiry.result(2, SUCCESS), [success(2, 'auth.loginTokenSuccess')])
})

test('a stream of updates causes one export a second', () => {
  const stage = showing()
  const exports: number[] = []
  let id = 1
  for (let ms = 0; ms < 3500; ms += 100)
    for (const output of [...stage.at(ms), ...stage.accepted()])
      if (output.kind === 'invoke') {
        exports.push(ms)
        id = output.id
        for (const again of stage.result(id, token(id, 30))) assert.notEqual(again.kind, 'invoke')
      }
  assert.deepEqual(exports, [0, 1000, 2000, 3000])
})

test('an update that cannot be read causes one export in ten seconds', () => {
  const unreadable: (Updates | { _: 'unparsed'; id: number; bytes: Uint8Array })[] = [
    { _: 'unparsed', id: 0x12345678, bytes: new Uint8Array(4) },
    { _: 'updatesTooLong' },
  ]
  for (const update of unreadable) {
    const stage = showing()
    stage.at(100)
    assert.deepEqual(stage.give({ kind: 'update', update }), [invoke(2, 2, EXPORT)])
    assert.deepEqual(stage.give({ kind: 'update', update }), [])
    stage.result(2, token(2, 30))
    assert.equal(stage.login.deadline(), 10_100)
    assert.deepEqual(stage.give({ kind: 'update', update }), [])
    assert.equal(stage.login.deadline(), 10_100)
    assert.deepEqual(stage.at(10_100), [invoke(3, 2, EXPORT)])
  }
})

test('QR-09 ends with the user and the DC', () => {
  const stage = showing()
  stage.accepted()
  assert.deepEqual(stage.result(2, SUCCESS), [success(2, 'auth.loginTokenSuccess')])
  assert.equal(stage.login.deadline(), undefined)
  assert.deepEqual(stage.at(60_000), [])
})

test('QR-10 imports the token on the DC it is sent on to', () => {
  const stage = showing()
  stage.accepted()
  assert.deepEqual(stage.result(2, migrateTo(4, 9)), [migrating(4), invoke(3, 4, importOf(9))])
  assert.deepEqual(stage.accepted(), [])
  assert.deepEqual(stage.give({ kind: 'reconnected' }), [])
  assert.deepEqual(stage.result(3, SUCCESS), [success(4, 'auth.loginTokenSuccess')])
})

test('an update or a reconnection while the token is imported elsewhere changes nothing', () => {
  const stage = new Stage()
  stage.start()
  stage.result(1, migrateTo(4, 9))
  assert.deepEqual(stage.accepted(), [])
  assert.deepEqual(stage.give({ kind: 'reconnected' }), [])
  stage.rpcError(2, 400, 'AUTH_TOKEN_EXPIRED')
  stage.result(3, token(3, 30))
  assert.deepEqual(stage.accepted(), [SCANNED, invoke(4, 2, EXPORT)])
})

test('QR-11 ends when the other DC is unknown or cannot be reached', () => {
  const stage = showing()
  stage.accepted()
  stage.result(2, migrateTo(99, 9))
  const error = new MtprotoError('ERR_UNKNOWN_DC', { got: 99 })
  assert.equal(failure(stage.give({ kind: 'error', id: 3, error })), error)
})

test('QR-12 goes back to the home DC when the import is refused', () => {
  for (const text of [
    'AUTH_TOKEN_EXPIRED',
    'AUTH_TOKEN_INVALID',
    'AUTH_TOKEN_INVALIDX',
    'AUTH_TOKEN_INVALID2',
    'AUTH_TOKEN_ALREADY_ACCEPTED',
  ]) {
    const stage = showing()
    stage.accepted()
    stage.result(2, migrateTo(4, 9))
    assert.deepEqual(stage.rpcError(3, 400, text), [invoke(4, 2, EXPORT)])
    assert.deepEqual(stage.result(4, token(4, 30)), [shown(4, 'tg://login?token=BAQE', 30)])
  }
})

test('QR-12 gives up after five refused imports', () => {
  const stage = new Stage()
  stage.start()
  let id = 1
  for (let restarts = 0; restarts < 5; restarts++) {
    stage.result(id, migrateTo(4, 9))
    stage.rpcError(id + 1, 400, 'AUTH_TOKEN_EXPIRED')
    id += 2
  }
  stage.result(id, migrateTo(4, 9))
  const error = failure(stage.rpcError(id + 1, 400, 'AUTH_TOKEN_EXPIRED'))
  assert.ok(error instanceof RpcError && error.errorMessage === 'AUTH_TOKEN_EXPIRED')
})

test('a plain token in answer to an import leads back to the home DC', () => {
  const stage = new Stage()
  stage.start()
  stage.result(1, migrateTo(4, 9))
  assert.deepEqual(stage.result(2, token(5, 30)), [invoke(3, 2, EXPORT)])
})

test('QR-13 follows three migrations of one token and no more', () => {
  const stage = new Stage()
  stage.start()
  assert.deepEqual(stage.result(1, migrateTo(4, 1)), [migrating(4), invoke(2, 4, importOf(1))])
  assert.deepEqual(stage.result(2, migrateTo(5, 2)), [migrating(5), invoke(3, 5, importOf(2))])
  assert.deepEqual(stage.result(3, migrateTo(4, 3)), [migrating(4), invoke(4, 4, importOf(3))])
  const error = failure(stage.result(4, migrateTo(5, 4)))
  assert.equal(error.code, 'ERR_LOGIN_FAILED')
  assert.equal(error.rule, 'QR-13')
})

test('QR-14 asks for the password on the DC that needs it, whatever the code', () => {
  for (const code of [401, 400]) {
    const home = showing()
    home.accepted()
    assert.deepEqual(home.rpcError(2, code, 'SESSION_PASSWORD_NEEDED'), [
      invoke(3, 2, { _: 'account.getPassword' }),
    ])

    const away = showing()
    away.accepted()
    away.result(2, migrateTo(4, 9))
    assert.deepEqual(away.rpcError(3, code, 'SESSION_PASSWORD_NEEDED'), [
      invoke(4, 4, { _: 'account.getPassword' }),
    ])
    assert.deepEqual(away.result(4, passwordWith(1, 'the cat')), [
      { kind: 'event', event: { event: 'password-needed', hint: 'the cat', wrong: false } },
    ])
    const outputs = away.compute(away.give({ kind: 'password', password: 'secret' }))
    const [check] = outputs
    assert.ok(outputs.length === 1 && check?.kind === 'invoke')
    assert.equal(check.dc, 4)
    assert.equal(check.call._, 'auth.checkPassword')
    assert.deepEqual(away.accepted(), [])
    assert.deepEqual(away.result(check.id, AUTHORIZATION), [success(4, 'auth.authorization')])
    assert.deepEqual(away.result(check.id, AUTHORIZATION), [])
  }
})

test('QR-14 keeps the time-outs of the password step', () => {
  const stage = new Stage()
  stage.start()
  stage.rpcError(1, 401, 'SESSION_PASSWORD_NEEDED')
  assert.deepEqual(stage.rpcError(2, 420, 'FLOOD_WAIT_7'), waiting(7, 420, 'FLOOD_WAIT_7'))
  assert.equal(stage.login.deadline(), 7000)
  assert.deepEqual(stage.at(7000), [invoke(3, 2, { _: 'account.getPassword' })])
})

test('QR-15 reports an authorization to sign up as an error', () => {
  const authorization = { _: 'auth.authorizationSignUpRequired' } as const
  const direct = showing()
  direct.accepted()
  const error = failure(direct.result(2, { _: 'auth.loginTokenSuccess', authorization }))
  assert.equal(error.code, 'ERR_SIGN_UP_REQUIRED')
  assert.equal(error.rule, 'QR-15')
})

test('a success without a user is no login', () => {
  const stage = showing()
  stage.accepted()
  const authorization = { _: 'auth.authorization', user: { _: 'userEmpty', id: 1n } } as const
  const error = failure(stage.result(2, { _: 'auth.loginTokenSuccess', authorization }))
  assert.equal(error.code, 'ERR_LOGIN_FAILED')
})

test('QR-16 ends at an error that repeating does not help against', () => {
  for (const [code, text] of [
    [400, 'API_ID_INVALID'],
    [400, 'API_ID_PUBLISHED_FLOOD'],
    [400, 'AUTH_TOKEN_EXPIRED'],
    [401, 'AUTH_KEY_UNREGISTERED'],
    [403, 'FORBIDDEN'],
    [406, 'UPDATE_APP_TO_LOGIN'],
    [420, 'SOMETHING_ELSE'],
  ] as const) {
    const stage = new Stage()
    stage.start()
    const error = failure(stage.rpcError(1, code, text))
    assert.ok(error instanceof RpcError)
    assert.equal(error.errorMessage, text)
    assert.equal(stage.login.deadline(), undefined)
  }
})

test('QR-17 waits as long as FLOOD_WAIT says, then exports again', () => {
  const stage = new Stage()
  stage.start()
  stage.at(250)
  assert.deepEqual(stage.rpcError(1, 420, 'FLOOD_WAIT_3'), waiting(3, 420, 'FLOOD_WAIT_3'))
  assert.equal(stage.login.deadline(), 3250)
  assert.deepEqual(stage.accepted(), [SCANNED])
  assert.deepEqual(stage.at(3249), [])
  assert.deepEqual(stage.at(3250), [invoke(2, 2, EXPORT)])
})

test('QR-17 waits at least a second and at most as long as the limit', () => {
  const short = new Stage()
  short.start()
  assert.deepEqual(short.rpcError(1, 420, 'FLOOD_WAIT_0'), waiting(1, 420, 'FLOOD_WAIT_0'))
  assert.equal(short.login.deadline(), 1000)

  const stage = new Stage({ limits: { ...LOGIN_LIMITS, floodWait: 60 } })
  stage.start()
  const premium = 'FLOOD_PREMIUM_WAIT_60'
  assert.deepEqual(stage.rpcError(1, 420, premium), waiting(60, 420, premium))
  assert.deepEqual(stage.at(60_000), [invoke(2, 2, EXPORT)])
  assert.ok(failure(stage.rpcError(2, 420, 'FLOOD_WAIT_61')) instanceof RpcError)

  const endless = new Stage()
  endless.start()
  assert.ok(failure(endless.rpcError(1, 420, 'FLOOD_WAIT_99999999999')) instanceof RpcError)
})

test('QR-18 repeats after 500 and -503 with growing delays, ten times', () => {
  for (const [code, text] of [
    [500, 'AUTH_RESTART'],
    [-503, 'Timeout'],
    [777, 'NEVER_HEARD_OF'],
  ] as const) {
    const stage = new Stage()
    stage.start()
    let ms = 0
    let id = 1
    const delays: number[] = []
    for (let failures = 0; failures < 10; failures++) {
      const said = stage.rpcError(id, code, text)
      const deadline = stage.login.deadline()!
      assert.deepEqual(said, waiting((deadline - ms) / 1000, code, text))
      delays.push(deadline - ms)
      ms = deadline
      id += 1
      assert.deepEqual(stage.at(ms), [invoke(id, 2, EXPORT)])
    }
    assert.deepEqual(
      delays,
      [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000],
    )
    assert.ok(failure(stage.rpcError(id, code, text)) instanceof RpcError)
  }
})

test('QR-18 counts failures anew after a success', () => {
  const stage = new Stage()
  stage.start()
  stage.rpcError(1, 500, 'INTERNAL')
  stage.at(1000)
  stage.result(2, token(2, 2))
  stage.at(2000)
  stage.rpcError(3, 500, 'INTERNAL')
  assert.equal(stage.login.deadline(), 3000)
})

test('QR-21 exports at once after a reconnection and finds the acceptance', () => {
  const stage = showing()
  stage.at(5000)
  assert.deepEqual(stage.give({ kind: 'reconnected' }), [invoke(2, 2, EXPORT)])
  assert.deepEqual(stage.result(2, SUCCESS), [success(2, 'auth.loginTokenSuccess')])
})

test('QR-21 a connection that flaps causes one export a second', () => {
  const stage = showing()
  stage.give({ kind: 'reconnected' })
  stage.result(2, token(2, 30))
  assert.deepEqual(stage.give({ kind: 'reconnected' }), [])
  assert.equal(stage.login.deadline(), 1000)
})

test('an answer of the wrong type ends the login', () => {
  const stage = new Stage()
  stage.start()
  assert.equal(failure(stage.result(1, AUTHORIZATION)).code, 'ERR_LOGIN_FAILED')
})

test('a token that makes no link ends the login', () => {
  for (const length of [0, 1025]) {
    const stage = new Stage()
    stage.start()
    const value = { ...token(1, 30), token: new Uint8Array(length) }
    assert.equal(failure(stage.result(1, value)).code, 'ERR_LOGIN_FAILED')
  }
})

test('answers to other ids are ignored', () => {
  const stage = new Stage()
  stage.start()
  assert.deepEqual(stage.result(7, SUCCESS), [])
  assert.deepEqual(stage.rpcError(7, 400, 'API_ID_INVALID'), [])
  assert.deepEqual(stage.give({ kind: 'computed', id: 1, value: true }), [])
  assert.deepEqual(stage.result(1, SUCCESS), [success(2, 'auth.loginTokenSuccess')])
})

test('an abort cancels the outstanding request and fails once', () => {
  const stage = new Stage()
  stage.start()
  const [cancel, ...rest] = stage.give({ kind: 'abort' })
  assert.deepEqual(cancel, { kind: 'cancel', id: 1 })
  assert.equal(failure(rest).code, 'ERR_ABORTED')
  assert.deepEqual(stage.give({ kind: 'abort' }), [])
  assert.deepEqual(stage.result(1, SUCCESS), [])

  const waiting = showing()
  assert.equal(failure(waiting.give({ kind: 'abort' })).code, 'ERR_ABORTED')

  const verifying = new Stage()
  verifying.start()
  verifying.rpcError(1, 401, 'SESSION_PASSWORD_NEEDED')
  assert.deepEqual(verifying.give({ kind: 'abort' })[0], { kind: 'cancel', id: 2 })
})

test('a password that was not asked for is refused', () => {
  const stage = showing()
  assert.throws(() => stage.give({ kind: 'password', password: 'x' }), { code: 'ERR_ARGUMENT' })
  stage.give({ kind: 'abort' })
  assert.deepEqual(stage.give({ kind: 'password', password: 'x' }), [])
})
