import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import type { MtprotoError } from '../../../src/core/errors.ts'
import { decodeContainer } from '../../../src/core/session/container.ts'
import { pack as gzipPack } from '../../../src/core/session/gzip-packed.ts'
import type { Arrival, Message } from '../../../src/core/session/message.ts'
import { ServerClock } from '../../../src/core/session/server-clock.ts'
import { type Outgoing, type Packet, Session } from '../../../src/core/session/session.ts'
import { seededRandom } from '../../support/random.ts'

const UNIX = 1_700_000_000_000
/** The msg_id of a server's notice at UNIX. */
const NOTICE = 0x6553f10000000003n
const NOW = { monotonic: 0, unix: UNIX }
const CALL = fromHex('6b18f9c4')
const ACK = fromHex('59b4d66215c4b51c00000000')
const CONTAINER = 'dcf8f173'

const session = (side: 'client' | 'server' = 'client'): Session =>
  new Session({ id: 7n, side, random: seededRandom('session'), ackDelay: 30_000 })

function accept(
  session: Session,
  message: Message,
  { trusted = true, refused = [] as MtprotoError[] } = {},
): Arrival[] {
  const clock = new ServerClock(NOW)
  if (trusted) clock.sync(UNIX, NOW)
  return session.accept(message, clock, NOW, error => refused.push(error))
}

/** Packs bodies that fit into one envelope. */
function packOne(sender: Session, bodies: Outgoing[], unix = UNIX): Packet {
  const [packet, ...more] = sender.pack(bodies, unix)
  assert.equal(more.length, 0)
  return packet!
}

const call = { body: CALL, kind: 'request' } as const
const ack = { body: ACK, kind: 'request' } as const

test('a single body becomes a message of its own', () => {
  const { outer, items } = packOne(session(), [call])
  assert.deepEqual(items, [outer])
  assert.equal(outer.seqNo, 1)
  assert.equal(outer.body, CALL)
})

test('SES-03 several bodies become a container, created after them', () => {
  const { outer, items } = packOne(session(), [ack, call, call, ack])
  assert.equal(toHex(outer.body.subarray(0, 8)), `${CONTAINER}04000000`)
  assert.deepEqual(
    items.map(({ seqNo }) => seqNo),
    [0, 1, 3, 4],
  )
  assert.equal(outer.seqNo, 4)
  assert.deepEqual(decodeContainer(outer), items)
  const ids = [...items, outer].map(({ msgId }) => msgId)
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => (a < b ? -1 : 1)),
  )
  assert.ok(ids.every(id => id % 4n === 0n))
})

test('SES-03 a packed call counts as a call', () => {
  const packet = packOne(session(), [{ body: fromHex('a1cf7230'), kind: 'request' }, ack])
  assert.deepEqual(
    packet.items.map(({ seqNo }) => seqNo),
    [1, 2],
  )
})

test('a message that goes out again keeps its id and seqno, and never goes alone', () => {
  const client = session()
  const { outer: first } = packOne(client, [call])
  const { outer, items } = packOne(client, [first], UNIX + 1000)
  assert.deepEqual(items, [first])
  assert.deepEqual(decodeContainer(outer), [first])
  assert.equal(outer.seqNo, 2)
})

test('a server numbers answers and notices by their kinds, and its containers as notices', () => {
  const { outer, items } = packOne(session('server'), [
    { body: CALL, kind: 'answer' },
    { body: CALL, kind: 'notice' },
  ])
  assert.deepEqual(
    [...items, outer].map(({ msgId }) => msgId & 3n),
    [1n, 3n, 3n],
  )
})

test('SES-12 5000 calls travel in containers of at most 1020', () => {
  const packets = session().pack(
    Array.from({ length: 5000 }, () => call),
    UNIX,
  )
  assert.deepEqual(
    packets.map(({ items }) => items.length),
    [1020, 1020, 1020, 1020, 920],
  )
})

test('SES-12 a container is at most 32 KiB of items; only a single message is larger', () => {
  const of = (size: number) => ({ body: new Uint8Array(size), kind: 'request' }) as const
  const packets = session().pack([of(16_368), of(16_368), of(4), of(40_000), of(4)], UNIX)
  assert.deepEqual(
    packets.map(({ items }) => items.map(({ body }) => body.length)),
    [[16_368, 16_368], [4], [40_000], [4]],
  )
})

