import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { toHex } from '../../../src/core/bytes/hex.ts'
import { toBigInt } from '../../../src/core/bytes/integers.ts'
import { readClientHello } from '../../../src/core/transport/client-hello-reader.ts'
import { seededRandom } from '../../support/random.ts'
import { DOMAIN, hello, TIME, timeIn } from './hello.ts'

const HEADER = 5

/** GREASE numbers: both bytes alike, ending in a. */
const isGrease = (value: number): boolean =>
  (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 255)

/** The contents of the extensions, by number. */
function extensionsOf(record: Uint8Array): Map<number, Buffer> {
  const bytes = Buffer.from(record)
  // record 5, handshake 4, version 2, random 32, session id 33, ciphers 34, compression 2, length 2
  let at = 114
  assert.equal(bytes.readUInt16BE(at - 2), bytes.length - at)
  const found = new Map<number, Buffer>()
  while (at < bytes.length) {
    const length = bytes.readUInt16BE(at + 2)
    found.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return found
}

test('TR-43 the hello is one TLS record of 517 bytes or more for the domain of the secret', () => {
  const record = hello()
  assert.equal(toHex(record.subarray(0, 3)), '160301')
  assert.equal((record[3]! << 8) | record[4]!, record.length - HEADER)
  assert.ok(record.length >= 517)
  assert.equal(toHex(record.subarray(9, 11)), '0303')
  assert.equal(record[43], 32)
  const read = readClientHello(record.subarray(HEADER))
  assert.equal(read.serverName, DOMAIN)
  assert.equal(read.sessionId.length, 32)
  assert.equal(
    extensionsOf(record).get(0)?.toString('hex'),
    `001200000f${Buffer.from(DOMAIN).toString('hex')}`,
  )
})

test('TR-43 its random field is the digest of all the rest, with the time mixed in', () => {
  assert.deepEqual(timeIn(hello()), { time: TIME, isProven: true })
  assert.deepEqual(timeIn(hello({ time: 1 })), { time: 1, isProven: true })
  const other = hello({ key: new Uint8Array(16) })
  assert.equal(timeIn(other).isProven, false)
  const changed = hello()
  changed[100]! ^= 1
  assert.equal(timeIn(changed).isProven, false)
})

test('it has the fingerprint of a browser: the JA4 of Chrome', () => {
  const record = hello()
  const { ciphers, extensions } = readClientHello(record.subarray(HEADER))
  const hex = (values: readonly number[]): string[] =>
    values.filter(value => !isGrease(value)).map(value => value.toString(16).padStart(4, '0'))
  const short = (text: string): string =>
    createHash('sha256').update(text).digest('hex').slice(0, 12)
  const signatures = extensionsOf(record).get(0x0d)!.subarray(2).toString('hex').match(/.{4}/g)!
  const listed = hex(extensions)
  const a = `t13d${hex(ciphers).length}${listed.length}h2`
  const b = short(hex(ciphers).sort().join())
  const without = listed.filter(type => type !== '0000' && type !== '0010').sort()
  const c = short(`${without.join()}_${signatures.join()}`)
  assert.equal(`${a}_${b}_${c}`, 't13d1516h2_8daaf6152771_d8a2da3f94cd')
})

test('GREASE comes first in every list, and in two different extensions around all others', () => {
  for (let i = 0; i < 50; i++) {
    const record = hello({ random: seededRandom(`grease ${i}`) })
    const { ciphers, extensions } = readClientHello(record.subarray(HEADER))
    assert.ok(isGrease(ciphers[0]!))
    assert.deepEqual(
      extensions.flatMap((type, at) => (isGrease(type) ? [at] : [])),
      [0, extensions.length - 1],
    )
    assert.notEqual(extensions[0], extensions.at(-1))
    const content = extensionsOf(record)
    const group = content.get(0x0a)!.readUInt16BE(2)
    assert.ok(isGrease(group))
    assert.equal(content.get(0x33)!.readUInt16BE(2), group)
    assert.ok(isGrease(content.get(0x2b)!.readUInt16BE(1)))
  }
})

test('the extensions between come in another order each time, and are always the same ones', () => {
  const orders = Array.from({ length: 20 }, (_, i) => {
    const record = hello({ random: seededRandom(`order ${i}`) })
    return readClientHello(record.subarray(HEADER)).extensions.slice(1, -1)
  })
  assert.ok(new Set(orders.map(String)).size > 15)
  assert.equal(new Set(orders.map(order => String([...order].sort()))).size, 1)
})

test('the keys it shows could be keys', () => {
  const p = 2n ** 255n - 19n
  const power = (base: bigint, exponent: bigint): bigint => {
    let result = 1n
    for (let e = exponent, b = base; e > 0n; e >>= 1n, b = (b * b) % p)
      if (e & 1n) result = (result * b) % p
    return result
  }
  /** u^3 + 486662 u^2 + u is a square */
  const isOnCurve = (key: Buffer): boolean => {
    const u = toBigInt(Uint8Array.from(key).reverse())
    return u < p && power((u ** 3n + 486_662n * u ** 2n + u) % p, (p - 1n) / 2n) === 1n
  }
  for (let i = 0; i < 8; i++) {
    const content = extensionsOf(hello({ random: seededRandom(`keys ${i}`) }))
    // list 2, GREASE share 5; then group and length, 1184 and 32 bytes; group and length, 32 bytes
    const shares = content.get(0x33)!
    assert.equal(shares.length, 2 + 5 + 4 + 1216 + 4 + 32)
    assert.equal(shares.subarray(7, 11).toString('hex'), '11ec04c0')
    assert.equal(shares.subarray(1227, 1231).toString('hex'), '001d0020')
    const mlKem = shares.subarray(11, 11 + 1152)
    for (let at = 0; at < mlKem.length; at += 3) {
      const low = mlKem[at]! | ((mlKem[at + 1]! & 15) << 8)
      const high = (mlKem[at + 1]! >> 4) | (mlKem[at + 2]! << 4)
      assert.ok(low < 3329 && high < 3329)
    }
    const outer = content.get(0xfe0d)!
    assert.equal(outer.subarray(0, 5).toString('hex'), '0000010001')
    const keys = [shares.subarray(1195, 1227), shares.subarray(1231), outer.subarray(8, 40)]
    assert.ok(keys.every(isOnCurve))
    assert.equal(new Set(keys.map(key => key.toString('hex'))).size, 3)
    assert.ok([144, 176, 208, 240].includes(outer.readUInt16BE(40)))
    assert.equal(outer.length, 42 + outer.readUInt16BE(40))
  }
})

const tshark = spawnSync('tshark', ['--version'])
const converter = spawnSync('text2pcap', ['--version'])
const missing = tshark.status === 0 && converter.status === 0 ? false : 'tshark is not installed'

test('tshark reads the hello, finds the domain in it and nothing malformed', {
  skip: missing,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-hello-'))
  try {
    const dump = Array.from({ length: 4 }, (_, i) => {
      const record = hello({ random: seededRandom(`tshark ${i}`) })
      return `000000 ${toHex(record).replace(/../g, '$& ')}\n`
    })
    writeFileSync(join(folder, 'hello.txt'), dump.join('\n'))
    const packets = join(folder, 'hello.pcap')
    spawnSync('text2pcap', ['-q', '-T', '40000,443', join(folder, 'hello.txt'), packets])
    const fields = ['tls.handshake.extensions_server_name', '_ws.malformed']
    const args = ['-r', packets, '-o', 'tcp.desegment_tcp_streams:false', '-T', 'fields']
    const { stdout } = spawnSync('tshark', [...args, ...fields.flatMap(field => ['-e', field])])
    // the name, a tab, and whatever is malformed
    assert.equal(stdout.toString(), `${DOMAIN}\t\n`.repeat(4))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
