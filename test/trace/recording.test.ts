import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fromHex } from '../../src/core/bytes/hex.ts'
import { MtprotoError } from '../../src/core/errors.ts'
import type { ListeningHost, Socket, SocketEvents } from '../../src/host/host.ts'
import { Recorder } from '../../src/trace/recorder.ts'
import { readRecording } from '../../src/trace/recording.ts'
import { recordedHost, recordedListeningHost } from '../../src/trace/recording-host.ts'
import { runsOf } from '../../src/trace/runs.ts'
import { testRsaKey } from '../support/rsa-key.ts'

const HEADER =
  '{"kind":"recording","version":1,"tool":"test 1","role":"client","started":"2023-11-14T22:13:20.000Z"}\n'
const OPENED = '{"kind":"opened","at":1.5,"link":1,"host":"::1","port":443}\n'
const BYTES = '{"kind":"bytes","at":2,"link":1,"from":"client","bytes":"ef01"}\n'
const CLOSED = '{"kind":"closed","at":3,"link":1,"reason":"reset"}\n'

function refuses(text: string, message: RegExp): void {
  assert.throws(
    () => readRecording(text),
    error => {
      assert.ok(error instanceof MtprotoError)
      assert.equal(error.code, 'ERR_RECORDING_INVALID')
      assert.match(error.message, message)
      return true
    },
  )
}

test('reads what was recorded, in its order', () => {
  const recording = readRecording(HEADER + OPENED + BYTES + CLOSED)
  assert.deepEqual(recording, {
    header: { tool: 'test 1', role: 'client', started: 1_700_000_000_000 },
    lines: [
      { kind: 'opened', at: 1.5, link: 1, host: '::1', port: 443 },
      { kind: 'bytes', at: 2, link: 1, from: 'client', bytes: fromHex('ef01') },
      { kind: 'closed', at: 3, link: 1, reason: 'reset' },
    ],
    secrets: [],
    cutOff: false,
  })
})