test('ENC-11 an even msg_id has no effect at all', () => {
  const client = session()
  for (const msgId of [NOTICE - 3n, NOTICE - 1n])
    assert.throws(() => accept(client, { msgId, seqNo: 1, body: CALL }), {
      code: 'ERR_MESSAGE_PARITY',
      rule: 'C-7',
    })
  assert.equal(client.acks.deadline(), undefined)
})

test('ENC-28 a server takes no id that is not divisible by 4', () => {
  const server = session('server')
  for (const low of [1n, 2n, 3n])
    assert.throws(() => accept(server, { msgId: NOTICE - 3n + low, seqNo: 1, body: CALL }), {
      code: 'ERR_MESSAGE_PARITY',
    })
  assert.equal(accept(server, { msgId: NOTICE - 3n, seqNo: 1, body: CALL }).length, 1)
})

test('C-7 an item with the wrong parity spoils its container', () => {
  const item = `0000000000f15365${'01000000'}${'04000000'}6b18f9c4`
  const good = `0100000000f15365${'01000000'}${'04000000'}6b18f9c4`
  const client = session()
  assert.throws(
    () =>
      accept(client, {
        msgId: NOTICE + 4n,
        seqNo: 2,
        body: fromHex(`${CONTAINER}02000000${good}${item}`),
      }),
    { code: 'ERR_MESSAGE_PARITY' },
  )
  assert.equal(client.acks.deadline(), undefined)
  const body = fromHex(`${CONTAINER}01000000${good}`)
  assert.equal(accept(client, { msgId: NOTICE + 4n, seqNo: 2, body })[0]!.duplicate, false)
})

test('ENC-12 SES-05 an id that comes again is a duplicate, and is acknowledged again', () => {
  const client = session()
  const message = { msgId: NOTICE, seqNo: 1, body: CALL }
  assert.equal(accept(client, message)[0]!.duplicate, false)
  assert.deepEqual(client.acks.take(), [NOTICE])
  assert.equal(accept(client, message)[0]!.duplicate, true)
  assert.deepEqual(client.acks.take(), [NOTICE])
})

test('ENC-13 an id below all that are remembered is a duplicate that is not acknowledged', () => {
  const client = session()
  for (let i = 1n; i <= 1000n; i++) accept(client, { msgId: NOTICE + 4n * i, seqNo: 0, body: CALL })
  assert.equal(accept(client, { msgId: NOTICE, seqNo: 1, body: CALL })[0]!.duplicate, true)
  assert.equal(client.acks.deadline(), undefined)
})

test('SES-04 only odd seqnos are acknowledged, and items one by one without their container', () => {
  const client = session()
  accept(client, { msgId: NOTICE, seqNo: 2, body: CALL })
  assert.equal(client.acks.deadline(), undefined)
  const items =
    `0500000000f15365${'03000000'}${'04000000'}6b18f9c4` +
    `0700000000f15365${'04000000'}${'04000000'}6b18f9c4` +
    `0900000000f15365${'05000000'}${'04000000'}6b18f9c4`
  const body = fromHex(`${CONTAINER}03000000${items}`)
  const arrivals = accept(client, { msgId: NOTICE + 100n, seqNo: 7, body })
  assert.deepEqual(
    arrivals.map(({ msgId, seqNo, container }) => [msgId, seqNo, container]),
    [
      [NOTICE + 2n, 3, NOTICE + 100n],
      [NOTICE + 4n, 4, NOTICE + 100n],
      [NOTICE + 6n, 5, NOTICE + 100n],
    ],
  )
  assert.deepEqual(client.acks.take(), [NOTICE + 2n, NOTICE + 6n])
})

test('SES-11 an empty container has no effect', () => {
  const client = session()
  const body = fromHex(`${CONTAINER}00000000`)
  assert.deepEqual(accept(client, { msgId: NOTICE, seqNo: 0, body }), [])
  assert.equal(client.acks.deadline(), undefined)
})

test('ENC-14 ENC-15 with a trusted clock an id out of time has no effect', () => {
  const client = session()
  const at = (seconds: number): Message => ({
    msgId: NOTICE + (BigInt(seconds) << 32n),
    seqNo: 1,
    body: CALL,
  })
  for (const seconds of [31, -301])
    assert.throws(() => accept(client, at(seconds)), { code: 'ERR_MESSAGE_TIME', rule: 'C-9' })
  assert.equal(client.acks.deadline(), undefined)
  for (const seconds of [29, -299]) assert.equal(accept(client, at(seconds)).length, 1)
})

