import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from '../../src/core/bytes/hex.ts'
import { packIp, unpackIp } from '../../src/credentials/ip.ts'

for (const [text, hex] of [
  ['0.0.0.0', '00000000'],
  ['149.154.167.40', '959aa728'],
  ['255.255.255.255', 'ffffffff'],
  ['::', '00000000000000000000000000000000'],
  ['::1', '00000000000000000000000000000001'],
  ['1::', '00010000000000000000000000000000'],
  ['2001:67c:4e8:f002::e', '2001067c04e8f002000000000000000e'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['1:0:3:4:5:6:7:8', '00010000000300040005000600070008'],
  ['1:0:0:4::8', '00010000000000040000000000000008'],
  ['1::4:0:0:8', '00010000000000000004000000000008'],
] as const)
  test(`${text} is packed and unpacked`, () => {
    assert.equal(toHex(packIp(text)!), hex)
    assert.equal(unpackIp(fromHex(hex)), text)
  })

for (const [text, hex] of [
  ['2001:067C:04e8:f002:0000:0000:0000:000e', '2001067c04e8f002000000000000000e'],
  ['1:2:3:4:5:6:7::', '00010002000300040005000600070000'],
  ['::ffff:1.2.3.4', '00000000000000000000ffff01020304'],
  ['64:ff9b::192.0.2.33', '0064ff9b0000000000000000c0000221'],
] as const)
  test(`${text}, which has a shorter form, is packed`, () => {
    assert.equal(toHex(packIp(text)!), hex)
  })

for (const text of [
  ...['', '1', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '1.2.3.-4', ' 1.2.3.4', 'localhost'],
  ...[':', ':::', '1:2', '1:2:3:4:5:6:7:8:9', '1:2:3:4::5:6:7:8', '1::2::3', '12345::', 'g::'],
  ...['::1.2.3', '1.2.3.4::', '::1.2.3.4:5', '[::1]', '::1%eth0', ':1:2:3:4:5:6:7'],
])
  test(`${JSON.stringify(text)} is no address`, () => {
    assert.equal(packIp(text), undefined)
  })
