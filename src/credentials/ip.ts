// IP addresses as text and as the 4 or 16 bytes that some session strings pack them into.
// Source: RFC 4291, and RFC 5952 for the one text of each IPv6 address.

/** The 4 or 16 bytes of an IP address, or undefined when the text is none. */
export function packIp(text: string): Uint8Array | undefined {
  return text.includes(':') ? packIpv6(text) : packIpv4(text)
}

/** The text of 4 or 16 bytes. */
export function unpackIp(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.')
  const words = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!)
  const { start, length } = longestZeros(words)
  const hex = words.map(word => word.toString(16))
  if (length < 2) return hex.join(':')
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`
}

function packIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.')
  const isByte = (part: string): boolean => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256
  return parts.length === 4 && parts.every(isByte) ? Uint8Array.from(parts, Number) : undefined
}

function packIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail = ''] = halves
  const before = words(head!, halves.length === 1)
  const after = words(tail, true)
  if (before === undefined || after === undefined) return undefined
  const missing = 8 - before.length - after.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const all = [...before, ...Array<number>(missing).fill(0), ...after]
  return Uint8Array.from(all.flatMap(word => [word >> 8, word & 0xff]))
}

/** The groups between colons; the last one of an address may be an IPv4 address. */
function words(text: string, isEnd: boolean): number[] | undefined {
  if (text === '') return []
  const groups = text.split(':')
  const quad = isEnd && groups.at(-1)!.includes('.') ? packIpv4(groups.pop()!) : new Uint8Array(0)
  if (quad === undefined || !groups.every(group => /^[0-9a-fA-F]{1,4}$/.test(group)))
    return undefined
  const last = quad.length === 4 ? [(quad[0]! << 8) | quad[1]!, (quad[2]! << 8) | quad[3]!] : []
  return [...groups.map(group => Number.parseInt(group, 16)), ...last]
}

/** The longest run of zeros, the first of equals. */
function longestZeros(all: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < all.length; start++) {
    let length = 0
    while (all[start + length] === 0) length++
    if (length > best.length) best = { start, length }
  }
  return best
}
