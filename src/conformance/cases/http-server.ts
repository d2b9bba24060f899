// What a server does over HTTP. Source: /mtproto/service_messages#http-wait-long-poll
import { mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { encode } from '../../core/tl/schema.ts'
import { type ServerCase, serverCase } from '../case.ts'
import { ACCEPT } from '../outcome.ts'
import type { PeerConnection } from '../peer.ts'
import type { PeerHarness, PeerSession } from '../peer-harness.ts'
import { expect, must, type Part, type Steps } from '../steps.ts'
import { ping } from './peer-message.ts'

const peer = { framing: 'http' } as const

/** Sends a request and waits for its response. Returns how long that took, in milliseconds. */
function* requested(
  { host }: PeerHarness,
  connection: PeerConnection,
  session: PeerSession,
  body: Uint8Array,
): Part<number> {
  const { length } = connection.heard
  const start = host.now().monotonic
  connection.send(session, body)
  yield* expect('response', () => connection.heard.length > length)
  return host.now().monotonic - start
}

/** There is nothing to say while the request waits. */
function* nothingToSay(harness: PeerHarness): Steps {
  const { connection, session } = yield* harness.begin()
  yield* requested(harness, connection, session, ping())
  for (const maxWait of [1000, 3000]) {
    const wait = encode(mtproto, { _: 'http_wait', maxDelay: 0, waitAfter: 0, maxWait })
    const took = yield* requested(harness, connection, session, wait)
    must(took > maxWait - 200 && took < maxWait + 1000, `an answer after ${took} ms`)
    must(connection.heard.at(-1)?.name === 'msg_container', 'something was said')
  }
  return ACCEPT
}

/** There is something to say. */
function* somethingToSay(harness: PeerHarness): Steps {
  const { connection, session } = yield* harness.begin()
  yield* requested(harness, connection, session, ping())
  const took = yield* requested(harness, connection, session, ping(2n))
  must(took < 1000, `an answer after ${took} ms`)
  must(connection.find('pong', 1) !== undefined, 'no pong')
  return ACCEPT
}

export const httpServer = (): readonly ServerCase[] => [
  {
    ...serverCase(
      'TR-36',
      'nothing',
      'http_wait, and nothing to say',
      undefined,
      [ACCEPT],
      nothingToSay,
    ),
    peer,
  },
  {
    ...serverCase(
      'TR-36',
      'something',
      'something to say at once',
      undefined,
      [ACCEPT],
      somethingToSay,
    ),
    peer,
  },
]
