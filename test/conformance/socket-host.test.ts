import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCEPT } from '../../src/conformance/outcome.ts'
import { SocketHost } from '../../src/conformance/socket-host.ts'
import { advance, expect, type Steps, settle } from '../../src/conformance/steps.ts'
import { Solver } from '../../src/conformance/virtual-host.ts'

test('bytes of any kind arrive as they are, a step ends as soon as it is seen, and waits take their time', async () => {
  const host = new SocketHost(new Solver())
  const heard: string[] = []
  const note = (name: string) => ({
    opened: () => heard.push(`${name} opened`),
    received: (bytes: Uint8Array) => heard.push(`${name} ${String.fromCharCode(...bytes)}`),
    closed: () => heard.push(`${name} closed`),
  })
  const listener = await host.listen({ host: '127.0.0.1', port: 0 }, () => note('server'))
  const outcome = await host.play(
    (function* (): Steps {
      const socket = host.connect(listener.address, note('client'))
      yield* expect('connection', () => heard.includes('client opened'))
      socket.write(new TextEncoder().encode('GET '))
      yield* settle()
      assert.deepEqual(heard, ['client opened', 'server GET '])
      const before = host.now().monotonic
      yield* advance(100)
      assert.ok(host.now().monotonic - before >= 100)
      return ACCEPT
    })(),
  )
  assert.equal(outcome, ACCEPT)
  await listener.close()
})