test('with a clock that nobody has confirmed every id is in time', () => {
  const message = { msgId: NOTICE - (1_000_000n << 32n), seqNo: 1, body: CALL }
  assert.equal(accept(session(), message, { trusted: false }).length, 1)
})

test('ENC-16 what repairs the clock or the salt is heard at any time, alone or in a container', () => {
  const old = NOTICE - (400n << 32n)
  const salt = fromHex(`7b44abed${'00'.repeat(24)}`)
  const notice = fromHex(`11f8efa7${'00'.repeat(16)}`)
  for (const body of [salt, notice])
    assert.equal(accept(session(), { msgId: old, seqNo: 0, body }).length, 1)
  const items =
    `0100000000000000${'00000000'}${'1c000000'}${toHex(salt)}` +
    `0500000000000000${'01000000'}${'04000000'}6b18f9c4`
  const body = fromHex(`${CONTAINER}02000000${items}`)
  const arrivals = accept(session(), { msgId: old, seqNo: 0, body })
  assert.deepEqual(
    arrivals.map(({ msgId }) => msgId),
    [1n],
  )
})

test('C-9 an old message is in time inside a fresh container', () => {
  const item = `0100000000000050${'01000000'}${'04000000'}6b18f9c4`
  const body = fromHex(`${CONTAINER}01000000${item}`)
  assert.equal(accept(session(), { msgId: NOTICE, seqNo: 0, body })[0]!.msgId, 0x5000000000000001n)
})

test('SES-13 SES-14 packed items are unpacked; one that cannot be is refused alone, and acknowledged', () => {
  const client = session()
  const object = new Uint8Array(400).fill(1)
  const packed = toHex(gzipPack(object, gzipSync))
  const size = (packed.length / 2).toString(16).padStart(2, '0')
  const broken = `${packed.slice(0, -20)}${'00'.repeat(10)}`
  const body = fromHex(
    `${CONTAINER}02000000` +
      `0100000000f15365${'01000000'}${size}000000${broken}` +
      `0500000000f15365${'03000000'}${size}000000${packed}`,
  )
  const refused: MtprotoError[] = []
  const arrivals = accept(client, { msgId: NOTICE + 100n, seqNo: 4, body }, { refused })
  assert.deepEqual(
    refused.map(({ code }) => code),
    ['ERR_GZIP_INVALID'],
  )
  assert.deepEqual(
    arrivals.map(({ body }) => body),
    [object],
  )
  assert.equal(client.acks.take().length, 2)
})

test('SES-14 the items of one container share one limit of 16 MiB', () => {
  const bomb = toHex(gzipPack(new Uint8Array(9 * 1024 * 1024), gzipSync))
  const size = bomb.length / 2
  const le = toHex(Uint8Array.of(size & 255, size >> 8, 0, 0))
  const item = (low: string): string => `${low}00000000f15365${'01000000'}${le}${bomb}`
  const body = fromHex(`${CONTAINER}03000000${item('01')}${item('05')}${item('09')}`)
  const refused: MtprotoError[] = []
  const arrivals = accept(session(), { msgId: NOTICE + 100n, seqNo: 4, body }, { refused })
  assert.equal(arrivals.length, 1)
  assert.deepEqual(
    refused.map(({ code }) => code),
    ['ERR_GZIP_TOO_LARGE', 'ERR_GZIP_TOO_LARGE'],
  )
})

test('SES-14 what is packed inside an item shares the limit of its container', () => {
  const client = session()
  const half = gzipPack(new Uint8Array(8 * 1024 * 1024), gzipSync)
  accept(client, { msgId: NOTICE, seqNo: 1, body: half })
  assert.equal(client.unpack(half).length, 8 * 1024 * 1024)
  assert.throws(() => client.unpack(half), { code: 'ERR_GZIP_TOO_LARGE' })
  accept(client, { msgId: NOTICE + 4n, seqNo: 3, body: fromHex('6b18f9c4') })
  assert.equal(client.unpack(half).length, 8 * 1024 * 1024)
})

test('SES-14 what cannot be unpacked takes of the limit what it might have been', () => {
  const client = session()
  const packed = gzipPack(new Uint8Array(16 * 1024 * 1024), gzipSync)
  const broken = packed.slice()
  broken[packed.length - 12]! ^= 1
  accept(client, { msgId: NOTICE, seqNo: 1, body: fromHex('6b18f9c4') })
  assert.throws(() => client.unpack(broken), { code: 'ERR_GZIP_INVALID' })
  assert.throws(() => client.unpack(packed), { code: 'ERR_GZIP_TOO_LARGE' })
})
