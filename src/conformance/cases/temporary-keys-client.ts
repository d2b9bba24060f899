// Temporary keys as a client makes, binds and renews them. Source: /api/pfs, /method/auth.bindTempAuthKey
import { type Binding, openBinding } from '../../core/envelope/bind.ts'
import type { auth } from '../../core/tl/generated/api/index.ts'
import type { Case, ClientCase } from '../case.ts'
import { type DcHarness, type DcSetup, TOKEN } from '../dc-harness.ts'
import type { Heard } from '../heard.ts'
import { ACCEPT, ERROR, NEWSES, type Outcome, RESEND } from '../outcome.ts'
import { advance, expect, must, type Part, type Steps, waitFor } from '../steps.ts'
import { sessionCase } from './after-reply.ts'
import { expectCall, LONG, resultOf, succeed } from './shared.ts'

const BIND = 'auth.bindTempAuthKey'
const FREE = [BIND, 'help.getConfig', 'help.getNearestDc']
const NEW_SALT = 0x0fedcba987654321n

/** The permanent and the temporary keys, in the order they were made. */
function keys({ dc }: DcHarness) {
  return {
    permanent: dc.keys.filter(({ expiresAt }) => expiresAt === undefined),
    temporary: dc.keys.filter(({ expiresAt }) => expiresAt !== undefined),
  }
}

/** The binding in a request, which has to agree with what is around it. */
function binding(harness: DcHarness, heard: Heard): Binding {
  const request = heard.call as auth.bindTempAuthKey
  const perm = keys(harness).permanent.find(({ authKey }) => authKey.id === request.permAuthKeyId)
  must(perm !== undefined, 'a bind to an unknown permanent key')
  const inner = openBinding(request.encryptedMessage, perm!.authKey, harness.host.crypto)
  must(inner.msgId === heard.msgId, 'another msg_id inside')
  must(inner.nonce === request.nonce, 'another nonce inside')
  must(inner.expiresAt === request.expiresAt, 'another expires_at inside')
  must(inner.tempSessionId === heard.sessionId, 'another session inside')
  must(inner.tempAuthKeyId === heard.authKeyId, 'another temporary key inside')
  return inner
}

/** Waits for a bind and looks into it. */
function* expectBind(harness: DcHarness): Part<Heard> {
  const heard = yield* expectCall(harness.dc, BIND)
  binding(harness, heard)
  return heard
}

function* watched(harness: DcHarness): Steps {
  const { dc } = harness
  const bind = yield* expectBind(harness)
  yield* advance(3000)
  const { permanent } = keys(harness)
  for (const { name, authKeyId, call } of dc.heard) {
    must(
      permanent.every(({ authKey }) => authKey.id !== authKeyId),
      'a message under the permanent key',
    )
    must(call === undefined || FREE.includes(name), `${name} before the bind`)
  }
  dc.answer(bind, resultOf(bind, dc))
  const call = yield* expectCall(dc, 'auth.exportLoginToken')
  must(call.authKeyId === bind.authKeyId, 'the call came under another key')
  dc.answer(call, resultOf(call, dc))
  return yield* succeed(harness)
}

/** The bind gets what the case puts in place of its answer, as often as `times`, after `age` of the keys. */
const refusedBind = (age: number) =>
  function* (harness: DcHarness): Steps {
    const { dc, program } = harness
    const bind = yield* expectBind(harness)
    yield* advance(age)
    dc.reply(bind, resultOf(bind, dc))
    const made = dc.keys.length
    const next = yield* waitFor(() => harness.isOver || dc.takeCall(), LONG)
    if (next === true) return program.state === 'failed' ? ERROR : ACCEPT
    const call = next as Heard
    must(next !== undefined, 'nothing follows')
    const bindsAgain = call.name === BIND
    if (bindsAgain) binding(harness, call)
    const isNew = keys(harness).permanent.length > 1
    dc.answer(call, resultOf(call, dc))
    yield* finishBound(harness)
    must(made > 0, 'no keys')
    if (!bindsAgain) return ACCEPT
    return isNew ? NEWSES : RESEND
  }

/** Answers calls and binds until the scenario is over. */
function* finishBound(harness: DcHarness): Steps {
  const { dc } = harness
  yield* expect(
    'end of the scenario',
    () => {
      for (let call = dc.takeCall(); call !== undefined; call = dc.takeCall())
        dc.answer(call, resultOf(call, dc))
      return harness.isOver
    },
    LONG,
  )
  must(harness.program.state === 'succeeded', `the scenario failed: ${harness.program.error}`)
  return ACCEPT
}

