// What a client does over HTTP. Source: /mtproto/service_messages#http-wait-long-poll,
// /mtproto/mtproto-transports#transport-errors
import type { ClientCase } from '../case.ts'
import { type DcHarness, type DcSetup, IDLE, type Subject } from '../dc-harness.ts'
import { ACCEPT, RESEND } from '../outcome.ts'
import { advance, expect, must, type Steps } from '../steps.ts'
import { sessionCase } from './after-reply.ts'
import { change, expectCall, resultOf } from './shared.ts'

const subject: Subject = { transport: 'http' }

/** A response has this status, with the answer to the call as its body. */
const status = (code: number): DcSetup => ({
  frame: change(record => ({ ...record, status: code })),
})

/** How long the next request may take to come, in milliseconds. */
const SOON = 5000

/** The server says nothing for a while, three times, and something in between. */
function* idle(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  dc.answer(call, resultOf(call, dc))
  const waits = () => dc.heard.filter(({ name }) => name === 'http_wait')
  for (let round = 0; round < 6; round++) {
    yield* expect('request that waits', () => dc.openRequests > 0, SOON)
    yield* advance(SOON)
    must(dc.openRequests === 1, `${dc.openRequests} requests are open`)
    const { service, seqNo } = waits().at(-1)!
    must(seqNo % 2 === 0, 'http_wait with an odd seqno')
    must(service?._ === 'http_wait' && service.maxWait >= SOON, 'not held for long')
    const before = waits().length
    if (round % 2 === 0) dc.send({ body: { _: 'msgs_ack', msgIds: [4n] } })
    yield* expect('http_wait after an answer', () => waits().length > before, 60_000)
  }
  return ACCEPT
}

export const httpClient = (): readonly ClientCase[] => [
  sessionCase(
    'TR-34',
    'status-404',
    'a response with the status 404, and a good answer in its body',
    status(404),
    [RESEND],
    undefined,
    { subject },
  ),
  sessionCase(
    'TR-34',
    'status-429',
    'a response with the status 429, and a good answer in its body',
    status(429),
    [RESEND],
    undefined,
    { subject },
  ),
  sessionCase('TR-35', 'idle', 'nothing to say for minutes', undefined, [ACCEPT], idle, {
    subject,
    scenario: IDLE,
    patience: 240_000,
  }),
]
