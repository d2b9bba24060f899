// Transports without a wire: published bytes, every size and cut, and openings from bad randomness.
// Source: /mtproto/mtproto-transports
import { concat, equal } from '../../core/bytes/bytes.ts'
import { crc32 } from '../../core/bytes/crc32.ts'
import { fromHex, toHex } from '../../core/bytes/hex.ts'
import { readUint32LE } from '../../core/bytes/integers.ts'
import { seededRandom } from '../../core/crypto/seeded-random.ts'
import { MtprotoError } from '../../core/errors.ts'
import type { Random } from '../../core/machine.ts'
import { ClientTransport } from '../../core/transport/client-transport.ts'
import type { FramingName, Received } from '../../core/transport/framing.ts'
import { obfuscateClient, obfuscateServer } from '../../core/transport/obfuscation.ts'
import { ServerTransport } from '../../core/transport/server-transport.ts'
import type { Transport } from '../../core/transport/transport.ts'
import type { Case } from '../case.ts'
import { givenDraws, type Own, ownCase, sameBytes } from '../own.ts'
import { must } from '../steps.ts'

const random = seededRandom('transports')

/** Payloads on both sides of every border of a length. */
const SIZES = [4, 504, 508, 65_536]
const FRAMINGS: readonly FramingName[] = ['abridged', 'intermediate', 'padded', 'full']
const OBFUSCATIONS = [undefined, { dcId: 2 }] as const

/** The two ends of a connection, of which the server has read the opening. */
function ends(
  { crypto }: Own,
  framing: FramingName,
  draws: Random = random,
  obfuscation?: { readonly dcId: number },
): [ClientTransport, ServerTransport] {
  const client = new ClientTransport({ framing, obfuscation, crypto, random: draws })
  const server = new ServerTransport({ crypto, random: draws })
  server.receive(client.start())
  server.poll()
  return [client, server]
}

const encoded = (transport: Transport, payload: Uint8Array): Uint8Array =>
  transport.encode(transport.complete(payload))

/** All that is in the segments, read one after the other. */
function read(transport: Transport, ...segments: readonly Uint8Array[]): Received[] {
  return segments.flatMap(segment => {
    transport.receive(segment)
    const received: Received[] = []
    for (let got = transport.poll(); got !== undefined; got = transport.poll()) received.push(got)
    return received
  })
}

function carries(what: string, got: Received | undefined, payload: Uint8Array, extra = 0): void {
  must(got?.kind === 'payload', `${what}: no payload`)
  const bytes = (got as Received & { kind: 'payload' }).payload
  must(
    bytes.length === payload.length + extra && equal(bytes.subarray(0, payload.length), payload),
    `${what}: another payload`,
  )
}

function abridged(own: Own): void {
  const { framing } = own.vectors.vectors
  const payload = fromHex(framing.payload)
  const [client, server] = ends(own, 'abridged')
  sameBytes('the frame', encoded(client, payload), framing.abridged)
  const asking = client.encode(client.complete(payload, { quickAck: true }))
  sameBytes('the frame that asks', asking, framing.abridged_quick_ack)
  sameBytes(
    '504 bytes',
    encoded(client, random(504, 'padding')).slice(0, 1),
    framing.abridged_504[0]!,
  )
  sameBytes(
    '508 bytes',
    encoded(client, random(508, 'padding')).slice(0, 4),
    framing.abridged_508[0]!,
  )
  for (const size of SIZES) {
    const large = random(size, 'padding')
    carries(`${size} bytes`, read(server, encoded(client, large))[0], large)
  }
}

function intermediate(own: Own): void {
  const { framing } = own.vectors.vectors
  const [client, server] = ends(own, 'intermediate')
  sameBytes('the frame', encoded(client, fromHex(framing.payload)), framing.intermediate)
  for (const size of SIZES) {
    const payload = random(size, 'padding')
    const frame = encoded(client, payload)
    must(readUint32LE(frame) === size, `${size} bytes: another length`)
    carries(`${size} bytes`, read(server, frame)[0], payload)
  }
}

