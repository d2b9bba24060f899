// WebSockets, over real sockets: the upgrade, messages that are no frames, and how they end.
// Source: /mtproto/transports#websocket
import { concat } from '../../core/bytes/bytes.ts'
import { readUint32LE } from '../../core/bytes/integers.ts'
import type { RuleId } from '../../core/rules.ts'
import { framingOfTag } from '../../core/transport/start.ts'
import { type Case, type ClientCase, serverCase } from '../case.ts'
import type { DcHarness, DcSetup, Subject } from '../dc-harness.ts'
import { ACCEPT, CLOSE, type Outcome, RESEND } from '../outcome.ts'
import type { PeerHarness, PeerSetup } from '../peer-harness.ts'
import { must, type Steps, waitFor } from '../steps.ts'
import { sessionCase, whatFollows } from './after-reply.ts'
import { change, expectCall, succeed } from './shared.ts'
import { decrypted, joined } from './transports-client.ts'
import { agrees, opening } from './transports-server.ts'

const SUBJECT: Subject = { webSocket: true }

function* upgraded(harness: DcHarness): Steps {
  const outcome = yield* succeed(harness)
  const { dc, webSockets } = harness
  must(webSockets.length > 0, 'no WebSocket')
  for (const { upgrade, opcodes } of webSockets) {
    must(upgrade?.protocols.includes('binary') === true, 'the subprotocol is not asked for')
    must(
      opcodes.every(opcode => opcode === 'binary'),
      `frames: ${opcodes.join(', ')}`,
    )
  }
  for (const { bytes } of dc.accepted) {
    const plain = decrypted(harness, concat(...bytes))
    must(framingOfTag(readUint32LE(plain, 56)) !== undefined, 'not obfuscated')
  }
  return outcome
}

/** The WebSocket is closed, with a reason, while a call waits. */
function* closed(harness: DcHarness): Steps {
  const call = yield* expectCall(harness.dc)
  for (const webSocket of harness.webSockets) webSocket.closeWith(1000, 'the end of the world')
  return yield* whatFollows(harness, call)
}

const clientCase = (
  id: RuleId,
  slug: string,
  stimulus: string,
  play: ClientCase['play'],
  fault?: DcSetup,
  expected: readonly Outcome[] = [ACCEPT],
): ClientCase => sessionCase(id, slug, stimulus, fault, expected, play, { subject: SUBJECT })

const PEER: PeerSetup = { webSocket: true, obfuscated: true }

/** The same port by WebSocket and without. */
function* bothWays(harness: PeerHarness): Steps {
  for (const setup of [PEER, {}, PEER])
    yield* agrees(harness, yield* harness.connect(undefined, setup))
  return ACCEPT
}

/** An upgrade, and an exchange if it is granted. */
function* upgrade(harness: PeerHarness): Steps {
  const connection = harness.dial()
  yield* waitFor(() => connection.isOpen || connection.isClosed)
  must(connection.isOpen !== connection.isClosed, 'neither refused nor granted')
  if (connection.isClosed) return CLOSE
  yield* agrees(harness, connection)
  return ACCEPT
}

/** A message in three, or as many as there are bytes. */
const inThree = (bytes: Uint8Array): Uint8Array[] => {
  const third = Math.ceil(bytes.length / 3)
  return [0, third, 2 * third].map(at => bytes.subarray(at, at + third))
}

const withoutProtocol = (lines: readonly string[]): readonly string[] =>
  lines.filter(line => !line.startsWith('Sec-WebSocket-Protocol'))

export const webSocket = (): readonly Case[] => [
  clientCase('TR-30', 'upgrade', 'a WebSocket', upgraded),
  clientCase('TR-31', 'split', 'every packet in three messages', succeed, {
    segments: inThree,
  }),
  clientCase('TR-31', 'joined', 'two packets in one message', joined),
  clientCase('TR-32', 'reason', 'closed with 1000 and a reason', closed, undefined, [RESEND]),
  {
    ...serverCase(
      'TR-24',
      'web-socket',
      'WebSockets and TCP on one port',
      undefined,
      [ACCEPT],
      bothWays,
    ),
    peer: PEER,
  },
  {
    ...serverCase(
      'TR-33',
      'no-subprotocol',
      'an upgrade that names no subprotocol',
      { upgrade: change(withoutProtocol) },
      [CLOSE],
      upgrade,
    ),
    peer: PEER,
  },
  {
    ...serverCase(
      'TR-33',
      'text',
      'text in place of binary',
      { webSocketFrame: change(frame => ({ ...frame, opcode: 'text' as const })) },
      [CLOSE],
      opening,
    ),
    peer: PEER,
  },
]
