// Compression by zlib, for whoever packs messages; unpacking stays with the core's bounded gunzip.
import { gzipSync } from 'node:zlib'

/** Returns `data` as a gzip stream. */
export function compress(data: Uint8Array): Uint8Array {
  return Uint8Array.from(gzipSync(data))
}
