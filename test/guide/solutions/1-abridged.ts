// A right answer to exercise 1, with nothing of this project.

const MAX_WORDS = (2 ** 22 + 1024) / 4

export function frame(payload: Uint8Array): Uint8Array {
  const words = payload.length / 4
  const header = words < 127 ? [words] : [127, words & 255, (words >> 8) & 255, words >> 16]
  return Uint8Array.from([...header, ...payload])
}

export function createParser(): (chunk: Uint8Array) => Uint8Array[] {
  let waiting = Buffer.alloc(0)
  return chunk => {
    waiting = Buffer.concat([waiting, chunk])
    const payloads: Uint8Array[] = []
    for (;;) {
      const isLong = waiting[0] === 127
      const start = isLong ? 4 : 1
      if (waiting.length < start) return payloads
      const words = isLong ? waiting.readUIntLE(1, 3) : waiting[0]!
      if (words === 0 || words > MAX_WORDS) throw new Error(`a frame of ${words} words`)
      const end = start + 4 * words
      if (waiting.length < end) return payloads
      payloads.push(new Uint8Array(waiting.subarray(start, end)))
      waiting = waiting.subarray(end)
    }
  }
}
