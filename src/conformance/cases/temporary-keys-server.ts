// Temporary keys as a server keeps them. Source: /api/pfs, /method/auth.bindTempAuthKey
import { readInt64LE } from '../../core/bytes/integers.ts'
import { type Binding, sealBinding } from '../../core/envelope/bind.ts'
import { api } from '../../core/tl/generated/api/index.ts'
import { encode } from '../../core/tl/schema.ts'
import type { Case } from '../case.ts'
import { type Outcome, rpcError } from '../outcome.ts'
import type { PeerConnection } from '../peer.ts'
import type { BindRequest, Key, PeerHarness, PeerSession, PeerSetup } from '../peer-harness.ts'
import { must, type Part, type Steps } from '../steps.ts'
import { exportLoginToken, initialised, messageCase, nearestDc } from './peer-message.ts'
import { reactionTo } from './reaction.ts'
import { change } from './shared.ts'

const LIFETIME = 86_400

/** A session on a temporary key. */
export interface Temporary {
  readonly connection: PeerConnection
  readonly session: PeerSession
}

/** Binds a temporary key, through the hooks of `setup`. */
export function* bind(
  harness: PeerHarness,
  { connection, session }: Temporary,
  permanent: Key,
  setup: PeerSetup,
): Part<Outcome> {
  const { crypto } = harness.host
  const nonce = readInt64LE(harness.random(8, 'nonce'))
  const expiresAt = Math.floor(harness.unix / 1000) + LIFETIME
  // The msg_id has to be known before the message is made.
  const [packet] = session.session.pack([{ body: nearestDc, kind: 'request' }], harness.unix)
  const { msgId, seqNo } = packet!.outer
  const binding: Binding = {
    msgId,
    nonce,
    tempAuthKeyId: session.key.authKey.id,
    permAuthKeyId: permanent.authKey.id,
    tempSessionId: session.session.id,
    expiresAt,
  }
  const [sealed] = [...(setup.binding?.(binding) ?? [binding])]
  const encryptedMessage = sealBinding(sealed!, permanent.authKey, harness.random, crypto)
  const request: BindRequest = {
    _: 'auth.bindTempAuthKey',
    permAuthKeyId: permanent.authKey.id,
    nonce,
    expiresAt,
    encryptedMessage,
  }
  const [call] = [...(setup.bindRequest?.(request) ?? [request])]
  connection.send(session, encode(api, call!), { msgId, seqNo })
  return yield* reactionTo(connection, session, msgId)
}

/** A temporary key and a session on it. */
export function* temporary(harness: PeerHarness): Part<Temporary> {
  const { connection, key } = yield* harness.agree(LIFETIME)
  return { connection, session: harness.session(key) }
}

/** An API call on a temporary key. */
function* call({ connection, session }: Temporary): Part<Outcome> {
  return yield* reactionTo(
    connection,
    session,
    connection.send(session, initialised(exportLoginToken)),
  )
}

const EMPTY = rpcError(401, 'AUTH_KEY_PERM_EMPTY')

/** Binds; what is refused binds nothing. */
function* bound(harness: PeerHarness): Steps {
  const { key } = yield* harness.agree()
  const line = yield* temporary(harness)
  const outcome = yield* bind(harness, line, key, harness.setup)
  const after = yield* call(line)
  const { kind } = after
  must(
    outcome.kind === 'ACCEPT'
      ? kind === 'ACCEPT'
      : kind === 'RPC_ERROR' && after.text === EMPTY_TEXT,
    `after the bind a call brings ${kind}`,
  )
  return outcome
}

const EMPTY_TEXT = 'AUTH_KEY_PERM_EMPTY'

function* unbound(harness: PeerHarness): Steps {
  const { key } = yield* harness.agree()
  const line = yield* temporary(harness)
  if (harness.setup.variant !== 'unbound') yield* bind(harness, line, key, {})
  return yield* call(line)
}

/** A second bind takes the place of the first. */
function* second(harness: PeerHarness): Steps {
  const { key } = yield* harness.agree()
  const lines = [yield* temporary(harness), yield* temporary(harness)] as const
  for (const line of lines.slice(0, harness.setup.variant === 'second' ? 2 : 1))
    must((yield* bind(harness, line, key, {})).kind === 'ACCEPT', 'a right bind was refused')
  return yield* call(lines[0])
}

const INVALID = [rpcError(400, 'ENCRYPTED_MESSAGE_INVALID')]
const wrong = (field: 'msgId' | 'nonce' | 'tempSessionId' | 'tempAuthKeyId'): PeerSetup => ({
  binding: change(binding => ({ ...binding, [field]: binding[field] ^ 4n })),
})

export const temporaryKeysServer = (): readonly Case[] => [
  messageCase(
    'SES-79',
    'unbound',
    'a call on a temporary key that is not bound',
    { variant: 'unbound' },
    [EMPTY],
    unbound,
  ),
  ...(['msgId', 'nonce', 'tempSessionId', 'tempAuthKeyId'] as const).map(field =>
    messageCase(
      'SES-80',
      field,
      `a bind with another ${field} inside`,
      wrong(field),
      INVALID,
      bound,
    ),
  ),
  messageCase(
    'SES-80',
    'expires-at',
    'a bind with another expires_at inside',
    { binding: change(binding => ({ ...binding, expiresAt: binding.expiresAt + 1 })) },
    [rpcError(400, 'EXPIRES_AT_INVALID'), ...INVALID],
    bound,
  ),
  messageCase(
    'SES-80',
    'key',
    'a bind for a permanent key that is not known',
    { bindRequest: change(request => ({ ...request, permAuthKeyId: request.permAuthKeyId ^ 1n })) },
    INVALID,
    bound,
  ),
  messageCase(
    'SES-80',
    'damaged',
    'a bind with one bit turned over',
    {
      bindRequest: change(request => ({
        ...request,
        encryptedMessage: request.encryptedMessage.map((byte, i) => (i === 50 ? byte ^ 1 : byte)),
      })),
    },
    INVALID,
    bound,
  ),
  messageCase(
    'SES-81',
    'second',
    'a second bind for the same permanent key',
    { variant: 'second' },
    [EMPTY],
    second,
  ),
]
