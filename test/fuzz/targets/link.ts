// A link on either side: frames with unencrypted messages, sealed ones, and anything else, cut anywhere. It never
// throws, and says nothing after it is broken.
import assert from 'node:assert/strict'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { encodeSealed, seal } from '../../../src/core/envelope/encrypted.ts'
import { encodePlaintext } from '../../../src/core/envelope/plaintext.ts'
import { Link, type LinkOutput } from '../../../src/core/link/link.ts'
import type { Side } from '../../../src/core/machine.ts'
import { client, FRAMINGS, server } from '../../core/transport/ends.ts'
import { crypto, sharedKey } from '../../support/pair.ts'
import { seededRandom } from '../../support/random.ts'
import { words } from '../bodies.ts'
import { listening } from '../streams.ts'
import { block, int, Script, type Target } from '../target.ts'

const PLAINTEXT = 0
const SEALED = 1
const FRAME = 2
const BYTES = 3
/** In the first byte: the server sends. */
const TO_CLIENT = 4

export const target: Target = {
  name: 'link',
  words: () => [-404, 0, 4, 8, 12, 0x7fffffff].map(int),
  seeds: () =>
    [0, 1, 2, 3, 4, 5, 6, 7].map(form =>
      concat(
        Uint8Array.of(form, 7, PLAINTEXT, 8),
        block(new Uint8Array(8)),
        Uint8Array.of(SEALED, 8),
        block(new Uint8Array(24)),
        Uint8Array.of(FRAME),
        block(int(-404)),
        Uint8Array.of(BYTES),
        block(int(0x7fffffff)),
      ),
    ),
  run(input) {
    const script = new Script(input)
    const form = script.byte()
    const size = 1 + script.byte()
    const framing = FRAMINGS[form % FRAMINGS.length]!
    const toClient = (form & TO_CLIENT) !== 0
    const receiver = linkOf(
      toClient ? 'client' : 'server',
      toClient ? client({ framing }) : server(),
    )
    const sender = toClient ? listening(framing) : client({ framing })
    const parts: Uint8Array[] = 'start' in sender ? [sender.start()] : []
    for (let steps = 0; !script.done && steps < 32; steps++) {
      const kind = script.byte() % 4
      if (kind === BYTES) parts.push(script.block())
      else parts.push(sender.encode(sender.complete(payload(kind, script, toClient))))
    }
    const stream = concat(...parts)
    const outputs: LinkOutput[] = []
    for (let at = 0; at < stream.length; at += size) {
      receiver.receive(stream.subarray(at, at + size))
      for (let out = receiver.poll(); out !== undefined; out = receiver.poll()) outputs.push(out)
    }
    const broken = outputs.findIndex(({ kind }) => kind === 'broken')
    if (broken >= 0) assert.equal(broken, outputs.length - 1, 'a broken link is silent')
    return outputs
  },
}

/** A payload in whole words. */
function payload(kind: number, script: Script, toClient: boolean): Uint8Array {
  if (kind === FRAME) return words(script.block())
  const length = script.byte()
  const body = words(script.block())
  if (kind === PLAINTEXT) return encodePlaintext({ msgId: 4n, length, body })
  const padding = new Uint8Array(-(32 + body.length) & 15)
  const fields = { salt: 1n, sessionId: 2n, msgId: 4n, seqNo: 1, body, length, padding }
  return encodeSealed(seal(fields, sharedKey, toClient ? 'server' : 'client', crypto))
}

function linkOf(side: Side, transport: ReturnType<typeof client | typeof server>): Link {
  const findKey = (id: bigint) => (id === sharedKey.id ? sharedKey : undefined)
  return new Link({ side, transport, findKey, crypto, random: seededRandom(side) })
}
