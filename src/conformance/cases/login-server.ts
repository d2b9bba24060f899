// Login tokens and passwords as a server judges them. Source: /api/qr-login, /method/auth.acceptLoginToken,
// /method/auth.importLoginToken, /api/srp

import { padded, proof } from '../../core/login/srp.ts'
import { type SrpParameters, srpParameters, srpProof } from '../../core/login/srp-client.ts'
import type { auth, inputCheckPasswordSRP } from '../../core/tl/generated/api/index.ts'
import type { Case } from '../case.ts'
import { runWith } from '../computation.ts'
import { answered, rpcError } from '../outcome.ts'
import type { AccountKind, PeerHarness } from '../peer-harness.ts'
import { advance, expect, Lacking, must, type Part, type Steps } from '../steps.ts'
import { ask, introduced, type Line, loggedIn, messageCase } from './peer-message.ts'
import { flip } from './shared.ts'

const exportCall = (exceptIds: bigint[] = []): auth.exportLoginToken => ({
  _: 'auth.exportLoginToken',
  apiId: 17_349,
  apiHash: 'hash',
  exceptIds,
})

function* exported(line: Line, exceptIds: bigint[] = []): Part<auth.loginToken> {
  const { value } = yield* ask(line, exportCall(exceptIds))
  must(value?._ === 'auth.loginToken', 'no token')
  return value as auth.loginToken
}

const accept = (token: Uint8Array): auth.acceptLoginToken => ({ _: 'auth.acceptLoginToken', token })

/** A token is accepted as the variant says. */
function* accepted(harness: PeerHarness): Steps {
  const login = harness.authorize('here')
  const { variant } = harness.setup
  const line = yield* introduced(harness)
  const { token: right, expires } = yield* exported(
    line,
    variant === 'excepted' ? [login.userId] : [],
  )
  let token = right
  if (variant === 'expired') yield* advance(expires * 1000 - harness.unix + 2000)
  const acceptor =
    variant === 'logged-out' ? yield* introduced(harness) : yield* loggedIn(harness, login)
  switch (variant) {
    case 'used':
      yield* ask(acceptor, accept(token))
      break
    case 'random':
      token = flip(token, 5)
  }
  return (yield* ask(acceptor, accept(token))).outcome
}

/** A token is accepted; the exporter is told and exports again. */
const proceeds = (kind: AccountKind) =>
  function* (harness: PeerHarness): Steps {
    const login = harness.authorize(kind)
    const line = yield* introduced(harness)
    const { token } = yield* exported(line)
    const acceptor = yield* loggedIn(harness, login)
    must((yield* ask(acceptor, accept(token))).outcome.kind === 'ACCEPT', 'the token was refused')
    yield* expect('updateLoginToken', () =>
      line.connection.heard.find(
        ({ name, sessionId }) => name.startsWith('update') && sessionId === line.session.session.id,
      ),
    )
    const { outcome, value } = yield* ask(line, exportCall())
    if (value === undefined) return outcome
    if (value._ !== 'auth.loginTokenMigrateTo') return answered(value._)
    must(value.dcId === login.dc, 'another DC')
    return answered(value._)
  }

/** A migrating login is imported where the variant says. */
function* imported(harness: PeerHarness): Steps {
  const login = harness.authorize('elsewhere')
  const line = yield* introduced(harness)
  const { token } = yield* exported(line)
  const acceptor = yield* loggedIn(harness, login)
  yield* ask(acceptor, accept(token))
  const { value } = yield* ask(line, exportCall())
  must(value?._ === 'auth.loginTokenMigrateTo', 'no migration')
  const { token: migrating } = value as auth.loginTokenMigrateTo
  const { variant } = harness.setup
  const where = variant === 'wrong-dc' ? line.connection.dc : login.dc
  const { connection, key } = yield* harness.agree(undefined, where)
  const shown = variant === 'altered' ? flip(migrating, 3) : migrating
  const there = { connection, session: harness.session(key) }
  return (yield* ask(there, { _: 'auth.importLoginToken', token: shown })).outcome
}

