// The server's sessions behind their envelopes: a script of what two clients send, in right envelopes and wrong
// ones, with answers, cuts and time between. Whatever comes, no call is executed twice.
import assert from 'node:assert/strict'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { toHex } from '../../../src/core/bytes/hex.ts'
import { mtproto } from '../../../src/core/tl/generated/mtproto/index.ts'
import { type RawClient, Stage } from '../../core/dc-server/raw-client.ts'
import { callBody, sharedKey } from '../../support/pair.ts'
import { type Ids, nth, placeholder, rawBody, readBody, readTime, words } from '../bodies.ts'
import { examples } from '../schemas.ts'
import { block, idsOf, int, Script, type Target } from '../target.ts'

const CALL = 0
const SEND = 1
const SEND_WRONG = 2
const ANSWER = 3
const REPEAT = 4
const ADVANCE = 5

const steps = (...parts: (number | Uint8Array)[]): Uint8Array =>
  concat(...parts.map(part => (typeof part === 'number' ? Uint8Array.of(part) : part)))

export const target: Target = {
  name: 'session-server',
  words: () => [...idsOf(mtproto), placeholder(0), placeholder(1)],
  seeds: () => [
    steps(CALL, ANSWER, block(int(0x0badf00d)), REPEAT, CALL, REPEAT, ANSWER, block(int(7))),
    steps(CALL, CALL, SEND, 3, 2, 1, rawBody(callBody(7)), 3, rawBody(callBody(8))),
    steps(SEND, 1, rawBody(callBody(7, 400)), ANSWER, block(new Uint8Array(400))),
    steps(SEND_WRONG, 1, 0, 1, rawBody(callBody(1)), SEND_WRONG, 1, 255, 1, rawBody(callBody(1))),
    steps(SEND_WRONG, 4, 128, 0, rawBody(callBody(1)), SEND_WRONG, 8, 128, 2, rawBody(callBody(2))),
    steps(CALL, 6, CALL, 7, block(int(9)), 8, CALL, ADVANCE, 40, CALL),
    steps(CALL, 9, CALL, 10, CALL, 11, block(int(5)), 12, CALL, 13, CALL),
    steps(
      CALL,
      ANSWER,
      block(int(1)),
      SEND,
      rawBody(concat(int(0x62d6b459), int(0x1cb5c415), int(1), placeholder(0))),
    ),
    steps(
      CALL,
      ANSWER,
      block(int(1)),
      SEND,
      rawBody(concat(int(0x7d861a08), int(0x1cb5c415), int(1), placeholder(0))),
    ),
    ...examples('constructor').map(body => steps(CALL, SEND, rawBody(body))),
    ...examples('method').map(body => steps(SEND, rawBody(body), ANSWER, block(int(1)))),
  ],
  run(input) {
    const script = new Script(input)
    const stage = new Stage()
    const clients: RawClient[] = [stage.connect()]
    let lastBody = toHex(callBody(0))
    let lastId = 0n
    let number = 0
    let forgotten = false
    const client = (): RawClient => {
      const current = clients.at(-1)!
      if (!current.closed) return current
      clients.push(stage.connect())
      return clients.at(-1)!
    }
    const ids = (): Ids => ({
      received: clients.flatMap(({ got }) => got.map(({ msgId }) => msgId)),
      next: () => client().id(),
    })
    const send = (body: Uint8Array, fields = {}): void => {
      lastBody = toHex(body)
      lastId = client().send(lastBody, fields)
    }
    for (let taken = 0; !script.done && taken < 24; taken++) {
      const kind = script.byte() % 14
      if (kind === CALL) send(callBody(++number))
      else if (kind === SEND) send(readBody(script, ids()))
      else if (kind === SEND_WRONG) {
        const what = script.byte()
        const seconds = (script.byte() - 128) * 4
        send(readBody(script, ids()), {
          ...(what & 1 && { msgId: client().id(seconds) }),
          ...(what & 2 && { msgId: client().id() | 1n }),
          ...(what & 4 && { salt: 5n }),
          ...(what & 8 && { sessionId: 9n }),
          ...(what & 16 && { msgId: nth(ids().received, script.byte()) }),
          seqNo: script.byte(),
        })
      } else if (kind === ANSWER) {
        const body = words(script.block())
        if (stage.calls.length > 0) stage.answer(toHex(body))
      } else if (kind === REPEAT) client().send(lastBody, { msgId: lastId, seqNo: 1 })
      else if (kind === ADVANCE) stage.advance(readTime(script))
      else if (kind === 6) clients.push(stage.connect({ framing: 'padded' }))
      else if (kind === 7) {
        const body = words(script.block())
        stage.input({ kind: 'push', authKeyId: sharedKey.id, body })
      } else if (kind === 8) stage.input({ kind: 'rotate-salts' })
      else if (kind === 9) clients.push(stage.connect({ sessionId: 8n }))
      else if (kind === 10) stage.input({ kind: 'drop' })
      else if (kind === 11) client().sendBytes(script.block())
      else if (kind === 12) {
        client().close()
        clients.push(stage.connect())
      } else {
        stage.input({ kind: 'forget' })
        forgotten = true
      }
    }
    const executed = stage.calls.map(({ sessionId, msgId }) => `${sessionId} ${msgId}`)
    if (!forgotten)
      assert.equal(new Set(executed).size, executed.length, 'nothing is executed twice')
    return stage
  },
}
