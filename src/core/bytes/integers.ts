// Integers in bytes: little-endian words as TL and the transports use them, and big-endian numbers of
// any size as RSA and Diffie-Hellman use them. Readers and writers do not check bounds: the caller has
// made sure that the bytes are there.
import { MtprotoError } from '../errors.ts'
import { fromHex, toHex } from './hex.ts'

/** Reads 4 bytes at `at`, little-endian: 0 … 2^32-1. */
export function readUint32LE(data: Uint8Array, at = 0): number {
  return readInt32LE(data, at) >>> 0
}

/** Reads 4 bytes at `at`, little-endian, two's complement: -2^31 … 2^31-1. */
export function readInt32LE(data: Uint8Array, at = 0): number {
  return data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24)
}

/** Writes the low 32 bits of `value` at `at`, little-endian; signed and unsigned values alike. */
export function writeUint32LE(target: Uint8Array, at: number, value: number): void {
  target[at] = value
  target[at + 1] = value >>> 8
  target[at + 2] = value >>> 16
  target[at + 3] = value >>> 24
}

/** Reads 8 bytes at `at`, little-endian, two's complement: a TL `long`. */
export function readInt64LE(data: Uint8Array, at = 0): bigint {
  return (BigInt(readInt32LE(data, at + 4)) << 32n) | BigInt(readUint32LE(data, at))
}

/** Writes the low 64 bits of `value` at `at`, little-endian; signed and unsigned values alike. */
export function writeInt64LE(target: Uint8Array, at: number, value: bigint): void {
  writeUint32LE(target, at, Number(BigInt.asUintN(32, value)))
  writeUint32LE(target, at + 4, Number(BigInt.asUintN(32, value >> 32n)))
}

/** The big-endian bytes as a number that is not negative; no bytes are 0. */
export function toBigInt(data: Uint8Array): bigint {
  return data.length === 0 ? 0n : BigInt(`0x${toHex(data)}`)
}

/**
 * The number in big-endian bytes: exactly `length` of them, or without `length` as few as it takes
 * (none for 0). Throws ERR_ARGUMENT when it is negative or does not fit.
 */
export function fromBigInt(value: bigint, length?: number): Uint8Array {
  if (value < 0n)
    throw new MtprotoError('ERR_ARGUMENT', { at: 'fromBigInt', expected: 'value >= 0' })
  const digits = value === 0n ? '' : value.toString(16)
  const needed = (digits.length + 1) >>> 1
  const size = length ?? needed
  if (needed > size)
    throw new MtprotoError('ERR_ARGUMENT', { at: 'fromBigInt', got: needed, expected: size })
  return fromHex(digits.padStart(2 * size, '0'))
}
