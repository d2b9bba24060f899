// The reader of session strings: what is read reads as the same after it was written in its own form, and an
// error shows nothing of the text.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import {
  formatCredentials,
  parseCredentials,
  sessionFormOf,
} from '../../../src/credentials/parse.ts'
import { type Target, typed } from '../target.ts'

const ascii = (text: string): Uint8Array => Uint8Array.from(text, char => char.charCodeAt(0))

export const target: Target = {
  name: 'session-string',
  words: () => ['1', 'AwEAAAAXAgIE', 'AgAAMDkB', '=', '-_', '+/', 'AAAA', '____', '\n'].map(ascii),
  seeds: () => {
    const { session_strings: vectors } = JSON.parse(
      readFileSync(new URL('../../vectors/vectors.json', import.meta.url), 'utf8'),
    )
    const published = vectors.mtcute_published.map(({ value }: { value: string }) => value)
    const strings = Object.values(vectors).filter(
      (value): value is string => typeof value === 'string' && value.length > 300,
    )
    const own = formatCredentials(parseCredentials(vectors.mtcute_v3), 'own')
    return [...strings, ...published, own].map(ascii)
  },
  run(input) {
    const text = new TextDecoder('latin1').decode(input)
    const read = typed(() => parseCredentials(text))
    if (read === undefined) return undefined
    assert.equal(read.authKey.length, 256)
    const form = sessionFormOf(text)
    // what a form can leave open, such as the user id, it cannot write
    const written = typed(() => formatCredentials(read, form))
    if (written !== undefined) assert.deepEqual(parseCredentials(written), read)
    return read
  },
}
