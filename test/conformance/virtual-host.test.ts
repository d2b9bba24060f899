import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCEPT } from '../../src/conformance/outcome.ts'
import { advance, type Steps } from '../../src/conformance/steps.ts'
import { Solver, VirtualHost } from '../../src/conformance/virtual-host.ts'
import type { SocketEvents } from '../../src/host/host.ts'

const ADDRESS = { host: '127.0.0.1', port: 1 }

/** Notes what happens on a socket. */
function observer(log: string[], name: string): SocketEvents {
  return {
    opened: () => log.push(`${name} opened`),
    received: bytes => log.push(`${name} ${bytes.join()}`),
    closed: reason => log.push(`${name} closed ${reason ?? ''}`.trim()),
  }
}

/** Lets time pass. */
async function pass(host: VirtualHost, milliseconds: number): Promise<void> {
  const steps = function* (): Steps {
    yield* advance(milliseconds)
    return ACCEPT
  }
  await host.play(steps())
}

test('what was written before a close arrives before it', async () => {
  const host = new VirtualHost(new Solver(), 'seed')
  const log: string[] = []
  await host.listen(ADDRESS, socket => {
    socket.write(Uint8Array.of(1))
    return observer(log, 'server')
  })
  const socket = host.connect(ADDRESS, observer(log, 'client'))
  await pass(host, 0)
  socket.write(Uint8Array.of(2))
  socket.close()
  await pass(host, 0)
  assert.deepEqual(log, ['client opened', 'client 1', 'server 2', 'client closed', 'server closed'])
})

test('a connection to nobody is refused', async () => {
  const host = new VirtualHost(new Solver(), 'seed')
  const log: string[] = []
  host.connect(ADDRESS, observer(log, 'client'))
  await pass(host, 0)
  assert.deepEqual(log, ['client closed connection refused'])
})

test('timers run in the order of their moments, and the clock stands at each', async () => {
  const host = new VirtualHost(new Solver(), 'seed')
  const log: number[] = []
  host.setTimer(300, () => log.push(host.now().monotonic))
  host.setTimer(100, () => {
    log.push(host.now().monotonic)
    host.setTimer(50, () => log.push(host.now().monotonic))
  })
  const disarm = host.setTimer(200, () => log.push(-1))
  disarm()
  await pass(host, 250)
  assert.deepEqual(log, [100, 150])
  await pass(host, 50)
  assert.deepEqual(log, [100, 150, 300])
})

test('a wait ends as soon as the thing is seen', async () => {
  const host = new VirtualHost(new Solver(), 'seed')
  let done = false
  host.setTimer(70, () => {
    done = true
  })
  host.setTimer(90, () => assert.fail('too long'))
  await host.play(
    (function* (): Steps {
      yield { seen: () => done, within: 1000 }
      return ACCEPT
    })(),
  )
  assert.equal(host.now().monotonic, 70)
})

test('a job is solved once', () => {
  const solver = new Solver()
  const job = { kind: 'factorize', pq: 1724114033281923457n } as const
  assert.equal(solver.solve(job), solver.solve({ ...job }))
  assert.notEqual(solver.solve({ ...job, pq: 15n }), solver.solve(job))
})

test('what is thrown in a timer or an event ends the run', async () => {
  const host = new VirtualHost(new Solver(), 'seed')
  host.setTimer(10, () => {
    throw new TypeError('oops')
  })
  await assert.rejects(pass(host, 20), /a defect: TypeError: oops/)
})

test('timers without end at one moment end the run', async () => {
  const host = new VirtualHost(new Solver(), 'seed')
  const again = (): void => void host.setTimer(0, again)
  again()
  await assert.rejects(pass(host, 20), /timers without end/)
})
