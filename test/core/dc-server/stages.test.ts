// The hooks on what a server sends: what they return goes out as it is, and nothing else changes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { mtproto } from '../../../src/core/tl/generated/mtproto/index.ts'
import { decodePrefix } from '../../../src/core/tl/schema.ts'
import { le8, rpcResult, TRUE, UPDATE } from '../../support/spelled.ts'
import { Stage } from './raw-client.ts'

const CALL = '6b18f9c4'
const NONCE = '05'.repeat(16)

const items = (bodies: string[]): string[] => bodies.filter(body => !body.startsWith('dcf8f173'))

test('a body is replaced, dropped and doubled before it is numbered', () => {
  const stage = new Stage({
    stages: {
      body: draft =>
        toHex(draft.body).startsWith('016d5cf3')
          ? [draft, { ...draft, body: fromHex(UPDATE), kind: 'notice' }]
          : [],
    },
  })
  const client = stage.connect()
  const msgId = client.send(CALL)
  assert.equal(client.got.length, 0)
  stage.answer(TRUE)
  assert.deepEqual(items(client.bodies()), [rpcResult(msgId, TRUE), UPDATE])
  assert.deepEqual(
    client.got.filter(({ container }) => container !== undefined).map(({ msgId }) => msgId & 3n),
    [1n, 3n],
  )
})

test('a packet goes out under the numbers it was given, and what is kept keeps its own', () => {
  const stage = new Stage({
    stages: {
      packet: packet => [packet, { ...packet, outer: { ...packet.outer, msgId: 5n, seqNo: 1000 } }],
    },
  })
  const client = stage.connect()
  client.send(CALL)
  client.got.length = 0
  stage.answer(TRUE)
  const [good, bad] = client.got
  assert.deepEqual([bad!.msgId, bad!.seqNo, bad!.body], [5n, 1000, good!.body])
  assert.equal(client.got.length, 2)
  client.close()
  const next = stage.connect()
  next.send(CALL, { seqNo: 3 })
  assert.equal(
    next.got.some(({ msgId }) => msgId === good!.msgId),
    true,
  )
})

test('an answer of the key exchange is replaced, and the same question gets the same again', () => {
  const seen: string[] = []
  const stage = new Stage({
    strayBytes: false,
    stages: {
      answer: record => {
        seen.push(record.value._)
        return [{ ...record, value: { _: 'pong', msgId: 1n, pingId: 2n } }, record]
      },
    },
  })
  const client = stage.connect()
  for (let round = 1; round <= 2; round++) {
    client.sendPlaintext(fromHex(`f18e7ebe${NONCE}`))
    const [pong, resPQ] = client.plaintext.splice(0)
    assert.equal(toHex(pong!), `c5737734${le8(1n)}${le8(2n)}`)
    assert.equal(decodePrefix(mtproto, resPQ!).value._, 'resPQ')
  }
  assert.deepEqual(seen, ['resPQ'])
})
