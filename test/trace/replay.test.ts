import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../src/core/bytes/bytes.ts'
import { fromHex } from '../../src/core/bytes/hex.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import type { FramingName } from '../../src/core/transport/framing.ts'
import { summarise } from '../../src/trace/listing.ts'
import type { Block, Node } from '../../src/trace/node.ts'
import { type RecordedLine, type Recording, readRecording } from '../../src/trace/recording.ts'
import type { FrameEvent, RecordingEvent, Stretch } from '../../src/trace/recording-events.ts'
import { openRecording } from '../../src/trace/replay.ts'
import { crypto, playLogin } from './recorded-login.ts'
import { vocabulary } from './schemas.ts'

const eventsOf = (recording: Recording): RecordingEvent[] => [
  ...openRecording(recording, { crypto, vocabulary }),
]

/** A recording of one connection, made by hand. */
function recordingOf(
  ...lines: readonly (readonly [from: 'client' | 'server', bytes: string])[]
): Recording {
  const all: RecordedLine[] = [
    { kind: 'opened', at: 0, link: 1, host: '127.0.0.1', port: 443 },
    ...lines.map(([from, bytes], i) => {
      return { kind: 'bytes', at: i + 1, link: 1, from, bytes: fromHex(bytes) } as const
    }),
    { kind: 'closed', at: 99, link: 1, reason: 'reset' },
  ]
  const header = { tool: 'test', role: 'client', started: 0 } as const
  return { header, lines: all, secrets: [], cutOff: false }
}

const isStretch = (event: RecordingEvent): event is RecordingEvent & Stretch => 'wire' in event

/** Every byte that was recorded is in one event, in its order. */
function checkStretches({ lines }: Recording, events: readonly RecordingEvent[]): void {
  const links = new Set(lines.map(({ link }) => link))
  for (const link of links)
    for (const from of ['client', 'server'] as const) {
      let at = 0
      const parts: Uint8Array[] = []
      for (const event of events.filter(isStretch)) {
        if (event.link !== link || event.from !== from) continue
        assert.equal(event.start, at)
        at = event.end
        assert.equal(event.wire.length, event.end - event.start)
        parts.push(event.wire)
      }
      const recorded = lines.flatMap(line =>
        line.kind === 'bytes' && line.link === link && line.from === from ? [line.bytes] : [],
      )
      assert.deepEqual(concat(...parts), concat(...recorded))
    }
}

/** The nodes of a block cover it from its first byte to its last, without a gap, and so do those inside. */
function checkBlock({ bytes, nodes }: Block): void {
  checkNodes(nodes, 0, bytes.length)
}

function checkNodes(nodes: readonly Node[], start: number, end: number): void {
  let at = start
  for (const { offset, length, children, inner, fault, value } of nodes) {
    assert.equal(offset, at)
    assert.equal(fault, undefined, value)
    at = offset + length
    if (children.length > 0) checkNodes(children, children[0]!.offset, at)
    if (inner !== undefined) checkBlock(inner)
  }
  assert.equal(at, end)
}

/** The first word of what each frame of a connection says. */
function titles(events: readonly RecordingEvent[], link: number): string[] {
  return events
    .filter(event => event.kind === 'frame' && event.link === link)
    .map(event =>
      summarise(event)[0]!
        .replace(/ {2}msg_id.*/, '')
        .replace(/\(\d{5,}\)/, ''),
    )
}

const EXCHANGE = [
  '→ req_pq_multi',
  '← resPQ',
  '→ req_DH_params',
  '← server_DH_params_ok',
  '→ set_client_DH_params',
  '← dh_gen_ok',
]

const TRANSPORTS: readonly { framing: FramingName; obfuscated?: true }[] = [
  { framing: 'abridged' },
  { framing: 'intermediate', obfuscated: true },
  { framing: 'padded', obfuscated: true },
  { framing: 'full' },
  { framing: 'http' },
]

