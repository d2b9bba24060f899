// The calls that carry another call: each does its part first, then the call inside is answered.
// Source: /api/invoking
import { RpcError } from '../../core/errors.ts'
import type { Types } from '../../core/tl/generated/api/index.ts'
import type { MethodContext } from '../call-context.ts'
import { isKnownLayer } from '../layers.ts'
import type { CallOf } from './handler.ts'

/** How long a call waits for one that has to be done before, in milliseconds. */
const MAX_WAIT = 500

type Wrappers = {
  readonly [N in keyof Types['wrappers']]: (
    call: CallOf<Types, N>,
    context: MethodContext,
  ) => void | Promise<void>
}

/** What has to be done before the call inside may be answered; throws an RpcError when it may not be. */
export const wrappers: Wrappers = {
  invokeWithLayer({ layer }, { key, service }) {
    // SES-78
    if (!isKnownLayer(layer, service.api)) throw new RpcError(400, 'CONNECTION_LAYER_INVALID')
    key.layer = layer
  },

  initConnection({ apiId, deviceModel, systemVersion, appVersion }, { key }) {
    if (key.layer === undefined) throw new RpcError(400, 'CONNECTION_LAYER_INVALID')
    if (apiId <= 0) throw new RpcError(400, 'API_ID_INVALID')
    key.client = { apiId, deviceModel, systemVersion, appVersion }
  },

  invokeAfterMsg: ({ msgId }, context) => waitFor([msgId], context),

  invokeAfterMsgs: ({ msgIds }, context) => waitFor(msgIds, context),

  invokeWithoutUpdates(_call, { dataCentre, key, sessionId }) {
    dataCentre.mute(key.authKeyId, sessionId)
  },
}

/** A call that has to come after others fails when one of them fails, or takes too long. */
function waitFor(msgIds: readonly bigint[], { key, service }: MethodContext): void | Promise<void> {
  const outcomes = msgIds.map(msgId => key.outcome(msgId) ?? false)
  const failed = new RpcError(400, 'MSG_WAIT_FAILED')
  if (outcomes.includes(false)) throw failed
  const running = outcomes.filter(outcome => outcome !== true)
  if (running.length === 0) return
  return new Promise((resolve, reject) => {
    const timeout = () => reject(new RpcError(400, 'MSG_WAIT_TIMEOUT'))
    const disarm = service.host.setTimer(MAX_WAIT, timeout)
    void Promise.all(running).then(done => {
      disarm()
      if (done.includes(false)) reject(failed)
      else resolve()
    })
  })
}