function padded(own: Own): void {
  for (let padding = 0; padding < 16; padding++) {
    const draws: Random = length => new Uint8Array(length).fill(0xab).fill(padding, 0, 1)
    const [client, server] = ends(own, 'padded', draws)
    for (const size of SIZES) {
      const payload = random(size, 'padding')
      const frame = encoded(client, payload)
      const what = `${size} bytes and ${padding} more`
      must(readUint32LE(frame) === size + padding, `${what}: another length`)
      must(frame.length === 4 + size + padding, `${what}: another frame`)
      carries(what, read(server, frame)[0], payload, padding)
    }
  }
}

function full(own: Own): void {
  const { framing } = own.vectors.vectors
  const payload = fromHex(framing.payload)
  const [client, server] = ends(own, 'full')
  for (const wire of [framing.full_seq0, framing.full_seq1]) {
    sameBytes('the frame', encoded(client, payload), wire)
    carries('the frame', read(server, fromHex(wire))[0], payload)
    sameBytes('the answer', encoded(server, payload), wire)
  }
  for (const [i, size] of SIZES.entries()) {
    const large = random(size, 'padding')
    const frame = encoded(client, large)
    must(readUint32LE(frame, 4) === i + 2, `frame ${i + 2}: another number`)
    const crc = crc32(frame.subarray(0, -4))
    must(readUint32LE(frame, frame.length - 4) === crc, `frame ${i + 2}: another checksum`)
    carries(`${size} bytes`, read(server, frame)[0], large)
  }
}

/** The same in single bytes and in one piece, both ways. */
function cut(own: Own): void {
  for (const framing of FRAMINGS) {
    for (const obfuscation of OBFUSCATIONS) {
      if (framing === 'full' && obfuscation !== undefined) continue
      const [client, server] = ends(own, framing, random, obfuscation)
      const payloads = SIZES.slice(0, 3).map(size => random(size, 'padding'))
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        const what = `${framing}${obfuscation ? ', obfuscated' : ''}`
        const large = payloads.filter(({ length }) => from === client || length > 4)
        const dribbled = concat(...large.map(payload => encoded(from, payload)))
        const single = read(to, ...Array.from(dribbled, byte => Uint8Array.of(byte)))
        const joined = read(to, concat(...large.map(payload => encoded(from, payload))))
        for (const received of [single, joined]) {
          must(received.length === large.length, `${what}: ${received.length} payloads`)
          for (const [i, payload] of large.entries()) {
            const { payload: got } = received[i] as Received & { kind: 'payload' }
            must(equal(got.subarray(0, payload.length), payload), `${what}: another payload`)
          }
        }
      }
    }
  }
}

/** What each framing announces with these bytes: nothing, or more than a payload may be. */
const BAD_LENGTHS: Readonly<Record<Exclude<FramingName, 'http'>, readonly string[]>> = {
  abridged: ['00', '7f000000', '7fffffff'],
  intermediate: ['00000000', '04044000', 'fcffff7f'],
  padded: ['00000000', '10044000', 'fcffff7f'],
  full: ['0c000000', '10044000', 'fcffffff'],
}

/** Refused on the announcement alone, with nothing of the frame there. */
function announced(own: Own): void {
  for (const [framing, lengths] of Object.entries(BAD_LENGTHS)) {
    for (const length of lengths) {
      for (const end of ends(own, framing as FramingName)) {
        let code: string | undefined
        try {
          // The first frame tells a server that the framing is the full one.
          read(
            end,
            fromHex(
              framing === 'full' && end instanceof ServerTransport ? `${length}00000000` : length,
            ),
          )
        } catch (error) {
          if (!(error instanceof MtprotoError)) throw error
          code = error.code
        }
        must(
          code === 'ERR_FRAME_INVALID' || code === 'ERR_FRAME_TOO_LARGE',
          `${framing}: ${length} is waited for`,
        )
      }
    }
  }
}