for (const { framing, obfuscated = false } of TRANSPORTS)
  test(`opens a login over ${framing}${obfuscated ? ', obfuscated' : ''} at both ends, to the last byte`, async () => {
    const options = { transport: framing, obfuscated }
    const login = await playLogin({ record: 'with secrets', client: options })
    for (const text of [login.client, login.server]) {
      const recording = readRecording(text)
      const events = eventsOf(recording)
      checkStretches(recording, events)
      for (const event of events) if ('block' in event) checkBlock(event.block)
      const frames = events.filter(event => event.kind === 'frame')
      const kinds = new Set(frames.map(({ carried }) => carried.kind))
      assert.deepEqual([...kinds].sort(), ['message', 'plaintext'])
      assert.deepEqual(titles(events, 1).slice(0, 6), EXCHANGE)
      const all = events.flatMap(summarise).join('\n')
      assert.match(all, /→ .*invokeWithLayer\(223\) > initConnection > auth\.exportLoginToken/)
      assert.match(all, /← .*rpc_result\(\d+\) > auth\.loginTokenMigrateTo\(4\)/)
      assert.match(all, /← .*rpc_result\(\d+\) > auth\.authorization/)
      const transports = events.filter(event => event.kind === 'transport')
      assert.ok(transports.every(event => event.framing === framing))
      assert.ok(transports.every(event => event.obfuscated === obfuscated))
    }
  })

/** What the `inner` of the fields of these names begin with. */
function opened({ block }: FrameEvent, name: string): Block | undefined {
  const seek = (nodes: readonly Node[]): Block | undefined => {
    for (const node of nodes) {
      if (node.name === name) return node.inner
      const found = seek(node.children) ?? (node.inner && seek(node.inner.nodes))
      if (found) return found
    }
    return undefined
  }
  return seek(block.nodes)
}

test('the server has the key of the first secret, the client has not, and both open the rest', async () => {
  const login = await playLogin({ record: 'with secrets' })
  const sealed = (text: string): (string | undefined)[] =>
    eventsOf(readRecording(text))
      .filter(event => event.kind === 'frame')
      .slice(0, 6)
      .map(frame => {
        const inner = opened(frame, 'encrypted_data') ?? opened(frame, 'encrypted_answer')
        return inner?.nodes.find(({ name }) => name === 'data')?.tlName
      })
  const [server, client] = ['server_DH_inner_data', 'client_DH_inner_data']
  const none = undefined
  assert.deepEqual(sealed(login.client), [none, none, none, server, client, none])
  assert.deepEqual(sealed(login.server), [none, none, 'p_q_inner_data_dc', server, client, none])
})

test('the binding of a temporary key opens with the permanent one', async () => {
  const { server } = await playLogin({
    record: 'with secrets',
    client: { tempKeyLifetime: 3600 },
  })
  const events = eventsOf(readRecording(server))
  const bind = events.find(
    event => event.kind === 'frame' && summarise(event)[0]!.includes('auth.bindTempAuthKey'),
  )
  assert.ok(bind?.kind === 'frame' && bind.carried.kind === 'message')
  assert.equal(bind.carried.temporary, true)
  const binding = opened(bind, 'encrypted_message')
  const inside = binding?.nodes.at(-1)?.inner?.nodes.find(({ name }) => name === 'data')
  assert.equal(inside?.tlName, 'bind_auth_key_inner')
  checkBlock(bind.block)
})

test('without secrets only what is not encrypted opens', async () => {
  const { client } = await playLogin({ record: 'bytes' })
  const recording = readRecording(client)
  assert.deepEqual(recording.secrets, [])
  const events = eventsOf(recording)
  checkStretches(recording, events)
  const frames = events.filter(event => event.kind === 'frame')
  const kinds = new Set(frames.map(({ carried }) => carried.kind))
  assert.deepEqual([...kinds].sort(), ['plaintext', 'sealed'])
  assert.ok(frames.every(frame => opened(frame, 'encrypted_answer') === undefined))
})

