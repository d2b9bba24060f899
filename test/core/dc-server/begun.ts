// A session of a raw client that has begun: what tests of single messages start from.
import { msgsAck, TRUE } from '../../support/spelled.ts'
import { type Got, type RawClient, type RawClientOptions, Stage } from './raw-client.ts'

export const CALL = '6b18f9c4'

/** A session that has begun: its first call was answered, and everything was acknowledged. */
export function begun(
  stage: Stage = new Stage(),
  options: RawClientOptions = {},
): [Stage, RawClient] {
  const client = stage.connect(options)
  client.send(CALL)
  stage.answer(TRUE)
  acknowledge(client)
  client.got.length = 0
  stage.calls.length = 0
  return [stage, client]
}

export function acknowledge(client: RawClient): void {
  const content = client.got.filter(({ seqNo }) => seqNo % 2 === 1)
  client.send(msgsAck(...content.map(({ msgId }) => msgId)), { seqNo: 2 })
}

/** The body, msg_id modulo 4 and parity of seqno of all that came, containers left out. */
export const items = (client: RawClient): Got[] =>
  client.got.filter(({ body }) => !body.startsWith('dcf8f173'))
