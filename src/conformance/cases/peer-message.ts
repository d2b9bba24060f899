// The scenario of most faults in what a client sends: an honest session, then the one message that is spoilt.
import type { RuleId } from '../../core/rules.ts'
import { unpack } from '../../core/session/gzip-packed.ts'
import type { ClientInfo } from '../../core/session/layer.ts'
import { wrapInLayer } from '../../core/session/layer.ts'
import { api, type Call, type ResultOf } from '../../core/tl/generated/api/index.ts'
import { mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { decodeResult, encode } from '../../core/tl/schema.ts'
import { type ServerCase, serverCase } from '../case.ts'
import type { Outcome } from '../outcome.ts'
import { ACCEPT } from '../outcome.ts'
import type { PeerConnection } from '../peer.ts'
import type { Login, PeerHarness, PeerSession, PeerSetup } from '../peer-harness.ts'
import { must, type Part, type Steps } from '../steps.ts'
import { meaningOf, reactionTo } from './reaction.ts'

const INFO: ClientInfo = {
  apiId: 17_349,
  deviceModel: 'conformance',
  systemVersion: '1',
  appVersion: '1',
  systemLangCode: 'en',
  langCode: 'en',
}

/** A call inside the layer wrappers. */
export function initialised(call: Uint8Array, layer: number = api.layer): Uint8Array {
  return wrapInLayer(call, layer, INFO)
}

export const nearestDc: Uint8Array = encode(api, { _: 'help.getNearestDc' })

/** A call that brings another token each time it is executed. */
export const exportLoginToken: Uint8Array = encode(api, {
  _: 'auth.exportLoginToken',
  apiId: INFO.apiId,
  apiHash: 'hash',
  exceptIds: [],
})

export const ping = (pingId = 1n): Uint8Array => encode(mtproto, { _: 'ping', pingId })

/** A call that the server answers: one of the protocol itself where there is no API. */
export function honestCall(harness: PeerHarness): Uint8Array {
  return harness.has('help.getNearestDc') ? nearestDc : ping()
}

/** The same as the first call of a key. */
export function firstCall(harness: PeerHarness): Uint8Array {
  return harness.has('help.getNearestDc') ? initialised(nearestDc) : ping()
}

/** A connection, and a session on it. */
export interface Line {
  readonly connection: PeerConnection
  readonly session: PeerSession
}

/** A session in which the client has introduced itself. */
export function* introduced(harness: PeerHarness): Part<Line> {
  const { connection, session } = yield* harness.begin()
  const msgId = connection.send(session, firstCall(harness))
  const outcome = yield* reactionTo(connection, session, msgId)
  must(outcome.kind === 'ACCEPT', 'an honest call was not answered')
  return { connection, session }
}

/** A session on a key that is logged in, whose salt may have ended since. */
export function* loggedIn(
  harness: PeerHarness,
  { authKey, serverSalt: salt, dc }: Pick<Login, 'authKey' | 'serverSalt' | 'dc'>,
): Part<Line> {
  const connection = yield* harness.connect(dc)
  const session = harness.session({ authKey, salt })
  const msgId = connection.send(session, ping())
  yield* reactionTo(connection, session, msgId)
  for (const { service } of connection.heard)
    if (service?._ === 'bad_server_salt') session.key.salt = service.newServerSalt
  return { connection, session }
}

/** Makes a call and returns its result, or the error it ended with. */
export function* ask<const M extends Call>(
  { connection, session }: Line,
  call: M,
): Part<{ value?: ResultOf<M>; outcome: Outcome }> {
  const msgId = connection.send(session, initialised(encode(api, call)))
  const outcome = yield* reactionTo(connection, session, msgId)
  if (outcome.kind !== 'ACCEPT') return { outcome }
  const { service } = connection.heard.find(heard => meaningOf(heard, msgId) !== undefined)!
  must(service?._ === 'rpc_result', 'no rpc_result')
  const { result } = service as { readonly result: Uint8Array }
  return { outcome, value: decodeResult(api, call, unpack(result)) }
}

/** A call in an honest session, spoilt by the case's fault. */
function* spoiltCall(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  const since = connection.heard.length
  const { body, envelope, sealed, frame } = harness.setup
  const stages = {
    ...(envelope && { envelope }),
    ...(sealed && { sealed }),
    ...(frame && { frame }),
  }
  let msgId = 0n
  const call = honestCall(harness)
  for (const each of body?.(call) ?? [call]) {
    const sent = connection.send(
      session,
      each,
      {},
      {
        ...stages,
        envelope: record => {
          const records = [...(envelope?.(record) ?? [record])]
          msgId = records.at(-1)?.msgId ?? record.msgId
          return records
        },
      },
    )
    msgId ||= sent
  }
  return yield* reactionTo(connection, session, msgId, since)
}

/** A message in a session that stands, spoilt in one value. */
export const messageCase = (
  id: RuleId,
  slug: string,
  stimulus: string,
  fault: PeerSetup | undefined,
  expected: readonly Outcome[] = [ACCEPT],
  play: ServerCase['play'] = spoiltCall,
): ServerCase => serverCase(id, slug, stimulus, fault, expected, play)
