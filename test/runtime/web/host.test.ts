import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toHex } from '../../../src/core/bytes/hex.ts'
import type { MtprotoError } from '../../../src/core/errors.ts'
import { createHost } from '../../../src/runtime/web/host.ts'
import { random } from '../../../src/runtime/web/random.ts'
import { withPlatform } from './platform.ts'

test('randomness comes in pieces no larger than the platform fills', async () => {
  const sizes: number[] = []
  const getRandomValues = (bytes: Uint8Array): Uint8Array => {
    sizes.push(bytes.length)
    return bytes.fill(sizes.length)
  }
  await withPlatform({ crypto: { getRandomValues } }, () => {
    const bytes = random(150_000, 'padding')
    assert.deepEqual(sizes, [65536, 65536, 18928])
    assert.deepEqual([bytes.length, bytes[65535], bytes[65536], bytes[149_999]], [150_000, 1, 2, 3])
    assert.equal(random(0, 'padding').length, 0)
  })
})

test('without cryptographic randomness there is none at all', async () => {
  for (const crypto of [undefined, {}])
    await withPlatform({ crypto }, () => {
      assert.throws(
        () => random(16, 'nonce'),
        (error: MtprotoError) =>
          error.code === 'ERR_PLATFORM' && error.at === 'crypto.getRandomValues',
      )
    })
})

const PBKDF2 = {
  kind: 'pbkdf2',
  password: Uint8Array.of(0x61, 0x62, 0x63),
  salt: Uint8Array.of(0x61, 0x62, 0x63),
  iterations: 2,
} as const

test('a password is stretched by the platform where it can, and here where it cannot', async () => {
  const host = createHost()
  const elsewhere = host.compute(PBKDF2)
  assert.ok(elsewhere instanceof Promise)
  const key = await elsewhere
  assert.equal(key.length, 64)
  assert.equal(toHex(key.subarray(0, 8)), 'ce176ee7b5b1ec7c')
  await withPlatform({ crypto: {} }, () => {
    assert.deepEqual(host.compute(PBKDF2), key)
  })
})

test('a timer runs once, unless it is prevented', async () => {
  const host = createHost()
  const ran: string[] = []
  await new Promise<void>(resolve => {
    host.setTimer(0, () => ran.push('prevented'))()
    host.setTimer(1, () => {
      ran.push('ran')
      resolve()
    })
  })
  assert.deepEqual(ran, ['ran'])
})
