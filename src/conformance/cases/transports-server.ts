// How a server tells what a connection speaks, and when it stops to wait or to read.
// Source: /mtproto/mtproto-transports, /mtproto/transports
import type { RuleId } from '../../core/rules.ts'
import type { FrameRecord } from '../../core/transport/framing.ts'
import { type Case, type ServerCase, serverCase } from '../case.ts'
import { ACCEPT, CLOSE, DROP } from '../outcome.ts'
import type { PeerConnection } from '../peer.ts'
import { exchangeKeys } from '../peer-exchange.ts'
import type { PeerHarness, PeerSetup } from '../peer-harness.ts'
import { advance, must, type Part, type Steps, waitFor } from '../steps.ts'
import { messageCase } from './peer-message.ts'
import { change, flip } from './shared.ts'
import { emptied, FRAMINGS, LONGEST, renumbered, single } from './transports-client.ts'

/** A server may take this long to lose patience, in milliseconds. */
const PATIENCE = 600_000

/** What a TCP connection may speak, by its name. */
export const FORMS: readonly (readonly [slug: string, setup: PeerSetup])[] = [
  ...FRAMINGS.map(framing => [framing, { framing }] as const),
  ...FRAMINGS.filter(framing => framing !== 'full').map(
    framing => [`${framing}-obfuscated`, { framing, obfuscated: true }] as const,
  ),
]

const silent = (connection: PeerConnection): boolean => connection.received.length === 0

export function* agrees(harness: PeerHarness, connection: PeerConnection): Part<void> {
  const made = yield* exchangeKeys(harness, connection, {})
  must(made.kind === 'key', 'the key exchange failed')
}

/** A client that is slow to begin. */
function* listens(harness: PeerHarness): Steps {
  const connection = yield* harness.connect()
  yield* advance(1000)
  must(silent(connection), 'the server speaks first')
  connection.begin()
  yield* advance(1000)
  must(silent(connection), 'the server answers an opening')
  yield* agrees(harness, connection)
  return ACCEPT
}

/** All forms at once. */
function* forms(harness: PeerHarness): Steps {
  const connections: PeerConnection[] = []
  const setups: readonly PeerSetup[] = [...FORMS.map(([, setup]) => setup), { framing: 'http' }]
  for (const setup of setups) connections.push(yield* harness.connect(undefined, setup))
  for (const connection of connections) connection.begin()
  for (const connection of connections) yield* agrees(harness, connection)
  return ACCEPT
}

/** An opening, spoilt by the case, and an exchange. */
export function* opening(harness: PeerHarness): Steps {
  const connection = yield* harness.connect()
  connection.begin()
  if (yield* waitFor(() => connection.isClosed, 1000)) {
    must(silent(connection), 'something was said before')
    return CLOSE
  }
  yield* agrees(harness, connection)
  return ACCEPT
}

/** 63 bytes, a pause, and the last one. */
function* pausing(harness: PeerHarness): Steps {
  const connection = yield* harness.connect()
  connection.begin(start => [start.subarray(0, 63)])
  yield* advance(5000)
  must(!connection.isClosed && silent(connection), 'the server did not wait')
  connection.repeat(connection.start.subarray(63))
  yield* agrees(harness, connection)
  return ACCEPT
}

/** 63 bytes, and nothing more. */
function* stopping(harness: PeerHarness): Steps {
  const connection = yield* harness.connect()
  connection.begin(start => [start.subarray(0, 63)])
  yield* waitFor(() => connection.isClosed, PATIENCE)
  must(silent(connection), 'something was said')
  return connection.isClosed ? CLOSE : DROP
}

const frameCase = (
  id: RuleId,
  slug: string,
  stimulus: string,
  framing: PeerSetup['framing'] & string,
  spoil: (record: FrameRecord) => FrameRecord,
): ServerCase => ({
  ...messageCase(id, slug, stimulus, { frame: change(spoil) }, [CLOSE]),
  peer: { framing },
})

const formCase = (
  id: RuleId,
  slug: string,
  stimulus: string,
  play: ServerCase['play'],
  peer: PeerSetup,
  fault?: PeerSetup,
): ServerCase => ({
  ...serverCase(id, slug, stimulus, fault, [fault?.start ? CLOSE : ACCEPT], play),
  peer,
})

const OBFUSCATED: PeerSetup = { obfuscated: true }

export const transportsServer = (): readonly Case[] => [
  frameCase('TR-04', 'server-crc', 'a wrong checksum', 'full', frame => ({
    ...frame,
    crc32: (frame.crc32 ^ 1) >>> 0,
  })),
  frameCase('TR-04', 'server-seq', 'a number left out', 'full', renumbered),
  frameCase('TR-04', 'server-short', 'a length of 8', 'full', frame => ({ ...frame, length: 8 })),
  ...FORMS.map(([slug, setup]) =>
    formCase('TR-05', `server-${slug}`, 'single bytes', opening, setup, { segments: single }),
  ),
  ...FRAMINGS.map(framing =>
    frameCase('TR-06', `server-${framing}-none`, 'a frame of nothing', framing, emptied),
  ),
  ...FRAMINGS.map(framing =>
    frameCase('TR-06', `server-${framing}`, 'the longest length', framing, frame => ({
      ...frame,
      length: LONGEST[framing],
    })),
  ),
  ...FORMS.map(([slug, setup]) =>
    formCase('TR-08', slug, 'a client that is slow to begin', listens, setup),
  ),
  formCase('TR-24', 'forms', 'every opening on one port', forms, {}),
  formCase('TR-25', 'tag', 'an opening with another tag', opening, OBFUSCATED, {
    start: change(start => flip(start, 57)),
  }),
  formCase('TR-26', 'pause', '63 bytes of an opening, and later the last', pausing, OBFUSCATED),
  {
    ...formCase('TR-26', 'no-more', '63 bytes of an opening', stopping, OBFUSCATED),
    expected: [CLOSE],
    patience: 60_000,
  },
]
