// A recording from anybody: it is refused with the number of a line, or opens into events that hold every byte of it.
import assert from 'node:assert/strict'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { encodeSealed, seal } from '../../../src/core/envelope/encrypted.ts'
import { completePlaintext, encodePlaintext } from '../../../src/core/envelope/plaintext.ts'
import { listEvent } from '../../../src/trace/listing.ts'
import { Recorder } from '../../../src/trace/recorder.ts'
import { readRecording } from '../../../src/trace/recording.ts'
import { openRecording } from '../../../src/trace/replay.ts'
import { Vocabulary } from '../../../src/trace/vocabulary.ts'
import { client, server } from '../../core/transport/ends.ts'
import { crypto, sharedKey } from '../../support/pair.ts'
import { parsedSchemas } from '../schemas.ts'
import { type Target, typed } from '../target.ts'

const ascii = (text: string): Uint8Array => Uint8Array.from(text, char => char.charCodeAt(0))

/** req_pq_multi, and a ping. */
const REQUEST = fromHex(`f18e7ebe${'07'.repeat(16)}`)
const PING = fromHex('ec77be7a0100000000000000')

let vocabulary: Vocabulary | undefined

export const target: Target = {
  name: 'recording',
  words: () =>
    [
      '{"kind":"',
      '"}\n',
      '"link":1,',
      '"at":1e9,',
      '"from":"server"',
      '"bytes":"',
      'efefefef',
      'eeeeeeee',
      'dddddddd',
      '504f5354',
      '6cfeffff',
      '0d0a0d0a',
    ].map(ascii),
  seeds: () => [
    ...(['abridged', 'intermediate', 'padded', 'full', 'http'] as const).map(framing =>
      seed({ framing }),
    ),
    seed({ framing: 'padded', obfuscation: { dcId: 2 } }),
  ],
  run(input) {
    const recording = typed(() => readRecording(new TextDecoder('latin1').decode(input)))
    if (recording === undefined) return undefined
    vocabulary ??= new Vocabulary(parsedSchemas())
    const ends = new Map<string, number>()
    let bytes = 0
    for (const event of openRecording(recording, { crypto, vocabulary })) {
      listEvent(event, true)
      if (!('wire' in event)) continue
      const side = `${event.link} ${event.from}`
      assert.equal(event.start, ends.get(side) ?? 0)
      ends.set(side, event.end)
      bytes += event.wire.length
      if ('block' in event) assert.equal(event.block.bytes.length, event.wire.length)
    }
    const recorded = recording.lines.map(line => (line.kind === 'bytes' ? line.bytes.length : 0))
    assert.equal(
      bytes,
      recorded.reduce((sum, length) => sum + length, 0),
    )
    return recording
  },
}

/** A recording of two messages of a client and an error of its server. */
function seed(options: Parameters<typeof client>[0]): Uint8Array {
  let text = ''
  const recorder = new Recorder({
    ...{ tool: 't', role: 'client', now: () => ({ monotonic: 0, unix: 0 }) },
    write: line => {
      text += line
    },
  })
  const from = client(options)
  const link = recorder.opened({ host: '::1', port: 443 })
  recorder.secret({ kind: 'auth-key', key: sharedKey.key, temporary: false })
  recorder.bytes(link, 'client', from.start())
  const to = server()
  to.receive(from.start())
  const padding = new Uint8Array(20)
  const fields = { salt: 1n, sessionId: 2n, msgId: 4n, seqNo: 1, body: PING, length: 12, padding }
  const payloads = [
    encodePlaintext(completePlaintext(4n, REQUEST)),
    encodeSealed(seal(fields, sharedKey, 'client', crypto)),
  ]
  for (const payload of payloads) {
    const bytes = from.encode(from.complete(payload))
    recorder.bytes(link, 'client', bytes)
    to.receive(bytes)
  }
  to.poll()
  recorder.bytes(link, 'server', to.encode(to.completeError(-404)))
  recorder.closed(link, 'reset')
  return ascii(text)
}
