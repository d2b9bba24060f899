import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { decodeContainer, encodeContainer, itemSize } from '../../../src/core/session/container.ts'
import type { Message } from '../../../src/core/session/message.ts'

const FIRST: Message = { msgId: 0x0102030405060708n, seqNo: 1, body: fromHex('aabbccdd') }
const SECOND: Message = { msgId: 0x010203040506070cn, seqNo: 2, body: fromHex('1122334455667788') }
const ITEM_1 = '0807060504030201' + '01000000' + '04000000' + 'aabbccdd'
const ITEM_2 = '0c07060504030201' + '02000000' + '08000000' + '1122334455667788'

/** A container with a msg_id just above those of both items. */
const container = (...hex: string[]): Message => ({
  msgId: 0x0102030405060710n,
  seqNo: 2,
  body: fromHex(hex.join('')),
})

const refused = (message: Message, rule: string): void =>
  assert.throws(() => decodeContainer(message), { code: 'ERR_CONTAINER_INVALID', rule })

test('a container is an id, a count and the items, each with msg_id, seqno and size', () => {
  const body = encodeContainer([FIRST, SECOND])
  assert.equal(toHex(body), `dcf8f17302000000${ITEM_1}${ITEM_2}`)
  assert.equal(body.length, 8 + itemSize(FIRST.body) + itemSize(SECOND.body))
})

test('the items come out in order', () => {
  assert.deepEqual(decodeContainer(container('dcf8f173', '02000000', ITEM_1, ITEM_2)), [
    FIRST,
    SECOND,
  ])
})

test('SES-11 a container may be empty', () => {
  assert.deepEqual(decodeContainer(container('dcf8f173', '00000000')), [])
})

test('SES-09 a container inside a container spoils it', () => {
  const nested = `0807060504030201${'00000000'}${'08000000'}dcf8f17300000000`
  refused(container('dcf8f173', '02000000', ITEM_1, nested), 'SES-09')
})

test('SES-10 an item that runs past the end spoils the container', () => {
  refused(
    container('dcf8f173', '01000000', '0807060504030201', '01000000', '08000000', 'aabbccdd'),
    'SES-10',
  )
})

test('SES-10 an item of negative size spoils the container', () => {
  refused(
    container('dcf8f173', '01000000', '0807060504030201', '01000000', 'fcffffff', 'aabbccdd'),
    'SES-10',
  )
})

test('SES-10 an item whose size is no multiple of 4 spoils the container', () => {
  refused(
    container('dcf8f173', '01000000', '0807060504030201', '01000000', '03000000', 'aabbccdd'),
    'SES-10',
  )
})

test('SES-10 bytes behind the last item spoil the container', () => {
  refused(container('dcf8f173', '01000000', ITEM_1, '00000000'), 'SES-10')
})

test('SES-10 fewer items than announced spoil the container', () => {
  refused(container('dcf8f173', '03000000', ITEM_1, ITEM_2), 'SES-10')
  refused(container('dcf8f173', '02000000', ITEM_1, '0c07060504030201'), 'SES-10')
})

test('SES-10 a count that is negative, missing or above 1024 spoils the container', () => {
  refused(container('dcf8f173', 'ffffffff'), 'SES-10')
  refused(container('dcf8f173'), 'SES-10')
  const empty = '0807060504030201' + '01000000' + '00000000'
  assert.equal(decodeContainer(container('dcf8f173', '00040000', empty.repeat(1024))).length, 1024)
  refused(container('dcf8f173', '01040000', empty.repeat(1025)), 'SES-10')
})

test('C-11 ENC-24 an item with the msg_id of its container, or a higher one, spoils it', () => {
  const { body } = container('dcf8f173', '02000000', ITEM_1, ITEM_2)
  refused({ msgId: SECOND.msgId, seqNo: 2, body }, 'C-11')
  refused({ msgId: FIRST.msgId, seqNo: 2, body }, 'C-11')
  assert.equal(decodeContainer({ msgId: SECOND.msgId + 1n, seqNo: 2, body }).length, 2)
})

test('SES-10 an item that is not made of whole words spoils it, however well the rest fits', () => {
  const item = (id: string, body: string): string =>
    `${id}07060504030201${'01000000'}${'06000000'}${body}`
  const body = item('08', 'aabbccddeeff') + item('0c', 'aabbccddeeff')
  refused(container('dcf8f173', '02000000', body), 'SES-10')
})
