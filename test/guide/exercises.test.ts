import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { mark } from '../../scripts/exercise.ts'

const SOLUTIONS = fileURLToPath(new URL('solutions/', import.meta.url))
const FILES = ['1-abridged.ts', '2-envelope.ts', '3-exchange.ts'] as const

/** A solution with one mistake, and what the marker has to say about it. */
interface Mistake {
  readonly name: string
  readonly exercise: 1 | 2 | 3
  readonly right: string
  readonly wrong: string
  readonly says: RegExp
}

const MISTAKES: readonly Mistake[] = [
  {
    name: 'no frame',
    exercise: 1,
    right: 'function frame',
    wrong: 'function frames',
    says: /export a function called frame\.$/,
  },
  {
    name: 'a length in bytes',
    exercise: 1,
    right: 'payload.length / 4',
    wrong: 'payload.length',
    says: /one word is 01 and the payload; yours is 04/,
  },
  {
    name: 'the long form too late',
    exercise: 1,
    right: 'words < 127',
    wrong: 'words < 128',
    says: /127 words.+ is 7f7f0000/,
  },
  {
    name: 'a big-endian length',
    exercise: 1,
    right: 'readUIntLE(1, 3)',
    wrong: 'readUIntBE(1, 3)',
    says: /^Given the frame of a payload of 127 words, .+ your code threw/,
  },
  {
    name: 'one frame a chunk',
    exercise: 1,
    right: 'waiting = waiting.subarray(end)',
    wrong: 'waiting = waiting.subarray(end)\n return payloads',
    says: /Two frames in one chunk are two payloads; the parser returned 1/,
  },
  {
    name: 'chunks that are frames',
    exercise: 1,
    right: 'Buffer.concat([waiting, chunk])',
    wrong: 'Buffer.from(chunk)',
    says: /^Given a stream that arrives byte by byte/,
  },
  {
    name: 'empty frames',
    exercise: 1,
    right: 'words === 0 || ',
    wrong: '',
    says: /has to throw on a frame that is announced as empty \(00\)/,
  },
  {
    name: 'no limit',
    exercise: 1,
    right: ' || words > MAX_WORDS',
    wrong: '',
    says: /larger than 4 MiB/,
  },
  {
    name: 'x of the other side',
    exercise: 2,
    right: "=== 'client' ? 0 : 8",
    wrong: "=== 'client' ? 8 : 0",
    says: /from the client is made with x = 0/,
  },
  {
    name: 'x forgotten',
    exercise: 2,
    right: "sender === 'client' ? 0 : 8",
    wrong: '0',
    says: /from the server is made with x = 8/,
  },
  {
    name: 'the head of the hash',
    exercise: 2,
    right: 'plaintext).subarray(8, 24)',
    wrong: 'plaintext).subarray(0, 16)',
    says: /middle of the hash/,
  },
  {
    name: 'another key',
    exercise: 2,
    right: '[a.subarray(0, 8), b.subarray(8, 24)',
    wrong: '[b.subarray(0, 8), b.subarray(8, 24)',
    says: /AES key of a message from the client is not/,
  },
  {
    name: 'another iv',
    exercise: 2,
    right: 'a.subarray(8, 24), b.subarray(24)',
    wrong: 'a.subarray(8, 24), a.subarray(24)',
    says: /AES key is right, but the iv/,
  },
  {
    name: 'IGE the wrong way round',
    exercise: 2,
    right: "if (direction === 'decrypt')",
    wrong: "if (direction === 'encrypt')",
    says: /^Given a packet with a body of 4 bytes, your code threw .+: another msg_key/,
  },
  {
    name: 'the padding returned',
    exercise: 2,
    right: 'plaintext.subarray(32, 32 + length)',
    wrong: 'plaintext.subarray(32)',
    says: /returns the body alone/,
  },
  {
    name: 'any key',
    exercise: 2,
    right: '!bytes.subarray(0, 8).equals(id)',
    wrong: 'id.length === 0',
    says: /another auth_key_id/,
  },
  {
    name: 'no msg_key',
    exercise: 2,
    right: '!isTrue',
    wrong: 'isTrue === undefined',
    says: /ciphertext was changed/,
  },
  {
    name: 'any length',
    exercise: 2,
    right: 'length % 4 !== 0)',
    wrong: 'length % 2 !== 0)',
    says: /its body has 62 bytes/,
  },
  {
    name: 'short padding',
    exercise: 2,
    right: 'padding < 12',
    wrong: 'padding < 0',
    says: /8 bytes of padding/,
  },
  {
    name: 'long padding',
    exercise: 2,
    right: ' || padding > 1024',
    wrong: '',
    says: /1032 bytes of padding/,
  },
  {
    name: 'no start byte',
    exercise: 3,
    right: 'socket.write(Uint8Array.of(0xef))',
    wrong: '',
    says: /^The data centre cannot follow your stream/,
  },
  {
    name: 'factors in the wrong order',
    exercise: 3,
    right: 'found < pq / found',
    wrong: 'found > pq / found',
    says: /refused req_DH_params: p and q are the factors/,
  },
  {
    name: 'another fingerprint',
    exercise: 3,
    right: 'tlBytes(exponent)).subarray(12)',
    wrong: 'tlBytes(exponent)).subarray(0, 8)',
    says: /the fingerprint is not that of its key/,
  },
  {
    name: 'RSA_PAD without the reversal',
    exercise: 3,
    right: 'Buffer.from(padded).reverse()',
    wrong: 'padded',
    says: /encrypted_data does not come apart/,
  },
  {
    name: 'another nonce inside',
    exercise: 3,
    right: '...numbers, nonce,',
    wrong: '...numbers, serverNonce,',
    says: /contradicts the request around it/,
  },
  {
    name: 'another data centre',
    exercise: 3,
    right: 'writeInt32LE(id)',
    wrong: 'writeInt32LE(id + 1)',
    says: /dc in the inner data/,
  },
  {
    name: 'another temporary key',
    exercise: 3,
    right: 'serverNew.subarray(0, 12)',
    wrong: 'serverNew.subarray(8)',
    says: /answered with server_DH_params_ok, and your exchange failed \(another SHA-1\)/,
  },
  {
    name: 'another newNonce',
    exercise: 3,
    right: 'return { newNonce, answer }',
    wrong: 'return { newNonce: nonce, answer }',
    says: /newNonce is not the one/,
  },
  {
    name: 'the hash returned',
    exercise: 3,
    right: 'return { newNonce, answer }',
    wrong: 'return { newNonce, answer: opened }',
    says: /without the hash before/,
  },
  {
    name: 'any nonce',
    exercise: 3,
    right: "expect(resPQ.subarray(4, 20).equals(nonce), 'nonce')",
    wrong: '',
    says: /has to reject a resPQ that returns another nonce/,
  },
  {
    name: 'a nonce that is noticed late',
    exercise: 3,
    right: "expect(resPQ.subarray(4, 20).equals(nonce), 'nonce')",
    wrong: 'if (!resPQ.subarray(4, 20).equals(nonce)) id = 77',
    says: /^After a resPQ that returns another nonce than yours, nothing more may be sent/,
  },
  {
    name: 'no word at all',
    exercise: 3,
    right: 'this.#socket.write(frame(',
    wrong: 'this.#socket.destroy(); void (frame(',
    says: /^No req_pq_multi has arrived at the data centre \(another message\)/,
  },
  {
    name: 'any SHA-1',
    exercise: 3,
    right: "expect(sha('sha1', answer).equals(opened.subarray(0, 20)), 'SHA-1')",
    wrong: '',
    says: /has to reject an answer whose SHA-1/,
  },
  {
    name: 'any inner nonce',
    exercise: 3,
    right:
      "expect(answer.subarray(4, 36).equals(Buffer.concat([nonce, serverNonce])), 'inner nonces')",
    wrong: '',
    says: /has to reject a server_DH_inner_data that repeats another server_nonce/,
  },
]

describe('the exercises of the guide', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-exercises-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  for (const [index, file] of FILES.entries())
    test(`${file} is right`, async () => {
      assert.equal(await mark(index + 1, SOLUTIONS + file), undefined)
    })

  for (const [index, { name, exercise, right, wrong, says }] of MISTAKES.entries())
    test(`exercise ${exercise} with ${name} is told apart`, async () => {
      const place = join(folder, String(index))
      cpSync(SOLUTIONS, place, { recursive: true })
      const path = join(place, FILES[exercise - 1]!)
      const text = readFileSync(path, 'utf8')
      assert.equal(text.split(right).length, 2, `${right} stands in the solution once`)
      writeFileSync(
        path,
        text.replace(right, () => wrong),
      )
      assert.match((await mark(exercise, path)) ?? 'all of it is right', says)
    })

  test('a file that cannot be loaded is said to be one', async () => {
    assert.match((await mark(1, join(folder, 'nothing.ts')))!, /nothing\.ts cannot be loaded/)
  })
})