/** The server has unbound the temporary key, or lost it. */
function* lost(harness: DcHarness): Steps {
  const { dc } = harness
  const bind = yield* expectBind(harness)
  dc.answer(bind, resultOf(bind, dc))
  const call = yield* expectCall(dc, 'auth.exportLoginToken')
  const { variant } = dc.setup
  if (variant === 'forgotten') {
    dc.forget(call.authKeyId)
    dc.error(-404)
  } else if (variant === 'unbound') dc.refuse(call, 401, 'AUTH_KEY_PERM_EMPTY')
  else {
    dc.answer(call, resultOf(call, dc))
    return yield* succeed(harness)
  }
  const again = yield* expectBind(harness)
  must(keys(harness).permanent.length === 1, 'the permanent key was given up')
  must(variant !== 'forgotten' || again.authKeyId !== bind.authKeyId, 'the same temporary key')
  dc.answer(again, resultOf(again, dc))
  const repeated = yield* expectCall(dc, 'auth.exportLoginToken')
  if (variant === 'forgotten')
    must(
      repeated.wrappers.includes('initConnection') ||
        dc.heard.some(
          ({ authKeyId, wrappers }) =>
            authKeyId === again.authKeyId && wrappers.includes('initConnection'),
        ),
      'no announcement on the new key',
    )
  dc.answer(repeated, resultOf(repeated, dc))
  yield* succeed(harness)
  return RESEND
}

/** bad_server_salt for the bind request. */
function* saltOfBind(harness: DcHarness): Steps {
  const { dc } = harness
  const bind = yield* expectBind(harness)
  dc.reply(bind, resultOf(bind, dc))
  const next = yield* expectCall(dc)
  if (next.name === BIND) {
    must(next.msgId !== bind.msgId, 'the same msg_id')
    binding(harness, next)
    dc.answer(next, resultOf(next, dc))
  } else dc.answer(next, resultOf(next, dc))
  yield* finishBound(harness)
  return next.name === BIND ? RESEND : ACCEPT
}

const invalid: DcSetup = {
  reply: (_, call, dc) => {
    dc.refuse(call, 400, 'ENCRYPTED_MESSAGE_INVALID')
    return []
  },
}

function pfsCase(
  id: ClientCase['id'],
  slug: string,
  stimulus: string,
  fault: DcSetup | undefined,
  expected: readonly Outcome[],
  play: ClientCase['play'],
): ClientCase {
  return sessionCase(id, slug, stimulus, fault, expected, play, {
    scenario: TOKEN,
    subject: { pfs: true },
  })
}

export const temporaryKeysClient = (): readonly Case[] => [
  pfsCase('SES-49', 'bind', 'the bind of a temporary key', undefined, [ACCEPT], watched),
  pfsCase(
    'SES-50',
    'before',
    'what is sent before the bind is answered',
    undefined,
    [ACCEPT],
    watched,
  ),
  pfsCase(
    'SES-51',
    'young',
    '400 ENCRYPTED_MESSAGE_INVALID for a young permanent key',
    invalid,
    [RESEND],
    refusedBind(1000),
  ),
  {
    ...pfsCase(
      'SES-51',
      'old',
      '400 ENCRYPTED_MESSAGE_INVALID for a permanent key of over a minute',
      invalid,
      [NEWSES, ERROR],
      refusedBind(65_000),
    ),
    patience: 150_000,
  },
  pfsCase(
    'SES-52',
    'unbound',
    '401 AUTH_KEY_PERM_EMPTY for a call',
    { variant: 'unbound' },
    [RESEND],
    lost,
  ),
  pfsCase(
    'SES-53',
    'forgotten',
    '-404 for a bound temporary key',
    { variant: 'forgotten' },
    [RESEND],
    lost,
  ),
  pfsCase(
    'SES-54',
    'salt',
    'bad_server_salt for the bind',
    {
      reply: (_, { msgId, seqNo }) => [
        {
          body: {
            _: 'bad_server_salt',
            badMsgId: msgId,
            badMsgSeqno: seqNo,
            errorCode: 48,
            newServerSalt: NEW_SALT,
          },
        },
      ],
    },
    [RESEND],
    saltOfBind,
  ),
]