/** What an obfuscated opening may not begin with, as hexadecimal. */
const FORBIDDEN =
  /^(ef|48454144|504f5354|47455420|4f505449|dddddddd|eeeeeeee|16030102|.{8}00000000)/

/** Every other draw is one that is forbidden. */
function openings({ crypto }: Own): void {
  const starts = [
    ...['ef', '48454144', '504f5354', '47455420', '4f505449', 'dddddddd', 'eeeeeeee', '16030102'],
    '1234567800000000',
  ]
  let draws = 0
  const bad: Random = (length, purpose) => {
    const bytes = random(length, purpose)
    const start = fromHex(starts[draws % starts.length]!)
    if (draws++ % 2 === 0) bytes.set(start)
    return bytes
  }
  for (let count = 0; count < 10_000; count++) {
    const { init } = obfuscateClient({ framing: 'padded', dcId: 2 }, { ...crypto, aesCtr }, bad)
    const start = toHex(init.subarray(0, 8))
    must(!FORBIDDEN.test(start), `an opening begins with ${start}`)
  }
  must(draws > 20_000 - 100, 'the bad draws were not used')
}

/** What is forbidden stands in front of what is encrypted. */
const aesCtr = () => ({ update: (data: Uint8Array): Uint8Array => data })

const repeated = (text: string): Uint8Array => {
  const [byte, count = '1'] = text.split('*')
  return fromHex(byte!.repeat(Number(count)))
}

function obfuscated({ crypto, vectors: { vectors } }: Own): void {
  for (const vector of vectors.obfuscated2.vectors) {
    const random64 = repeated(vector.random64)
    // Where no DC is named, the vector keeps what was random there.
    const dcId = vector.dc ?? new DataView(random64.buffer).getInt16(60, true)
    const secret = vector.secret ? repeated(vector.secret) : undefined
    const draws = givenDraws({ obfuscation: [random64] }, random)
    const client = obfuscateClient({ framing: 'intermediate', dcId, secret }, crypto, draws)
    sameBytes(vector.name, client.init, vector.init_wire)
    const server = obfuscateServer(client.init, secret, crypto)
    must(
      server.framing === 'intermediate' && server.dcId === dcId,
      `${vector.name}: another opening`,
    )
    for (const [i, wire] of (vector.client_frames_wire ?? []).entries()) {
      const plain = fromHex(vector.client_frames_plain![i]!)
      sameBytes(`frame ${i} to the server`, client.encryptor.update(plain), wire)
      sameBytes(`frame ${i} at the server`, server.decryptor.update(fromHex(wire)), toHex(plain))
    }
    for (const [i, wire] of (vector.server_frames_wire ?? []).entries()) {
      const plain = fromHex(vectors.framing.padded_error_404)
      sameBytes(`frame ${i} to the client`, server.encryptor.update(plain), wire)
      sameBytes(`frame ${i} at the client`, client.decryptor.update(fromHex(wire)), toHex(plain))
    }
  }
}

export const transportsOwn = (): readonly Case[] => [
  ownCase('TR-01', 'lengths', 'both', 'payloads of 4, 504, 508 and 65,536 bytes', abridged),
  ownCase('TR-02', 'intermediate', 'both', 'the same payloads', intermediate),
  ownCase('TR-02', 'padded', 'both', 'the same with 0 to 15 bytes of padding', padded, 'internal'),
  ownCase('TR-03', 'frames', 'both', 'frames one after the other', full),
  ownCase('TR-05', 'cut', 'both', 'single bytes, and all in one segment', cut, 'internal'),
  ownCase(
    'TR-06',
    'lengths',
    'both',
    'a length of nothing, and lengths too large',
    announced,
    'internal',
  ),
  ownCase(
    'TR-20',
    'draws',
    'client',
    '10,000 openings, half of the draws bad',
    openings,
    'internal',
  ),
  ownCase('TR-21', 'vectors', 'both', 'the published openings and frames', obfuscated),
]