test('the lines that the documentation shows are a recording', () => {
  const page = readFileSync(new URL('../../docs/recordings.md', import.meta.url), 'utf8')
  const shown = page.match(/^\{"kind":.*$/gm)!.filter(line => !line.includes('…'))
  const { header, lines } = readRecording(shown.map(line => `${line}\n`).join(''))
  assert.equal(header.role, 'client')
  assert.deepEqual(
    lines.map(({ kind }) => kind),
    ['opened', 'bytes', 'closed'],
  )
})

test('fields that are not known are ignored, and a last line without its end is left out', () => {
  const text = HEADER + OPENED.replace('{', '{"later":[1],') + BYTES.slice(0, 20)
  const { lines, cutOff } = readRecording(text)
  assert.equal(lines.length, 1)
  assert.equal(cutOff, true)
})

test('the header comes first, and is of this version', () => {
  refuses('', /line 1.*header/)
  refuses(BYTES, /line 1, kind/)
  refuses(HEADER.replace('"version":1', '"version":2'), /line 1, version.*2/)
  refuses(HEADER.replace('2023-11-14', 'yesterday'), /line 1, started/)
  refuses(HEADER.replace('client', 'phone'), /line 1, role/)
  refuses(HEADER + HEADER, /line 2, kind/)
})

test('an error names the line and the field, and shows nothing of what is in them', () => {
  refuses(`${HEADER}[1]\n`, /line 2, the line/)
  refuses(`${HEADER}{"kind"\n`, /line 2, the line/)
  refuses(`${HEADER}null\n`, /line 2, the line/)
  refuses(`${HEADER}{"kind":"toString"}\n`, /line 2, kind/)
  refuses(HEADER + OPENED + BYTES.replace('ef01', 'ef0'), /line 3, bytes.*3 characters/)
  refuses(HEADER + OPENED + BYTES.replace('ef01', 'secret'), /^(?!.*secret).*line 3, bytes/)
  refuses(HEADER + OPENED + BYTES.replace('"ef01"', '7'), /line 3, bytes/)
  refuses(HEADER + OPENED.replace('1.5', '-1'), /line 2, at/)
  refuses(HEADER + OPENED.replace('1.5', '1e99'), /line 2, at/)
  refuses(HEADER + OPENED.replace('"link":1', '"link":1.5'), /line 2, link/)
  refuses(HEADER + OPENED.replace('::1', 'x'.repeat(1025)), /line 2, host.*1025/)
})

test('a connection opens once, and is over with its end', () => {
  refuses(HEADER + BYTES, /line 2, link/)
  refuses(HEADER + CLOSED, /line 2, link/)
  refuses(HEADER + OPENED + OPENED, /line 3, link/)
  refuses(HEADER + OPENED + CLOSED + BYTES, /line 4, link/)
  refuses(HEADER + OPENED + CLOSED + OPENED, /line 4, link/)
})

test('a line, the connections and the secrets have their limits', () => {
  const long = BYTES.replace('ef01', '00'.repeat(2 ** 23))
  refuses(HEADER + OPENED + long, /line 3, the line/)
  const links = Array.from({ length: 65_537 }, (_, i) => OPENED.replace('"link":1', `"link":${i}`))
  refuses(HEADER + links.join(''), /line 65538, link/)
  const nonce = `{"kind":"secret","secret":"new-nonce","newNonce":"${'00'.repeat(32)}","serverNonce":"${'00'.repeat(16)}"}\n`
  refuses(HEADER + nonce.repeat(65_537), /line 65538, secret/)
})

test('secrets have their size', () => {
  const key = `{"kind":"secret","secret":"auth-key","life":"permanent","key":"${'ab'.repeat(256)}"}\n`
  assert.deepEqual(readRecording(HEADER + key).secrets, [
    { kind: 'auth-key', key: new Uint8Array(256).fill(0xab), temporary: false },
  ])
  refuses(HEADER + key.replace('abab', 'ab'), /line 2, key.*256 bytes/)
  refuses(HEADER + key.replace('permanent', 'long'), /line 2, life/)
  refuses(HEADER + key.replace('auth-key', 'password'), /line 2, secret/)
  const rsa = `{"kind":"secret","secret":"rsa-key","n":"${'ff'.repeat(256)}","e":"010001","d":"${'11'.repeat(256)}"}\n`
  assert.equal(readRecording(HEADER + rsa).secrets.length, 1)
  refuses(HEADER + rsa.replace('"d":"', '"d":"11'), /line 2, d/)
  refuses(HEADER + rsa.replace('010001', '02'), /line 2, n/)
})

/** A recorder of `role` whose clock stands still, and its lines. */
function recorder(role: 'client' | 'server'): { recorder: Recorder; lines: () => string } {
  let text = ''
  const now = () => ({ monotonic: 7, unix: 1_700_000_000_000 })
  const write = (line: string): void => {
    text += line
  }
  return { recorder: new Recorder({ tool: 'test 1', role, now, write }), lines: () => text }
}

test('what a recorder writes is what is read', () => {
  const { recorder: it, lines } = recorder('client')
  const link = it.opened({ host: '::1', port: 443 })
  it.bytes(link, 'client', fromHex('ef01'))
  const { n, e, d } = testRsaKey
  it.secret({ kind: 'rsa-key', n, e, d })
  const key = new Uint8Array(256).fill(9)
  it.secret({ kind: 'auth-key', key, temporary: true })
  const nonces = { newNonce: new Uint8Array(32).fill(1), serverNonce: new Uint8Array(16).fill(2) }
  it.secret({ kind: 'new-nonce', ...nonces })
  it.closed(link, undefined)
  assert.ok(lines().startsWith(HEADER))
  assert.deepEqual(readRecording(lines()), {
    header: { tool: 'test 1', role: 'client', started: 1_700_000_000_000 },
    lines: [
      { kind: 'opened', at: 0, link: 1, host: '::1', port: 443 },
      { kind: 'bytes', at: 0, link: 1, from: 'client', bytes: fromHex('ef01') },
      { kind: 'closed', at: 0, link: 1, reason: undefined },
    ],
    secrets: [
      { kind: 'rsa-key', n, e, d },
      { kind: 'auth-key', key, temporary: true },
      { kind: 'new-nonce', ...nonces },
    ],
    cutOff: false,
  })
})

test('runs are recorded together and read apart', () => {
  const { recorder: it, lines } = recorder('server')
  const address = { host: '::1', port: 443 }
  const [one, two] = [it.run('one'), it.run('two')]
  const links = [one.opened(address), two.opened(address), it.opened(address), one.opened(address)]
  two.bytes(links[1]!, 'client', Uint8Array.of(2))
  one.bytes(links[3]!, 'server', Uint8Array.of(1))
  one.closed(links[0]!, 'reset')
  assert.equal(one.role, 'server')
  it.secret({ kind: 'auth-key', key: new Uint8Array(256), temporary: false })
  const recording = readRecording(lines())
  const runs = [...runsOf(recording)].map(([run, { header, lines, secrets }]) => {
    assert.deepEqual([header, secrets], [recording.header, recording.secrets])
    return [run, lines.map(({ kind, link }) => `${kind} ${link}`)]
  })
  assert.deepEqual(runs, [
    ['one', ['opened 1', 'opened 4', 'bytes 4', 'closed 1']],
    ['two', ['opened 2', 'bytes 2']],
    [undefined, ['opened 3']],
  ])
  refuses(HEADER + OPENED.replace('}', `,"run":"${'x'.repeat(1025)}"}`), /line 2, run/)
})

/** A host whose one connection is moved by the test. */
function bench(): {
  host: ListeningHost
  passed: string[]
  events: () => SocketEvents
  arrive: (socket: Socket) => SocketEvents
} {
  const passed: string[] = []
  let events: SocketEvents
  let accept: (socket: Socket) => SocketEvents
  const host = {
    system: 'bench',
    connect(_: unknown, given: SocketEvents): Socket {
      events = given
      return {
        write: bytes => void passed.push(`write ${bytes}`),
        close: () => passed.push('close'),
      }
    },
    async listen(_: unknown, given: typeof accept) {
      accept = given
      return { address: { host: '127.0.0.1', port: 5 }, close: async () => {} }
    },
  } as unknown as ListeningHost
  return { host, passed, events: () => events, arrive: socket => accept(socket) }
}

const silent = (log: string[]): SocketEvents => ({
  opened: () => log.push('opened'),
  received: bytes => void log.push(`received ${bytes}`),
  closed: reason => void log.push(`closed ${reason}`),
})

test('a connection is recorded while it is open, and everything is passed on', () => {
  const { host, passed, events } = bench()
  const { recorder: it, lines } = recorder('client')
  const recorded = recordedHost(host, it)
  assert.equal(recorded.system, 'bench')
  const heard: string[] = []
  const socket = recorded.connect({ host: '::1', port: 443 }, silent(heard))
  socket.write(Uint8Array.of(1))
  events().opened()
  socket.write(Uint8Array.of(2))
  events().received(Uint8Array.of(3))
  socket.close()
  socket.write(Uint8Array.of(4))
  events().closed('over')
  assert.deepEqual(passed, ['write 1', 'write 2', 'close', 'write 4'])
  assert.deepEqual(heard, ['opened', 'received 3', 'closed over'])
  const seen = readRecording(lines()).lines.map(line =>
    line.kind === 'bytes' ? `${line.from} ${line.bytes}` : line.kind,
  )
  assert.deepEqual(seen, ['opened', 'client 2', 'server 3', 'closed'])
})

test('a connection that never opens is not in the recording', () => {
  const { host, events } = bench()
  const { recorder: it, lines } = recorder('client')
  recordedHost(host, it).connect({ host: '::1', port: 443 }, silent([]))
  events().closed('refused')
  assert.equal(lines(), HEADER)
})

test('a server records the port that it was given, and whose bytes they are', async () => {
  const { host, arrive } = bench()
  const { recorder: it, lines } = recorder('server')
  let inside: Socket | undefined
  await recordedListeningHost(host, it).listen({ host: '127.0.0.1', port: 0 }, socket => {
    inside = socket
    return silent([])
  })
  const events = arrive({ write: () => {}, close: () => {} })
  events.received(Uint8Array.of(1))
  inside!.write(Uint8Array.of(2))
  events.closed(undefined)
  assert.deepEqual(readRecording(lines()).lines, [
    { kind: 'opened', at: 0, link: 1, host: '127.0.0.1', port: 5 },
    { kind: 'bytes', at: 0, link: 1, from: 'client', bytes: Uint8Array.of(1) },
    { kind: 'bytes', at: 0, link: 1, from: 'server', bytes: Uint8Array.of(2) },
    { kind: 'closed', at: 0, link: 1, reason: undefined },
  ])
})
