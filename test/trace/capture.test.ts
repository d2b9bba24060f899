import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { concat } from '../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../src/core/bytes/hex.ts'
import { captureOf } from '../../src/trace/capture.ts'
import { fileHead, packetBlock } from '../../src/trace/pcapng.ts'
import { readRecording } from '../../src/trace/recording.ts'
import { openRecording } from '../../src/trace/replay.ts'
import { MAX_SEGMENT, TcpStream } from '../../src/trace/tcp-stream.ts'
import { crypto, playLogin } from './recorded-login.ts'
import { vocabulary } from './schemas.ts'

test('a file begins with its section and one interface of IP packets', () => {
  assert.equal(
    toHex(fileHead()),
    '0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000' +
      '0100000014000000650000000000000014000000',
  )
})

test('a packet has its time in microseconds, its bytes in whole words, and its comment', () => {
  assert.equal(
    toHex(packetBlock(Uint8Array.of(1, 2, 3), 1_700_000_000_000_001, 'ab')),
    '06000000300000000000000' +
      '0240a060001401e180300000003000000' +
      '010203000100020061620000' +
      '0000000030000000',
  )
  assert.equal(
    toHex(packetBlock(new Uint8Array(0), 0, '')),
    '0600000020000000000000000000000000000000000000000000000020000000',
  )
})

test('a comment that is too long is cut between two characters', () => {
  const block = packetBlock(new Uint8Array(0), 0, '€'.repeat(30_000))
  const view = new DataView(block.buffer)
  const size = view.getUint16(30, true)
  assert.equal(size, 64_998 + 3)
  const text = new TextDecoder('utf-8', { fatal: true }).decode(block.subarray(32, 32 + size))
  assert.equal(text, `${'€'.repeat(21_666)}…`)
})

/** The sum of the words, in one's complement: all ones when the checksum among them is right. */
function sum(bytes: Uint8Array): number {
  const even = bytes.length % 2 === 0 ? bytes : concat(bytes, Uint8Array.of(0))
  let total = 0
  for (let i = 0; i < even.length; i += 2) total += even[i]! * 256 + even[i + 1]!
  while (total > 0xffff) total = (total % 0x10000) + Math.floor(total / 0x10000)
  return total
}

interface Segment {
  readonly from: string
  readonly seq: number
  readonly ack: number
  readonly flags: number
  readonly data: Uint8Array
}

function segment(packet: Uint8Array): Segment {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length)
  assert.equal(view.getUint16(2), packet.length)
  assert.equal(sum(packet.subarray(0, 20)), 0xffff)
  const pseudo = concat(packet.subarray(12, 20), fromHex('0006'), new Uint8Array(2))
  new DataView(pseudo.buffer).setUint16(10, packet.length - 20)
  assert.equal(sum(concat(pseudo, packet.subarray(20))), 0xffff)
  return {
    from: `${packet.subarray(12, 16).join('.')}:${view.getUint16(20)}`,
    seq: view.getUint32(24),
    ack: view.getUint32(28),
    flags: view.getUint8(33),
    data: packet.subarray(40),
  }
}

test('the packets of a connection follow one another with the right numbers and checksums', () => {
  const stream = new TcpStream(1, '127.0.0.1', 443)
  const packets = [
    ...stream.open(),
    ...stream.data('client', Uint8Array.of(1, 2, 3)),
    ...stream.data('server', Uint8Array.of(4)),
    ...stream.close(),
  ]
  const [client, server] = ['192.0.2.1:49153', '127.0.0.1:443']
  assert.deepEqual(
    packets.map(packet => {
      const { from, seq, ack, flags, data } = segment(packet)
      return [from, seq, ack, flags, data.length]
    }),
    [
      [client, 0, 0, 0x02, 0],
      [server, 0, 1, 0x12, 0],
      [client, 1, 1, 0x10, 0],
      [client, 1, 1, 0x18, 3],
      [server, 1, 4, 0x18, 1],
      [client, 4, 2, 0x11, 0],
      [server, 2, 5, 0x11, 0],
      [client, 5, 3, 0x10, 0],
    ],
  )
})

test('what does not fit into one packet takes several', () => {
  const stream = new TcpStream(1, 'dc.example.org', 443)
  const sent = new Uint8Array(MAX_SEGMENT + 1).map((_, i) => i)
  const packets = stream.data('server', sent).map(segment)
  assert.deepEqual(
    packets.map(({ from, seq, data }) => [from, seq, data.length]),
    [
      ['198.51.100.1:443', 0, MAX_SEGMENT],
      ['198.51.100.1:443', MAX_SEGMENT, 1],
    ],
  )
  assert.deepEqual(concat(...packets.map(({ data }) => data)), sent)
})

const { error: noTshark } = spawnSync('tshark', ['--version'])

test('Wireshark reads a recorded login, follows its streams and shows what each frame says', {
  skip: noTshark && 'tshark is not installed',
}, async () => {
  const { server } = await playLogin({ record: 'with secrets' })
  const recording = readRecording(server)
  const events = [...openRecording(recording, { crypto, vocabulary })]
  const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-capture-'))
  try {
    const file = join(folder, 'login.pcapng')
    writeFileSync(file, concat(...captureOf(events, recording.header.started)))
    const tshark = (...args: string[]): string => {
      const checks = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE']
      const { status, stdout } = spawnSync('tshark', ['-r', file, ...checks, ...args], {
        encoding: 'utf8',
      })
      assert.equal(status, 0)
      return stdout
    }
    const wrong =
      '_ws.malformed || tcp.analysis.flags || tcp.checksum.status == "Bad" || ip.checksum.status == "Bad"'
    assert.equal(tshark('-Y', wrong), '')
    assert.equal(tshark('-Y', '!tcp'), '')
    const comments = tshark('-T', 'fields', '-e', 'frame.comment')
    assert.match(comments, /→ req_pq_multi .*nonce: int128/)
    assert.match(comments, /← rpc_result\(\d+\) > auth\.loginTokenMigrateTo\(4\)/)
    const times = tshark('-T', 'fields', '-e', 'frame.time_epoch').split('\n')
    assert.equal(times[0], '1700000000.000000000')
    const stream = tshark('-q', '-z', 'follow,tcp,raw,0').match(/^\t?[0-9a-f]+$/gm)!
    const sent = recording.lines.flatMap(line =>
      line.kind === 'bytes' && line.link === 1 ? [toHex(line.bytes)] : [],
    )
    assert.equal(stream.map(line => line.trim()).join('').length, sent.join('').length)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
