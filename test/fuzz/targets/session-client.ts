// The client's session behind its envelope: a script of what the server sends, in right envelopes and wrong ones,
// with calls, cuts and time between. Whatever comes, each call ends once.
import assert from 'node:assert/strict'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { toHex } from '../../../src/core/bytes/hex.ts'
import { mtproto, type Types } from '../../../src/core/tl/generated/mtproto/index.ts'
import { encode } from '../../../src/core/tl/schema.ts'
import { Puppet } from '../../core/dc-client/puppet.ts'
import { type Ids, nth, placeholder, rawBody, readBody, readTime, words } from '../bodies.ts'
import { examples } from '../schemas.ts'
import { idsOf, int, Script, type Target } from '../target.ts'

const INVOKE = 0
const SEND = 1
const SEND_WRONG = 2
const BAD_MSG = 3
const BAD_SALT = 4
const CREATED = 5
const ADVANCE = 6

const steps = (...parts: (number | Uint8Array)[]): Uint8Array =>
  concat(...parts.map(part => (typeof part === 'number' ? Uint8Array.of(part) : part)))

const about = (value: Types['object']): Uint8Array => rawBody(encode(mtproto, value))

export const target: Target = {
  name: 'session-client',
  words: () => [...idsOf(mtproto), placeholder(0), placeholder(1)],
  seeds: () => [
    steps(INVOKE, 2, SEND, 2, 0, rawBody(int(0x0badf00d)), SEND, 2, 1, rawBody(int(1))),
    steps(INVOKE, 1, SEND, 2, 0, 1, rawBody(concat(int(0x0badf00d), new Uint8Array(200)))),
    steps(INVOKE, 3, SEND, 3, 3, 1, 2, 0, rawBody(int(5)), 1, 2, 1, rawBody(int(6)), 0),
    ...[16, 17, 18, 19, 20, 32, 33, 34, 35, 48, 64].map(code =>
      steps(INVOKE, 2, BAD_MSG, 0, code, BAD_MSG, 0, code, ADVANCE, 10, BAD_MSG, 1, code),
    ),
    steps(INVOKE, 2, BAD_SALT, 0, 9, BAD_SALT, 1, 8, INVOKE, 1),
    steps(INVOKE, 2, CREATED, 1, 3, 7, CREATED, 0, 4, 7),
    steps(
      INVOKE,
      1,
      SEND_WRONG,
      1,
      1,
      0,
      3,
      rawBody(int(3)),
      SEND_WRONG,
      2,
      200,
      0,
      0,
      rawBody(int(1)),
    ),
    steps(INVOKE, 1, 7, ...int(-404), ADVANCE, 20, 8, ADVANCE, 20, 9, 0, 0),
    steps(INVOKE, 1, 10, 0, 11, 0, 12, INVOKE, 2),
    ...examples('constructor').map(body => steps(INVOKE, 2, SEND, rawBody(body))),
    ...examples('method').map(body => steps(INVOKE, 1, SEND, rawBody(body))),
    steps(INVOKE, 2, SEND, about({ _: 'msgs_state_req', msgIds: [1n] })),
    steps(
      INVOKE,
      2,
      SEND,
      rawBody(concat(int(0xda69fb52), int(0x1cb5c415), int(1), placeholder(0))),
    ),
    steps(
      INVOKE,
      2,
      SEND,
      rawBody(concat(int(0x276d3ec6), placeholder(0), placeholder(1), int(9), int(0))),
    ),
  ],
  run(input) {
    const script = new Script(input)
    const puppet = new Puppet()
    const calls = new Set<number>()
    const cancelled = new Set<number>()
    let number = 0
    let lastId = 0n
    const ids = (): Ids => ({
      received: puppet.got.map(({ msgId }) => msgId),
      next: () => puppet.id(),
    })
    const invoke = (count: number): void => {
      const numbers = Array.from({ length: count }, () => ++number)
      for (const one of numbers) calls.add(one)
      puppet.invoke(...numbers)
    }
    const send = (value: Types['object'], fields = {}): void => {
      lastId = puppet.send(toHex(encode(mtproto, value)), fields)
    }
    const step = (): void => {
      const kind = script.byte() % 13
      if (kind === INVOKE) {
        invoke(1 + (script.byte() % 4))
      } else if (kind === ADVANCE) puppet.advance(readTime(script))
      else if (kind === 10) {
        const cancel = 1 + (script.byte() % Math.max(1, number))
        puppet.input({ kind: 'cancel', id: cancel })
        cancelled.add(cancel)
      } else if (puppet.link === undefined) puppet.advance(1000)
      // a server speaks as the client does, so the client has to have spoken
      else if (puppet.got.at(-1)?.link !== puppet.link) invoke(1)
      else if (kind === SEND) lastId = puppet.send(toHex(readBody(script, ids())))
      else if (kind === SEND_WRONG) {
        const what = script.byte()
        const seconds = (script.byte() - 128) * 4
        const fields = {
          ...(what & 1 && { msgId: puppet.id(what & 2 ? 1n : 3n, seconds) }),
          ...(what & 4 && { msgId: lastId }),
          ...(what & 8 && { sessionId: 9n }),
          ...(what & 16 && { salt: 5n }),
          ...(what & 32 && { msgId: puppet.id() & ~1n }),
          seqNo: script.byte(),
        }
        lastId = puppet.send(toHex(readBody(script, ids())), fields)
      } else if (kind === BAD_MSG) {
        const badMsgId = nth(ids().received, script.byte())
        send({ _: 'bad_msg_notification', badMsgId, badMsgSeqno: 1, errorCode: script.byte() })
      } else if (kind === BAD_SALT) {
        const badMsgId = nth(ids().received, script.byte())
        const newServerSalt = BigInt(script.byte())
        send({ _: 'bad_server_salt', badMsgId, badMsgSeqno: 1, errorCode: 48, newServerSalt })
      } else if (kind === CREATED) {
        const firstMsgId = nth(ids().received, script.byte())
        const [uniqueId, serverSalt] = [BigInt(script.byte()), BigInt(script.byte())]
        send({ _: 'new_session_created', firstMsgId, uniqueId, serverSalt })
      } else if (kind === 7) puppet.error(script.int())
      else if (kind === 8) puppet.close()
      else if (kind === 9) puppet.sendBytes(script.block())
      else if (kind === 11) puppet.sendPlaintext(toHex(words(script.block())))
      else puppet.input({ kind: 'close' })
    }
    for (let taken = 0; !script.done && taken < 24; taken++) if (!attempt(step)) break
    attempt(() => puppet.input({ kind: 'close' }))

    const settled = puppet.settled.map(text => Number.parseInt(text, 10))
    assert.equal(new Set(settled).size, settled.length, 'nothing settles twice')
    for (const one of calls)
      assert.ok(settled.includes(one) || cancelled.has(one), `${one} settles`)
    return puppet
  },
}

/** False when the client has lost its key and wants another: the puppet cannot give it one. */
function attempt(step: () => void): boolean {
  try {
    step()
    return true
  } catch (error) {
    if (error instanceof Error && error.message === 'the client sent plaintext') return false
    throw error
  }
}
