// CRC-32 (ISO 3309, as in gzip and zlib): TL constructor ids, the full transport, gzip streams.

let table: Uint32Array | undefined

/** Returns the CRC-32 of the concatenation of `parts`, 0 … 2^32-1. */
export function crc32(...parts: readonly Uint8Array[]): number {
  table ??= buildTable()
  let crc = 0xffffffff
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) crc = table[(crc ^ part[i]!) & 0xff]! ^ (crc >>> 8)
  }
  return ~crc >>> 0
}

function buildTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1
    return crc
  })
}
