import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Address, Socket } from '../../src/host/host.ts'
import { type Dialler, race } from '../../src/host/race.ts'
import { MemoryHost, settle } from '../support/memory-host.ts'

const A = { host: 'a', port: 1 }
const B = { host: '::b', port: 2 }
const C = { host: 'c', port: 3 }

/** A host on which these addresses answer each connection with their name. */
async function hostWith(...answering: Address[]): Promise<MemoryHost> {
  const host = new MemoryHost()
  for (const address of answering)
    await host.listen(address, socket => {
      socket.write(Uint8Array.of(address.port))
      return { opened: () => {}, received: bytes => socket.write(bytes), closed: () => {} }
    })
  return host
}

/** Dials, and notes what happens. */
function observed(dial: ReturnType<typeof race>): { log: string[]; socket: Socket } {
  const log: string[] = []
  const socket = dial({
    opened: () => log.push('opened'),
    received: bytes => log.push(`received ${bytes.join()}`),
    closed: reason => log.push(`closed${reason === undefined ? '' : `: ${reason}`}`),
  })
  return { log, socket }
}

test('the first address that answers is used, and no other is dialled', async () => {
  const host = await hostWith(A, B)
  const { log, socket } = observed(race(host, [A, B]))
  await host.advance(1000)
  socket.write(Uint8Array.of(7))
  await settle()
  assert.deepEqual(log, ['opened', 'received 1', 'received 7'])
  assert.deepEqual(host.dialled, ['a:1'])
})

test('the next is dialled when the head start of 250 ms is over, and the one that loses is hung up on', async () => {
  const host = await hostWith(B)
  host.silent.add('a:1')
  const closed: string[] = []
  const watched: Dialler = {
    setTimer: (delay, run) => host.setTimer(delay, run),
    connect: (address, events) => {
      const socket = host.connect(address, events)
      return { write: bytes => socket.write(bytes), close: () => closed.push(address.host) }
    },
  }
  const { log } = observed(race(watched, [A, B]))
  await host.advance(249)
  assert.deepEqual(host.dialled, ['a:1'])
  await host.advance(1)
  assert.deepEqual(host.dialled, ['a:1', '::b:2'])
  assert.deepEqual(log, ['opened', 'received 2'])
  assert.equal(host.timers, 0)
  assert.deepEqual(closed, ['a'])
})

test('the next is dialled at once when one fails', async () => {
  const host = await hostWith(C)
  const { log } = observed(race(host, [A, B, C]))
  await settle()
  assert.deepEqual(host.dialled, ['a:1', '::b:2', 'c:3'])
  assert.deepEqual(log, ['opened', 'received 3'])
})

test('when all have failed, the reason names each', async () => {
  const host = await hostWith()
  const { log } = observed(race(host, [A, B]))
  await settle()
  assert.deepEqual(log, ['closed: a:1: connection refused; [::b]:2: connection refused'])
  assert.equal(host.timers, 0)
})

test('a failure while another is still silent ends nothing', async () => {
  const host = await hostWith()
  host.silent.add('a:1')
  const { log, socket } = observed(race(host, [A, B]))
  await host.advance(1000)
  assert.deepEqual(log, [])
  socket.close()
  await settle()
  assert.deepEqual(log, ['closed'])
})

test('a socket that is closed before an address answers dials no more', async () => {
  const host = await hostWith(B)
  host.silent.add('a:1')
  const { log, socket } = observed(race(host, [A, B]))
  socket.close()
  await host.advance(1000)
  assert.deepEqual(host.dialled, ['a:1'])
  assert.deepEqual(log, ['closed'])
})

test('an address that has carried data comes first the next time', async () => {
  const host = await hostWith(C)
  const dial = race(host, [A, B, C])
  observed(dial)
  await settle()
  host.dialled.length = 0
  observed(dial)
  await settle()
  assert.deepEqual(host.dialled, ['c:3'])
})

test('an address that opened and brought nothing comes last the next time', async () => {
  const host = await hostWith(B)
  await host.listen(A, socket => {
    socket.close()
    return { opened: () => {}, received: () => {}, closed: () => {} }
  })
  const dial = race(host, [A, B])
  const { log } = observed(dial)
  await settle()
  assert.deepEqual(log, ['opened', 'closed'])
  host.dialled.length = 0
  observed(dial)
  await settle()
  assert.deepEqual(host.dialled, ['::b:2'])
})

test('a single address fails with its own reason', async () => {
  const host = await hostWith()
  const { log } = observed(race(host, [A]))
  await settle()
  assert.deepEqual(log, ['closed: connection refused'])
})
