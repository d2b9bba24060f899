// A recording as a capture file: one packet for every frame, with what it says as the comment of the packet.
// Wireshark shows the conversation, follows its streams, and finds words in the comments.

import { summarise } from './listing.ts'
import { fileHead, packetBlock } from './pcapng.ts'
import { outlineBlock } from './print.ts'
import type { RecordingEvent } from './recording-events.ts'
import { TcpStream } from './tcp-stream.ts'

/**
 * Yields the parts of a pcapng file, in their order. `started` is when the recording began, in unix milliseconds.
 * A connection that has no end in the recording has none in the file.
 */
export function* captureOf(
  events: Iterable<RecordingEvent>,
  started: number,
): Generator<Uint8Array, void> {
  yield fileHead()
  const streams = new Map<number, TcpStream>()
  for (const event of events) {
    const time = Math.round(1000 * (started + event.at))
    const comment = [...summarise(event), ...('block' in event ? outlineBlock(event.block) : [])]
    for (const [i, packet] of packetsOf(event, streams).entries())
      yield packetBlock(packet, time, i === 0 ? comment.join('\n') : '')
  }
}

function packetsOf(event: RecordingEvent, streams: Map<number, TcpStream>): Uint8Array[] {
  if (event.kind === 'opened') {
    const stream = new TcpStream(event.link, event.host, event.port)
    streams.set(event.link, stream)
    return stream.open()
  }
  const stream = streams.get(event.link)
  if (stream === undefined) return []
  if (event.kind !== 'closed')
    return event.wire.length === 0 ? [] : stream.data(event.from, event.wire)
  streams.delete(event.link)
  return stream.close()
}
