import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { readUint32LE } from '../../../src/core/bytes/integers.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import type { Crypto } from '../../../src/core/crypto/provider.ts'
import { obfuscateClient, obfuscateServer } from '../../../src/core/transport/obfuscation.ts'
import vectors from '../../vectors/vectors.json' with { type: 'json' }
import {
  client,
  drain,
  payload,
  payloadOf,
  scripted,
  seeded,
  server,
  serverOf,
  TAGGED,
} from './ends.ts'

/** `ff*64` stands for 64 times ff. */
function bytesOf(text: string): Uint8Array {
  const [byte, count] = text.split('*')
  return fromHex(byte!.repeat(Number(count ?? 1)))
}

/** The portable crypto, noting the key and iv of each stream. */
function recording(): { crypto: Crypto; streams: string[] } {
  const streams: string[] = []
  const aesCtr: Crypto['aesCtr'] = (key, iv) => {
    streams.push(toHex(key), toHex(iv))
    return portable.aesCtr(key, iv)
  }
  return { crypto: { ...portable, aesCtr }, streams }
}

/** The start bytes can be checked without paying for AES. */
const noCipher: Crypto = { ...portable, aesCtr: () => ({ update: data => data }) }

const NONE = new Uint8Array(0)

describe('the vectors', () => {
  for (const vector of vectors.obfuscated2.vectors) {
    test(`TR-21 ${vector.name}`, () => {
      const random64 = bytesOf(vector.random64)
      const secret = vector.secret ? bytesOf(vector.secret) : undefined
      // a vector without a DC leaves the random bytes in its place
      const dcId = vector.dc ?? new DataView(random64.buffer).getInt16(60, true)
      const { crypto, streams } = recording()
      const options = { framing: 'intermediate', dcId, secret } as const
      const { init } = obfuscateClient(options, crypto, scripted(random64))
      assert.equal(toHex(init), vector.init_wire)
      const derived = [vector.enc_key, vector.enc_iv, vector.dec_key, vector.dec_iv]
      if (vector.enc_key !== undefined) assert.deepEqual(streams, derived)

      const accepted = obfuscateServer(init, secret, crypto)
      assert.equal(accepted.framing, 'intermediate')
      assert.equal(accepted.dcId, dcId)
    })
  }

  test('TR-21 TR-22 the frames of the first vector', () => {
    const vector = vectors.obfuscated2.vectors[0]!
    const random64 = fromHex(vector.random64)
    const dcId = new DataView(random64.buffer).getInt16(60, true)
    const asking = client({
      framing: 'intermediate',
      obfuscation: { dcId },
      random: scripted(random64),
    })
    const answering = serverOf(asking)
    for (const [i, wire] of vector.client_frames_wire!.entries()) {
      const bytes = fromHex(vector.client_frames_plain![i]!).subarray(4)
      assert.equal(toHex(asking.encode(asking.complete(bytes))), wire)
      answering.receive(fromHex(wire))
      assert.deepEqual(drain(answering), [payload(bytes)])
    }
    for (const wire of vector.server_frames_wire!) {
      assert.equal(toHex(answering.encode(answering.completeError(-404))), wire)
      asking.receive(fromHex(wire))
      assert.deepEqual(drain(asking), [{ kind: 'error', code: -404 }])
    }
  })
})

test('TR-20 no start passes for another transport, however bad the randomness', () => {
  const heads = [
    'ef',
    'efefefef',
    'eeeeeeee',
    'dddddddd',
    '48454144',
    '504f5354',
    '47455420',
    '4f505449',
    '16030102',
  ]
  const good = seeded(7)
  const forbidden = new Set(heads.slice(2))
  let draws = 0
  for (let run = 0; run < 10_000; run++) {
    const random = (length: number) => {
      const draw = good(length, 'obfuscation')
      // two draws of three are spoiled, by their first bytes or by four zeros behind them
      const kind = draws++ % 30
      if (kind < heads.length * 2) draw.set(fromHex(heads[kind >> 1]!))
      else if (kind < 20) draw.fill(0, 4, 8)
      return draw
    }
    const { init } = obfuscateClient({ framing: 'abridged', dcId: 2 }, noCipher, random)
    assert.notEqual(init[0], 0xef)
    assert.ok(!forbidden.has(toHex(init.subarray(0, 4))))
    assert.notEqual(readUint32LE(init, 4), 0)
  }
  assert.ok(draws > 25_000, `${draws} draws`)
})

