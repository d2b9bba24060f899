// Several connections over HTTP as one: which of them a request goes out on, and what ends them all.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Socket, SocketEvents } from '../../src/host/host.ts'
import { httpLanes } from '../../src/host/http-lanes.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, char => char.charCodeAt(0))
const text = (data: Uint8Array): string => String.fromCharCode(...data)
const response = (body: string, status = '200 OK'): string =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n\r\n${body}`

/** A connection of the world below. */
class Lane implements Socket {
  readonly events: SocketEvents
  readonly written: string[] = []
  closed = false

  constructor(events: SocketEvents) {
    this.events = events
  }

  write(data: Uint8Array): void {
    this.written.push(text(data))
  }

  close(): void {
    this.closed = true
  }

  says(data: string): void {
    this.events.received(bytes(data))
  }
}

/** What is dialled, and what becomes of the whole. */
class World {
  readonly lanes: Lane[] = []
  readonly log: string[] = []
  onResponse: () => void = () => {}
  readonly socket: Socket

  constructor() {
    const dial = httpLanes(events => {
      const lane = new Lane(events)
      this.lanes.push(lane)
      return lane
    })
    this.socket = dial({
      opened: () => this.log.push('opened'),
      received: data => {
        this.log.push(text(data))
        this.onResponse()
      },
      closed: reason => this.log.push(`closed: ${reason}`),
    })
  }

  static open(): World {
    const world = new World()
    world.openAll()
    world.log.length = 0
    return world
  }

  send(...requests: string[]): void {
    for (const request of requests) this.socket.write(bytes(request))
  }

  /** Opens the connections that were dialled since. */
  openAll(from = 0): void {
    for (const lane of this.lanes.slice(from)) lane.events.opened()
  }

  get written(): string[][] {
    return this.lanes.map(({ written }) => written)
  }
}

test('it is open when the first connection is', () => {
  const world = new World()
  assert.deepEqual([world.lanes.length, world.log], [1, []])
  world.openAll()
  assert.deepEqual(world.log, ['opened'])
})

test('a request goes out on a free connection, and another is opened only when all are busy', () => {
  const world = World.open()
  world.send('a')
  assert.deepEqual(world.written, [['a']])
  world.send('b')
  assert.deepEqual(world.written, [['a'], []])
  world.openAll(1)
  assert.deepEqual(world.written, [['a'], ['b']])
  world.lanes[0]!.says(response('1234'))
  world.send('c')
  assert.deepEqual(world.written, [['a', 'c'], ['b']])
  assert.deepEqual(world.log, [response('1234')])
})

test('there are four connections at most; what is beyond waits for the first that is free', () => {
  const world = World.open()
  world.send('a', 'b', 'c', 'd', 'e', 'f')
  assert.equal(world.lanes.length, 4)
  world.openAll(1)
  assert.deepEqual(world.written, [['a'], ['b'], ['c'], ['d']])
  world.lanes[2]!.says(response('3333'))
  world.lanes[1]!.says(response('2222'))
  assert.deepEqual(world.written, [['a'], ['b', 'f'], ['c', 'e'], ['d']])
  assert.deepEqual(world.log, [response('3333'), response('2222')])
})

test('a request that waits for a new connection goes out on one that is free sooner', () => {
  const world = World.open()
  world.send('a', 'b')
  world.lanes[0]!.says(response('1111'))
  assert.deepEqual(world.written, [['a', 'b'], []])
  world.openAll(1)
  assert.deepEqual(world.written, [['a', 'b'], []])
})

test('responses are handed over whole, however they come', () => {
  const world = World.open()
  world.send('a', 'b')
  world.openAll(1)
  const [first, second] = world.lanes as [Lane, Lane]
  for (const char of response('1111').slice(0, -1)) first.says(char)
  second.says(response('2222'))
  first.says('1')
  assert.deepEqual(world.log, [response('2222'), response('1111')])
})

test('errors are handed over as well, with or without a length', () => {
  const world = World.open()
  world.send('a')
  world.lanes[0]!.says(response('not here', '404 Not Found'))
  world.send('b')
  world.lanes[0]!.says('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\nnot here')
  const head = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n'
  assert.deepEqual(world.log, [response('not here', '404 Not Found'), head])
  assert.equal(world.lanes[0]!.closed, true)
})

test('a connection that closes between two requests is gone, and another takes its place', () => {
  const world = World.open()
  world.send('a')
  world.lanes[0]!.says(response('1111'))
  world.lanes[0]!.events.closed('idle for too long')
  assert.deepEqual(world.log, [response('1111')])
  world.send('b')
  world.openAll(1)
  assert.deepEqual(world.written, [['a'], ['b']])
})

test('so is one that says something unasked', () => {
  const world = World.open()
  world.lanes[0]!.says('HTTP/1.1 408 Request Timeout\r\n\r\n')
  assert.equal(world.lanes[0]!.closed, true)
  world.lanes[0]!.says(response('1111'))
  world.send('a')
  world.openAll(1)
  assert.deepEqual([world.written, world.log], [[[], ['a']], []])
})

test('a connection that closes with a request open closes all of them', () => {
  const world = World.open()
  world.send('a', 'b')
  world.openAll(1)
  world.lanes[1]!.events.closed('reset')
  assert.deepEqual(world.log, ['closed: reset'])
  assert.equal(world.lanes[0]!.closed, true)
  world.lanes[0]!.says(response('1111'))
  world.lanes[0]!.events.closed(undefined)
  world.send('c')
  assert.deepEqual(world.log, ['closed: reset'])
  assert.equal(world.lanes.length, 2)
})

test('so does one that answers something that is no response', () => {
  const world = World.open()
  world.send('a')
  world.lanes[0]!.says('SSH-2.0-x\r\n\r\n')
  assert.match(world.log.join(), /^closed: .*malformed/)
  assert.equal(world.lanes[0]!.closed, true)
})

test('a connection that cannot be had ends it while it is needed', () => {
  const world = new World()
  world.lanes[0]!.events.closed('refused')
  assert.deepEqual(world.log, ['closed: refused'])

  const busy = World.open()
  busy.send('a', 'b')
  busy.lanes[1]!.events.closed('refused')
  assert.deepEqual(busy.log, ['closed: refused'])

  const served = World.open()
  served.send('a', 'b')
  served.lanes[0]!.says(response('1111'))
  served.lanes[1]!.events.closed('refused')
  assert.deepEqual(served.log, [response('1111')])
})

test('what is written and closed while a response is handed over is done at once', () => {
  const world = World.open()
  world.send('a')
  world.onResponse = () => {
    world.send('b')
    world.socket.close()
  }
  world.lanes[0]!.says(response('1111'))
  assert.deepEqual([world.written, world.lanes[0]!.closed], [[['a', 'b']], true])
  world.lanes[0]!.says(response('2222'))
  assert.deepEqual(world.log, [response('1111')])
})

test('after a close everything is closed, and says so once', () => {
  const world = World.open()
  world.send('a', 'b')
  world.openAll(1)
  world.socket.close()
  assert.ok(world.lanes.every(({ closed }) => closed))
  for (const { events } of world.lanes) events.closed(undefined)
  world.send('c')
  assert.deepEqual([world.log, world.lanes.length], [['closed: undefined'], 2])
})
