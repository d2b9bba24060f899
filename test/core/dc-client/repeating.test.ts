// Calls that the server puts off: floods and errors of its own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Invocation } from '../../../src/core/dc-client/query.ts'
import { rpcError, rpcResult, TRUE } from '../../support/spelled.ts'
import { type Puppet, started } from './puppet.ts'

function refuse(puppet: Puppet, code: number, text: string): void {
  puppet.send(rpcResult(puppet.calls().at(-1)!.msgId, rpcError(code, text)), { seqNo: 0 })
}

/** How long the client waits before it repeats the call, in milliseconds; it must not be settled. */
function wait(puppet: Puppet): number {
  const { length } = puppet.calls()
  assert.deepEqual(puppet.settled, [])
  for (let milliseconds = 0; milliseconds <= 120_000; milliseconds += 500) {
    if (puppet.calls().length > length) return milliseconds
    puppet.live(500)
  }
  throw new Error('it is not repeated')
}

function calling(options: Partial<Invocation>): Puppet {
  const puppet = started()
  puppet.call(1, options)
  return puppet
}

for (const text of ['FLOOD_WAIT_7', 'FLOOD_PREMIUM_WAIT_7'])
  test(`420 ${text}: the call goes out again after 7 s under a new id, and nothing else waits`, () => {
    const puppet = calling({ floodWait: 7 })
    const { msgId, body } = puppet.calls()[1]!
    refuse(puppet, 420, text)
    const other = puppet.invoke(2)[0]!
    puppet.send(rpcResult(other.msgId, TRUE), { seqNo: 0 })
    puppet.live(6999)
    assert.equal(puppet.calls().length, 3)
    puppet.live(1)
    const again = puppet.calls().at(-1)!
    assert.deepEqual([again.body, again.msgId > msgId], [body, true])
    puppet.send(rpcResult(again.msgId, TRUE), { seqNo: 0 })
    assert.deepEqual(puppet.settled, [`2: ${TRUE}`, `1: ${TRUE}`])
  })

test('a wait above the limit is the answer, at once', () => {
  for (const options of [{ floodWait: 6 }, { floodWait: 0 }, {}]) {
    const puppet = calling(options)
    refuse(puppet, 420, 'FLOOD_WAIT_7')
    assert.deepEqual(puppet.settled, ['1: ERR_RPC'])
    assert.match(String(puppet.errors[0]), /420 FLOOD_WAIT_7/)
  }
})

test('the waits of one call count together', () => {
  const puppet = calling({ floodWait: 10 })
  refuse(puppet, 420, 'FLOOD_WAIT_4')
  assert.equal(wait(puppet), 4000)
  refuse(puppet, 420, 'FLOOD_WAIT_6')
  assert.equal(wait(puppet), 6000)
  refuse(puppet, 420, 'FLOOD_WAIT_1')
  assert.deepEqual(puppet.settled, ['1: ERR_RPC'])
})

test('a wait of 0 s is one of 1 s, so that it ends', () => {
  const puppet = calling({ floodWait: 12 })
  for (let count = 0; count < 12; count++) {
    refuse(puppet, 420, 'FLOOD_WAIT_0')
    assert.equal(wait(puppet), 1000)
  }
  refuse(puppet, 420, 'FLOOD_WAIT_0')
  assert.deepEqual(puppet.settled, ['1: ERR_RPC'])
})

for (const [code, text] of [
  [420, 'FLOOD_WAIT_99999999999'],
  [420, 'FLOOD_WAIT_'],
  [420, 'SLOWMODE_WAIT_3'],
  [400, 'FLOOD_WAIT_3'],
  [400, 'PHONE_INVALID'],
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [406, 'SOMETHING'],
  [600, 'STRANGE'],
] as const)
  test(`${code} ${text} is the answer`, () => {
    const puppet = calling({ floodWait: 1e6, retries: 9 })
    refuse(puppet, code, text)
    assert.deepEqual(puppet.settled, ['1: ERR_RPC'])
  })

for (const [code, text] of [
  [500, 'INTERNAL'],
  [500, 'RPC_CALL_FAIL'],
  [599, 'STRANGE'],
  [-503, 'Timeout'],
  [-500, 'No workers running'],
] as const)
  test(`${code} ${text}: repeated after waits that double, as often as allowed`, () => {
    const puppet = calling({ retries: 5 })
    for (const expected of [1000, 2000, 4000, 8000, 16_000]) {
      refuse(puppet, code, text)
      assert.equal(wait(puppet), expected)
    }
    refuse(puppet, code, text)
    assert.deepEqual(puppet.settled, ['1: ERR_RPC'])
    assert.equal(puppet.calls().length, 1 + 6)
  })

test('the longest wait is a minute, and the caller decides how many there are', () => {
  const puppet = calling({ retries: 12 })
  const waits: number[] = []
  for (let count = 0; count < 12; count++) {
    refuse(puppet, 500, 'INTERNAL')
    waits.push(wait(puppet))
  }
  assert.deepEqual(waits.slice(5), [32_000, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000])
  refuse(puppet, 500, 'INTERNAL')
  assert.deepEqual(puppet.settled, ['1: ERR_RPC'])
})

test('an internal error is the answer unless repetitions are allowed', () => {
  const puppet = calling({})
  refuse(puppet, 500, 'INTERNAL')
  assert.deepEqual(puppet.settled, ['1: ERR_RPC'])
})

test('a call that waits is not asked about, and survives the loss of its connection', () => {
  const puppet = calling({ floodWait: 60 })
  refuse(puppet, 420, 'FLOOD_WAIT_40')
  puppet.live(20_000)
  assert.equal(puppet.got.length, 2)
  puppet.close()
  puppet.live(10_000)
  assert.equal(puppet.calls().length, 2)
  puppet.live(10_000)
  assert.equal(puppet.calls().length, 3)
})
