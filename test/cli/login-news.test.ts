import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ConnectionNews, watchedHost } from '../../src/cli/login-news.ts'
import type { SocketEvents } from '../../src/host/host.ts'
import { MemoryHost } from '../support/memory-host.ts'

interface Watched {
  /** the connections, as they were asked for */
  readonly dialled: SocketEvents[]
  readonly news: ConnectionNews[]
  dial(): void
}

function watched(): Watched {
  const dialled: SocketEvents[] = []
  const news: ConnectionNews[] = []
  const memory = new MemoryHost()
  const host = watchedHost(
    {
      ...memory,
      now: () => memory.now(),
      setTimer: (delay, run) => memory.setTimer(delay, run),
      compute: job => memory.compute(job),
      connect: (_address, events) => {
        dialled.push(events)
        return { write: () => {}, close: () => {} }
      },
    },
    told => news.push(told),
  )
  const silent = { opened: () => {}, received: () => {}, closed: () => {} }
  return { dialled, news, dial: () => host.connect({ host: '::1', port: 443 }, silent) }
}

const place = '[::1]:443'

test('connections that open, are lost and come back are told', () => {
  const { dialled, news, dial } = watched()
  dial()
  dialled[0]!.opened()
  dial()
  dialled[0]!.closed('reset')
  dial()
  dialled[2]!.opened()
  assert.deepEqual(news, [
    { event: 'connecting', place, alone: true },
    { event: 'connected', place, again: false },
    { event: 'connecting', place, alone: false },
    { event: 'disconnected', place, reason: 'reset', lost: true },
    { event: 'connecting', place, alone: true },
    { event: 'connected', place, again: true },
  ])
})

test('one that never opened is told with its reason, and not when nobody wanted it any more', () => {
  const { dialled, news, dial } = watched()
  dial()
  dialled[0]!.closed('refused')
  dial()
  dialled[1]!.closed(undefined)
  assert.deepEqual(news, [
    { event: 'connecting', place, alone: true },
    { event: 'disconnected', place, reason: 'refused', lost: false },
    { event: 'connecting', place, alone: true },
  ])
})
