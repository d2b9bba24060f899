import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Machine, Now } from '../../src/core/machine.ts'
import { Driver } from '../../src/host/driver.ts'
import { MemoryHost } from '../support/memory-host.ts'

/** Notes what it is given; each input is put out again, and its deadline is set by the test. */
class Recorder implements Machine<string, string> {
  readonly seen: string[] = []
  readonly outputs: string[] = []
  at: number | undefined

  handle(input: string, now: Now): void {
    this.seen.push(`${input} at ${now.monotonic}`)
    this.outputs.push(input)
  }

  handleTimeout(now: Now): void {
    this.seen.push(`timeout at ${now.monotonic}`)
    if (this.at !== undefined && now.monotonic >= this.at) this.at = undefined
  }

  poll(): string | undefined {
    return this.outputs.shift()
  }

  deadline(): number | undefined {
    return this.at
  }
}

test('every input is handled, and what it causes is performed, in order', () => {
  const machine = new Recorder()
  const performed: string[] = []
  const driver = new Driver(machine, new MemoryHost(), output => performed.push(output))
  driver.input('a')
  driver.input('b')
  assert.deepEqual(machine.seen, ['a at 0', 'b at 0'])
  assert.deepEqual(performed, ['a', 'b'])
})

test('an input given while another is performed waits until that is finished', () => {
  const machine = new Recorder()
  const performed: string[] = []
  const driver: Driver<string, string> = new Driver(machine, new MemoryHost(), output => {
    if (output === 'a') driver.input('c')
    performed.push(output)
  })
  machine.outputs.push('early')
  driver.input('a')
  driver.input('b')
  assert.deepEqual(performed, ['early', 'a', 'c', 'b'])
})

test('the timer follows the deadline', async () => {
  const host = new MemoryHost()
  const machine = new Recorder()
  const driver = new Driver(machine, host, () => {})
  machine.at = 100
  driver.input('a')
  assert.equal(host.timers, 1)
  driver.input('b')
  assert.equal(host.timers, 1)
  machine.at = 50
  driver.input('c')
  assert.equal(host.timers, 1)
  await host.advance(49)
  assert.equal(machine.seen.length, 3)
  await host.advance(1)
  assert.equal(machine.seen.at(-1), 'timeout at 50')
  assert.equal(host.timers, 0)
  machine.at = undefined
  driver.input('d')
  assert.equal(host.timers, 0)
})

test('a deadline beyond the longest timer is approached in steps, not at once', async () => {
  const host = new MemoryHost()
  const machine = new Recorder()
  const driver = new Driver(machine, host, () => {})
  machine.at = 2 ** 32
  driver.input('a')
  await host.advance(2 ** 31 - 2)
  assert.equal(machine.seen.length, 1)
  await host.advance(1)
  assert.equal(machine.seen.length, 2)
  await host.advance(2 ** 31 + 1)
  assert.equal(machine.seen.at(-1), `timeout at ${2 ** 32}`)
})

test('a stopped driver takes no input and has no timer', async () => {
  const host = new MemoryHost()
  const machine = new Recorder()
  const driver = new Driver(machine, host, () => {})
  machine.at = 10
  driver.input('a')
  driver.stop()
  assert.equal(host.timers, 0)
  driver.input('b')
  await host.advance(100)
  assert.deepEqual(machine.seen, ['a at 0'])
})

test('a driver stopped by what it performs finishes its input and arms no timer', () => {
  const host = new MemoryHost()
  const machine = new Recorder()
  machine.at = 10
  const performed: string[] = []
  const driver: Driver<string, string> = new Driver(machine, host, output => {
    performed.push(output)
    driver.stop()
  })
  machine.outputs.push('first', 'second')
  driver.input('a')
  assert.deepEqual(performed, ['first', 'second', 'a'])
  assert.equal(host.timers, 0)
})

test('after an output that could not be performed the driver goes on, its timer armed', async () => {
  const host = new MemoryHost()
  const machine = new Recorder()
  const performed: string[] = []
  const driver = new Driver<string, string>(machine, host, output => {
    if (output === 'bad') throw new RangeError('bad')
    performed.push(output)
  })
  machine.at = 10
  assert.throws(() => driver.input('bad'), RangeError)
  driver.input('good')
  assert.deepEqual(performed, ['good'])
  await host.advance(10)
  assert.equal(machine.seen.at(-1), 'timeout at 10')
})
