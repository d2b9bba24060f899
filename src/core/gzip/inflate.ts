// DEFLATE, unpacking (RFC 1951): stored blocks, blocks with the fixed codes, blocks that bring their own.
// Each step consumes input or is bounded by the output's limit, so the work is linear in both.
import { type BitReader, invalid, type Output } from './bits.ts'
import { Huffman } from './huffman.ts'

const END_OF_BLOCK = 256
const MAX_LITERALS = 286
const MAX_DISTANCES = 30

/** The order in which a block gives the lengths of the code for its code lengths. */
const LENGTHS_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

interface Codes {
  readonly literals: Huffman
  readonly distances: Huffman
}

let fixedCodes: Codes | undefined

/** Unpacks blocks up to and with the last one. Throws ERR_GZIP_INVALID, ERR_GZIP_TOO_LARGE. */
export function inflate(bits: BitReader, output: Output): void {
  let last = false
  while (!last) {
    last = bits.bits(1) === 1
    const type = bits.bits(2)
    if (type === 0) stored(bits, output)
    else if (type === 1) compressed(bits, output, getFixedCodes())
    else if (type === 2) compressed(bits, output, readCodes(bits))
    else throw invalid('a block of type 3')
  }
}

function stored(bits: BitReader, output: Output): void {
  const [a, b, c, d] = bits.bytes(4) as unknown as [number, number, number, number]
  const length = a | (b << 8)
  if (length !== (~(c | (d << 8)) & 0xffff)) throw invalid('a wrong length of a stored block')
  output.bytes(bits.bytes(length))
}

function compressed(bits: BitReader, output: Output, { literals, distances }: Codes): void {
  for (;;) {
    const symbol = literals.read(bits)
    if (symbol < END_OF_BLOCK) output.byte(symbol)
    else if (symbol === END_OF_BLOCK) return
    else {
      const length = copyLength(symbol, bits)
      output.repeat(copyDistance(distances.read(bits), bits), length)
    }
  }
}

/** Symbols 257 … 285 mean 3 … 258 bytes: four symbols to each number of extra bits, after the first eight. */
function copyLength(symbol: number, bits: BitReader): number {
  if (symbol < 265) return symbol - 254
  if (symbol === 285) return 258
  if (symbol > 285) throw invalid('an unused length')
  const extra = (symbol - 261) >>> 2
  return 3 + ((4 + ((symbol - 261) & 3)) << extra) + bits.bits(extra)
}

/** Symbols 0 … 29 mean 1 … 32768 bytes back: two symbols to each number of extra bits, after the first four. */
function copyDistance(symbol: number, bits: BitReader): number {
  if (symbol < 4) return symbol + 1
  if (symbol >= MAX_DISTANCES) throw invalid('an unused distance')
  const extra = (symbol - 2) >>> 1
  return 1 + ((2 + (symbol & 1)) << extra) + bits.bits(extra)
}

/** The codes a block of type 2 begins with. */
function readCodes(bits: BitReader): Codes {
  const literalCount = bits.bits(5) + 257
  const distanceCount = bits.bits(5) + 1
  const orderCount = bits.bits(4) + 4
  if (literalCount > MAX_LITERALS || distanceCount > MAX_DISTANCES)
    throw invalid('too many symbols')
  const orderLengths = new Uint8Array(LENGTHS_ORDER.length)
  for (let i = 0; i < orderCount; i++) orderLengths[LENGTHS_ORDER[i]!] = bits.bits(3)
  const lengths = readLengths(bits, new Huffman(orderLengths), literalCount + distanceCount)
  if (lengths[END_OF_BLOCK] === 0) throw invalid('a block without an end')
  return {
    literals: new Huffman(lengths.subarray(0, literalCount)),
    distances: new Huffman(lengths.subarray(literalCount)),
  }
}

/** Code lengths, themselves coded: 0 … 15 as they are, 16 repeats the last one, 17 and 18 are runs of 0. */
function readLengths(bits: BitReader, code: Huffman, count: number): Uint8Array {
  const lengths = new Uint8Array(count)
  let at = 0
  while (at < count) {
    const symbol = code.read(bits)
    if (symbol < 16) {
      lengths[at++] = symbol
      continue
    }
    if (symbol === 16 && at === 0) throw invalid('a repetition of nothing')
    const value = symbol === 16 ? lengths[at - 1]! : 0
    const times =
      symbol === 16 ? 3 + bits.bits(2) : symbol === 17 ? 3 + bits.bits(3) : 11 + bits.bits(7)
    if (times > count - at) throw invalid('more lengths than symbols')
    lengths.fill(value, at, at + times)
    at += times
  }
  return lengths
}

/** RFC 1951 section 3.2.6. */
function getFixedCodes(): Codes {
  if (fixedCodes !== undefined) return fixedCodes
  const literals = new Uint8Array(288).fill(8)
  literals.fill(9, 144, 256).fill(7, 256, 280)
  const distances = new Uint8Array(32).fill(5)
  fixedCodes = { literals: new Huffman(literals), distances: new Huffman(distances) }
  return fixedCodes
}
