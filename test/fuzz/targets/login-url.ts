// The parser of login links: what is parsed has one link, and that link is what was parsed.
import assert from 'node:assert/strict'
import { encodeLoginUrl, parseLoginUrl } from '../../../src/core/login/login-url.ts'
import { type Target, typed } from '../target.ts'

const ascii = (text: string): Uint8Array => Uint8Array.from(text, char => char.charCodeAt(0))

export const target: Target = {
  name: 'login-url',
  words: () => ['tg://', 'login', '?token=', '=', '==', '-_', 'AAAA', '%3D', '\0'].map(ascii),
  seeds: () =>
    [
      'tg://login?token=AQ',
      'tg://login?token=AQI=',
      'tg://login?token=_-8Zm9vYmFy',
      `tg://login?token=${'A'.repeat(1366)}`,
      'https://t.me/login?token=AQ',
    ].map(ascii),
  run(input) {
    const text = new TextDecoder().decode(input)
    const token = typed(() => parseLoginUrl(text))
    if (token === undefined) return undefined
    assert.ok(token.length >= 1 && token.length <= 1024)
    assert.equal(encodeLoginUrl(token), text.replace(/=*$/, ''))
    return token
  },
}
