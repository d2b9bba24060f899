// The AES block cipher (FIPS 197) with one look-up for SubBytes, ShiftRows and MixColumns together: small
// and several times as fast as aes-js. As there, the tables are looked up with secret indices, so an attacker
// who shares the processor's cache could learn about the key.
import type { BlockCipher } from './aes.ts'

/** A table for each row of a column. */
type Rows = readonly [Int32Array, Int32Array, Int32Array, Int32Array]

interface Tables {
  readonly sBox: Uint8Array
  readonly inverseSBox: Uint8Array
  /** columns of MixColumns over the S-box, one table for each row */
  readonly mix: Rows
  /** columns of InvMixColumns over the inverse S-box */
  readonly unmix: Rows
}

let made: Tables | undefined

/** Expands a key of 16 or 32 bytes. */
export function fastAes(key: Uint8Array): BlockCipher {
  made ??= makeTables()
  const { sBox, inverseSBox, mix, unmix } = made
  const schedule = expand(key, sBox)
  let inverse: Int32Array | undefined
  const result = new Uint8Array(16)
  return {
    encrypt: block => turn(result, block, schedule, mix, sBox, FORWARDS),
    decrypt(block) {
      inverse ??= invert(schedule, sBox, unmix)
      return turn(result, block, inverse, unmix, inverseSBox, BACKWARDS)
    },
  }
}

/** Where the columns of a block begin. InvShiftRows is ShiftRows on columns that go round the other way. */
const FORWARDS = [0, 4, 8, 12] as const
const BACKWARDS = [0, 12, 8, 4] as const

/** All rounds on 16 bytes, whose columns are taken in this order; so are those of the schedule. */
function turn(
  result: Uint8Array,
  block: Uint8Array,
  schedule: Int32Array,
  [t0, t1, t2, t3]: Rows,
  box: Uint8Array,
  [p, q, r, s]: readonly [number, number, number, number],
): Uint8Array {
  let a = word(block, p) ^ schedule[0]!
  let b = word(block, q) ^ schedule[1]!
  let c = word(block, r) ^ schedule[2]!
  let d = word(block, s) ^ schedule[3]!
  const last = schedule.length - 4
  let at = 4
  while (at < last) {
    const w = t0[a >>> 24]! ^ t1[(b >>> 16) & 255]! ^ t2[(c >>> 8) & 255]! ^ t3[d & 255]!
    const x = t0[b >>> 24]! ^ t1[(c >>> 16) & 255]! ^ t2[(d >>> 8) & 255]! ^ t3[a & 255]!
    const y = t0[c >>> 24]! ^ t1[(d >>> 16) & 255]! ^ t2[(a >>> 8) & 255]! ^ t3[b & 255]!
    const z = t0[d >>> 24]! ^ t1[(a >>> 16) & 255]! ^ t2[(b >>> 8) & 255]! ^ t3[c & 255]!
    a = w ^ schedule[at++]!
    b = x ^ schedule[at++]!
    c = y ^ schedule[at++]!
    d = z ^ schedule[at++]!
  }
  finish(result, p, box, a, b, c, d, schedule[at++]!)
  finish(result, q, box, b, c, d, a, schedule[at++]!)
  finish(result, r, box, c, d, a, b, schedule[at++]!)
  finish(result, s, box, d, a, b, c, schedule[at]!)
  return result
}

/** One column of the last round, which leaves out MixColumns. */
function finish(
  result: Uint8Array,
  at: number,
  box: Uint8Array,
  w: number,
  x: number,
  y: number,
  z: number,
  key: number,
): void {
  result[at] = box[w >>> 24]! ^ (key >>> 24)
  result[at + 1] = box[(x >>> 16) & 255]! ^ (key >>> 16)
  result[at + 2] = box[(y >>> 8) & 255]! ^ (key >>> 8)
  result[at + 3] = box[z & 255]! ^ key
}

/** 5.2: the key, then words that each depend on the one before and on the one a key's length back. */
function expand(key: Uint8Array, sBox: Uint8Array): Int32Array {
  const size = key.length / 4
  const schedule = new Int32Array(4 * (size + 7))
  const substitute = (w: number): number =>
    (sBox[w >>> 24]! << 24) |
    (sBox[(w >>> 16) & 255]! << 16) |
    (sBox[(w >>> 8) & 255]! << 8) |
    sBox[w & 255]!
  let power = 1
  for (let i = 0; i < schedule.length; i++) {
    if (i < size) {
      schedule[i] = word(key, 4 * i)
      continue
    }
    let w = schedule[i - 1]!
    if (i % size === 0) {
      w = substitute((w << 8) | (w >>> 24)) ^ (power << 24)
      power = double(power)
    } else if (size > 6 && i % size === 4) w = substitute(w)
    schedule[i] = schedule[i - size]! ^ w
  }
  return schedule
}

/**
 * The schedule of the equivalent inverse cipher (5.3.5): the rounds backwards, the inner ones unmixed, the
 * columns in the order of BACKWARDS.
 */
function invert(schedule: Int32Array, sBox: Uint8Array, [u0, u1, u2, u3]: Rows): Int32Array {
  const last = schedule.length - 4
  return schedule.map((_, i) => {
    const w = schedule[last - (i & ~3) + (-i & 3)]!
    if (i < 4 || i >= last) return w
    return (
      u0[sBox[w >>> 24]!]! ^
      u1[sBox[(w >>> 16) & 255]!]! ^
      u2[sBox[(w >>> 8) & 255]!]! ^
      u3[sBox[w & 255]!]!
    )
  })
}

/** The S-box (5.1.1): the inverse in GF(2^8), found by walking the powers of 3, then an affine map. */
function makeTables(): Tables {
  const sBox = new Uint8Array(256)
  const inverseSBox = new Uint8Array(256)
  const mix = makeRows()
  const unmix = makeRows()
  let power = 1
  let reciprocal = 1
  sBox[0] = 0x63
  do {
    power ^= double(power)
    // division by 3 is multiplication by 0xf6
    reciprocal ^= reciprocal << 1
    reciprocal ^= reciprocal << 2
    reciprocal ^= reciprocal << 4
    reciprocal &= 255
    if (reciprocal & 128) reciprocal ^= 9
    let bits = reciprocal ^ 0x63
    for (let by = 1; by <= 4; by++) bits ^= (reciprocal << by) | (reciprocal >> (8 - by))
    sBox[power] = bits
  } while (power !== 1)
  for (let i = 0; i < 256; i++) {
    const s = sBox[i]!
    inverseSBox[s] = i
    const s2 = double(s)
    const i2 = double(i)
    const i4 = double(i2)
    const i8 = double(i4)
    let up = (s2 << 24) | (s << 16) | (s << 8) | (s2 ^ s)
    let down = ((i8 ^ i4 ^ i2) << 24) | ((i8 ^ i) << 16) | ((i8 ^ i4 ^ i) << 8) | (i8 ^ i2 ^ i)
    for (let row = 0; row < 4; row++) {
      mix[row]![i] = up
      unmix[row]![s] = down
      up = (up << 24) | (up >>> 8)
      down = (down << 24) | (down >>> 8)
    }
  }
  return { sBox, inverseSBox, mix, unmix }
}

function makeRows(): Rows {
  const row = (): Int32Array => new Int32Array(256)
  return [row(), row(), row(), row()]
}

/** x · value in GF(2^8). */
function double(value: number): number {
  return (value << 1) ^ (value & 128 ? 0x11b : 0)
}

function word(data: Uint8Array, at: number): number {
  return (data[at]! << 24) | (data[at + 1]! << 16) | (data[at + 2]! << 8) | data[at + 3]!
}
