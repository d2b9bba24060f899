// Exercise 1: the abridged framing, out and in. Source: /mtproto/mtproto-transports#abridged
import { randomBytes } from 'node:crypto'
import { concat } from '../../src/core/bytes/bytes.ts'
import { fromHex } from '../../src/core/bytes/hex.ts'
import {
  firstFault,
  functionOf,
  isBytes,
  type Look,
  type Marker,
  refuses,
  shown,
} from './marker.ts'

type Frame = (payload: Uint8Array) => Uint8Array
type CreateParser = () => (chunk: Uint8Array) => readonly Uint8Array[]

/** Sizes in words, and the header that each of them gets. */
const HEADERS = [
  { words: 1, header: '01', given: 'a payload of one word' },
  { words: 126, header: '7e', given: 'a payload of 126 words, the most that fits the short form' },
  { words: 127, header: '7f7f0000', given: 'a payload of 127 words, the least in the long form' },
  { words: 0x012345, header: '7f452301', given: 'a payload of 0x012345 words' },
] as const

/** Headers that no frame may have. */
const REFUSED = [
  { header: '00', given: 'a frame that is announced as empty' },
  { header: '7f000000', given: 'a frame that is announced as empty in the long form' },
  { header: '7f010110', given: 'a frame that is announced as larger than 4 MiB and 1 KiB' },
] as const

/** Marks `frame` and `createParser`. */
export const markAbridged: Marker = answer => {
  const frame = functionOf<Frame>(answer, 'frame')
  const createParser = functionOf<CreateParser>(answer, 'createParser')
  const frames = HEADERS.map(({ words, header, given }) => {
    const payload = new Uint8Array(randomBytes(4 * words))
    return { payload, bytes: concat(fromHex(header), payload), header, given }
  })
  const [short, , long] = frames
  const two = concat(short!.bytes, long!.bytes)
  const out = frames.map(({ payload, bytes, header, given }): Look => {
    const fault = (): string | undefined => {
      const got = frame(payload)
      if (isBytes(got, bytes)) return undefined
      return `The frame of ${given} is ${header} and the payload; yours is ${shown(got)}.`
    }
    return { given, fault }
  })
  const back = frames.map(({ payload, bytes, given }): Look => {
    const fault = (): string | undefined => {
      if (isOne(createParser()(bytes), payload)) return undefined
      return `The frame of ${given} does not come out of the parser as it went in.`
    }
    return { given: `the frame of ${given}`, fault }
  })
  const cut: readonly Look[] = [
    {
      given: 'two frames in one chunk',
      fault() {
        const got = createParser()(two)
        if (got.length === 2 && isBytes(got[1], long!.payload)) return undefined
        return `Two frames in one chunk are two payloads; the parser returned ${got.length}.`
      },
    },
    {
      given: 'a stream that arrives byte by byte',
      fault() {
        const parse = createParser()
        const got = [...two].flatMap(byte => [...parse(Uint8Array.of(byte))])
        if (got.length === 2 && isBytes(got[1], long!.payload)) return undefined
        return 'A stream that arrives byte by byte has to give the same payloads as in one chunk.'
      },
    },
    {
      given: 'a frame on a connection while another one is in the middle of one',
      fault() {
        createParser()(short!.bytes.subarray(0, 3))
        if (isOne(createParser()(short!.bytes), short!.payload)) return undefined
        return 'What one parser has received must not reach another: every connection has its own.'
      },
    },
  ]
  const refused = REFUSED.map(({ header, given }): Look => {
    const fault = async (): Promise<string | undefined> => {
      if (await refuses(() => createParser()(fromHex(header)))) return undefined
      return `The parser has to throw on ${given} (${header}), as soon as the header is there.`
    }
    return { given, fault }
  })
  const looks = [...out, ...back, ...cut, ...refused]
  return firstFault(answer, ['frame', 'createParser'], looks)
}

function isOne(got: readonly Uint8Array[], payload: Uint8Array): boolean {
  return got.length === 1 && isBytes(got[0], payload)
}