test('tracing and recording change no byte on the wire, with or without secrets', async () => {
  const { wire } = await playLogin({ record: 'no' })
  assert.ok(wire.length > 20)
  const traced: TraceEvent[] = []
  const client = { trace: () => (event: TraceEvent) => void traced.push(event) }
  assert.deepEqual((await playLogin({ record: 'no', client })).wire, wire)
  assert.ok(traced.length > 20)
  assert.deepEqual((await playLogin({ record: 'bytes' })).wire, wire)
  assert.deepEqual((await playLogin({ record: 'with secrets' })).wire, wire)
})

test('both ends record the same bytes', async () => {
  const login = await playLogin({ record: 'bytes' })
  const streams = (text: string): unknown[] =>
    eventsOf(readRecording(text))
      .filter(isStretch)
      .map(({ link, from, start, wire }) => ({ link, from, start, wire }))
      .sort((a, b) => a.link - b.link || a.from.localeCompare(b.from) || a.start - b.start)
  assert.deepEqual(streams(login.client), streams(login.server))
})

test('a frame is told with the time of its last byte, however it was cut', () => {
  const lines = eventsOf(recordingOf(['client', 'ef'], ['client', '01aa'], ['client', 'bbccdd01']))
  assert.deepEqual(
    lines.map(event => [event.at, ...summarise(event)]),
    [
      [0, '· connected to 127.0.0.1:443'],
      [1, '→ transport: abridged'],
      [3, '→ unknown payload, 5 bytes'],
      [99, '→ 1 byte not read: the connection ended inside a frame'],
      [99, '· closed: reset'],
    ],
  )
})

test('names transport errors and quick acknowledgements in every framing that has them', () => {
  const said = (start: string, ...frames: string[]): string[] =>
    eventsOf(
      recordingOf(['client', start], ...frames.map(bytes => ['server', bytes] as const)),
    ).flatMap(event => {
      if (event.kind !== 'frame') return []
      checkNodes(event.block.nodes, 0, event.block.bytes.length)
      return summarise(event)
    })
  const error = '← transport error -404'
  const ack = '← quick acknowledgement 2147483649'
  assert.deepEqual(said('ef', '016cfeffff', '80000001'), [`${error}, 5 bytes`, `${ack}, 4 bytes`])
  assert.deepEqual(said('eeeeeeee', '040000006cfeffff', '01000080'), [
    `${error}, 8 bytes`,
    `${ack}, 4 bytes`,
  ])
  assert.deepEqual(said('dddddddd', '060000006cfeffffabcd'), [`${error}, 10 bytes`])
  const http = Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n').toString('hex')
  assert.deepEqual(said(Buffer.from('POST').toString('hex'), http), [`${error}, 45 bytes`])
})

test('what forms no frame is the rest of its side', () => {
  const events = eventsOf(
    recordingOf(
      ['client', 'eeeeeeee'],
      ['client', '03000000aabb'],
      ['client', 'cc'],
      ['server', '05'],
    ),
  )
  checkStretches(recordingOf(['client', 'eeeeeeee03000000aabbcc'], ['server', '05']), events)
  const unread = events.filter(event => event.kind === 'unread')
  assert.deepEqual(
    unread.map(({ from, start, end }) => [from, start, end]),
    [
      ['client', 4, 11],
      ['server', 0, 1],
    ],
  )
  assert.match(unread[0]!.reason, /frame is malformed/)
})

test('a start that names no transport is not followed', () => {
  const events = eventsOf(
    recordingOf(
      ['server', 'aa'],
      ['client', '1603010200010001fc0303'.padEnd(160, '5')],
      ['server', 'bb'],
    ),
  )
  const lines = events.flatMap(summarise)
  assert.match(lines[1]!, /^→ 80 bytes not read: the start names no transport/)
  assert.match(lines[2]!, /^← 2 bytes not read/)
})

test('a recording that breaks off ends with what was left', () => {
  const { lines, ...rest } = recordingOf(['client', 'ef'], ['client', '02aabb'])
  const events = eventsOf({ ...rest, lines: lines.slice(0, -1) })
  assert.deepEqual(summarise(events.at(-1)!), [
    '→ 3 bytes not read: the connection ended inside a frame',
  ])
})