test('TR-20 a source that only gives forbidden starts ends in an error, not in a loop', () => {
  const broken = (length: number) => new Uint8Array(length).fill(0xef)
  assert.throws(() => client({ framing: 'padded', obfuscation: { dcId: 2 }, random: broken }), {
    code: 'ERR_ARGUMENT',
    rule: 'TR-20',
  })
})

test('TR-22 the key stream runs on over many frames both ways, and the tag is sent once', () => {
  for (const framing of TAGGED) {
    const asking = client({ framing, obfuscation: { dcId: 2 } })
    const answering = serverOf(asking)
    assert.equal(answering.detected, framing)
    for (let i = 0; i < 200; i++) {
      const bytes = payloadOf(24 + 4 * (i % 37), i)
      answering.receive(
        asking.encode({ ...asking.complete(bytes), length: bytes.length, padding: NONE }),
      )
      assert.deepEqual(drain(answering), [payload(bytes)])
      asking.receive(
        answering.encode({ ...answering.complete(bytes), length: bytes.length, padding: NONE }),
      )
      assert.deepEqual(drain(asking), [payload(bytes)])
    }
    assert.equal(asking.start().length, 64)
  }
})

test('TR-23 the DC goes out as int16: test, media and plain', () => {
  const bytes = { 10002: '1227', [-4]: 'fcff', 2: '0200', [-10004]: 'ecd8' }
  for (const [dcId, wire] of Object.entries(bytes)) {
    const asking = client({ framing: 'intermediate', obfuscation: { dcId: Number(dcId) } })
    const init = asking.start()
    const plain = portable.aesCtr(init.subarray(8, 40), init.subarray(40, 56)).update(init)
    assert.equal(toHex(plain.subarray(56, 62)), `eeeeeeee${wire}`)
    assert.equal(serverOf(asking).dcId, Number(dcId))
  }
  for (const dcId of [32768, -32769, 1.5, Number.NaN])
    assert.throws(() => client({ framing: 'intermediate', obfuscation: { dcId } }), {
      code: 'ERR_ARGUMENT',
      at: 'dcId',
    })
})

test('TR-25 a start that names no framing is refused', () => {
  const init = payloadOf(64)
  const accepting = server()
  accepting.receive(concat(init, payloadOf(100)))
  assert.throws(() => accepting.poll(), { code: 'ERR_TRANSPORT_UNKNOWN', rule: 'TR-25' })
  assert.equal(accepting.detected, undefined)
  assert.equal(accepting.poll(), undefined)
})

test('TR-41 both ends mix the secret of a proxy into their keys', () => {
  const secret = fromHex('00112233445566778899aabbccddeeff')
  for (const framing of TAGGED) {
    const asking = client({ framing, obfuscation: { dcId: 2, secret } })
    const answering = obfuscateServer(asking.start(), secret, portable)
    assert.equal(answering.framing, framing)
    const record = asking.complete(payloadOf(40))
    const plain = client({ framing }).encode(record)
    assert.deepEqual(answering.decryptor.update(asking.encode(record)), plain)
    const code = fromHex('6cfeffff')
    const frame = client({ framing }).encode(asking.complete(code))
    asking.receive(answering.encryptor.update(frame))
    assert.deepEqual(drain(asking), [{ kind: 'error', code: -404 }])
  }
})

test('TR-41 a client with another secret, or none, is refused', () => {
  const secret = payloadOf(16)
  for (const wrong of [undefined, payloadOf(16, 9)]) {
    const asking = client({ framing: 'intermediate', obfuscation: { dcId: 2, secret: wrong } })
    assert.throws(() => obfuscateServer(asking.start(), secret, portable), {
      code: 'ERR_TRANSPORT_UNKNOWN',
    })
  }
})

test('a secret that is not 16 bytes, or the full framing, cannot be obfuscated with', () => {
  for (const length of [0, 15, 17])
    assert.throws(
      () => client({ framing: 'padded', obfuscation: { dcId: 2, secret: payloadOf(length) } }),
      { code: 'ERR_ARGUMENT', at: 'secret' },
    )
  assert.throws(() => client({ framing: 'full', obfuscation: { dcId: 2 } }), {
    code: 'ERR_ARGUMENT',
    at: 'framing',
  })
})