/** The proof of a password as the variant says. */
function* proved(harness: PeerHarness): Steps {
  const login = harness.authorize('password')
  if (login.password === undefined) throw new Lacking('it needs the password of the account')
  const line = yield* introduced(harness)
  const { token } = yield* exported(line)
  const acceptor = yield* loggedIn(harness, login)
  yield* ask(acceptor, accept(token))
  const needed = yield* ask(line, exportCall())
  must(
    needed.outcome.kind === 'RPC_ERROR' && needed.outcome.text === 'SESSION_PASSWORD_NEEDED',
    'no password is needed',
  )
  const { value } = yield* ask(line, { _: 'account.getPassword' })
  const { crypto } = harness.host
  const parameters = srpParameters(value!)
  const honest = srpProof(parameters, login.password, crypto, harness.random)
  const password = runWith(honest, job => harness.host.compute(job))
  if (harness.setup.variant === 'stale') yield* ask(line, { _: 'account.getPassword' })
  const changed = { ...password, ...spoil(harness, password, parameters) }
  return (yield* ask(line, { _: 'auth.checkPassword', password: changed })).outcome
}

/** With A = 0 modulo p anybody knows what the server arrives at: S = 0. */
function spoil(
  { setup, host }: PeerHarness,
  { M1 }: inputCheckPasswordSRP,
  { algo, B }: SrpParameters,
): Partial<inputCheckPasswordSRP> {
  const known = (A: Uint8Array) => ({ A, M1: proof(algo, A, padded(B), 0n, host.crypto) })
  switch (setup.variant) {
    case 'wrong':
      return { M1: flip(M1, 31) }
    case 'zero':
      return known(new Uint8Array(256))
    case 'p':
      return known(algo.p)
  }
  return {}
}

/** A token ends in half of this time, in milliseconds. */
const LIFE = 80_000

const invalid = [rpcError(400, 'AUTH_TOKEN_INVALID'), rpcError(400, 'AUTH_TOKEN_INVALIDX')]
const HASH = rpcError(400, 'PASSWORD_HASH_INVALID')

export const loginServer = (): readonly Case[] => [
  {
    ...messageCase(
      'QR-30',
      'expired',
      'an expired token',
      { variant: 'expired' },
      [rpcError(400, 'AUTH_TOKEN_EXPIRED')],
      accepted,
    ),
    patience: LIFE,
  },
  messageCase(
    'QR-30',
    'used',
    'a token that was accepted before',
    { variant: 'used' },
    [rpcError(400, 'AUTH_TOKEN_ALREADY_ACCEPTED')],
    accepted,
  ),
  messageCase(
    'QR-30',
    'random',
    'a token that nobody exported',
    { variant: 'random' },
    [...invalid].reverse(),
    accepted,
  ),
  messageCase(
    'QR-31',
    'logged-out',
    'a token accepted without a login',
    { variant: 'logged-out' },
    [rpcError(401, 'AUTH_KEY_UNREGISTERED')],
    accepted,
  ),
  messageCase(
    'QR-32',
    'excepted',
    'a token accepted by a user in except_ids',
    { variant: 'excepted' },
    [rpcError(400, 'AUTH_TOKEN_EXCEPTION'), ...invalid],
    accepted,
  ),
  messageCase(
    'QR-33',
    'success',
    'a token accepted by somebody at home here',
    undefined,
    [answered('auth.loginTokenSuccess')],
    proceeds('here'),
  ),
  messageCase(
    'QR-33',
    'migrate',
    'a token accepted by somebody at home elsewhere',
    undefined,
    [answered('auth.loginTokenMigrateTo')],
    proceeds('elsewhere'),
  ),
  messageCase(
    'QR-33',
    'password',
    'a token accepted by somebody with a password',
    undefined,
    [rpcError(401, 'SESSION_PASSWORD_NEEDED'), rpcError(400, 'SESSION_PASSWORD_NEEDED')],
    proceeds('password'),
  ),
  messageCase(
    'QR-34',
    'altered',
    'an import with a byte changed',
    { variant: 'altered' },
    invalid,
    imported,
  ),
  messageCase(
    'QR-34',
    'wrong-dc',
    'an import on the wrong data centre',
    { variant: 'wrong-dc' },
    invalid,
    imported,
  ),
  messageCase('PW-08', 'wrong', 'a wrong M1', { variant: 'wrong' }, [HASH], proved),
  messageCase(
    'PW-08',
    'stale',
    'a challenge that was replaced',
    { variant: 'stale' },
    [rpcError(400, 'SRP_ID_INVALID')],
    proved,
  ),
  ...['zero', 'p'].map(variant =>
    messageCase(
      'PW-08',
      variant,
      `A = ${variant}, and the proof of the S that follows`,
      { variant },
      [HASH, rpcError(400, 'SRP_A_INVALID')],
      proved,
    ),
  ),
]
