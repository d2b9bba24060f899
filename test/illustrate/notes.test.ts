// Every byte has a note, and every note has bytes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MtprotoError } from '../../src/core/errors.ts'
import { allFields } from '../../src/illustrate/field.ts'
import { listOf } from '../../src/illustrate/field-view.ts'
import { NOTES } from '../../src/illustrate/notes.ts'
import { References } from '../../src/illustrate/references.ts'
import { allConnections } from './runs.ts'

async function keysInUse(): Promise<Set<string>> {
  const keys = new Set<string>()
  for (const { frames } of await allConnections())
    for (const { fields } of frames)
      for (const { key, bytes } of allFields(fields)) if (bytes.length > 0) keys.add(key)
  return keys
}

test('every note explains bytes of one of the runs', async () => {
  const keys = await keysInUse()
  assert.deepEqual(
    Object.keys(NOTES).filter(key => !keys.has(key)),
    [],
  )
})

test('every byte of the runs has a note', async () => {
  assert.deepEqual(
    [...(await keysInUse())].filter(key => NOTES[key] === undefined),
    [],
  )
})

test('there is no page when a byte has no note', async () => {
  const [connection] = await allConnections()
  const references = new References()
  const { 'req_pq_multi.nonce': _, ...notes } = NOTES
  const fields = connection!.frames[0]!.fields
  assert.throws(
    () => listOf(fields, { notes, references, isLenient: false }),
    (error: MtprotoError) => error.at?.startsWith('req_pq_multi.nonce (') === true,
  )
  const { text } = listOf(fields, { notes, references, isLenient: true })
  const unknown = /<li class="field"[^>]*>(?:(?!<li).)*Nothing is known here.*?<\/li>/s.exec(
    text,
  )![0]
  for (const part of ['<b>nonce</b>', 'int128', '00010203', 'its name and its type'])
    assert.ok(unknown.includes(part), part)
  assert.equal(text.split('Nothing is known here').length, 2)
})

test('a note says something: at least a sentence, and no more than six', () => {
  for (const [key, [text]] of Object.entries(NOTES)) {
    assert.match(text, /^\S.*\.$/s, key)
    assert.ok(text.split(/\. [A-Z]/).length <= 6, key)
  }
})

test('each rule of a note has a sentence, a line of code, and a case unless it is a C rule', () => {
  const references = new References()
  for (const [key, [, ...rules]] of Object.entries(NOTES)) {
    assert.ok(rules.length > 0, `${key} has no rule`)
    for (const rule of rules) {
      const { code, case: proof, text } = references.find(rule)
      assert.match(code.path, /^(core|client|test-dc|host|runtime)\//)
      assert.ok(text.length > 0)
      assert.equal(proof === undefined, rule.startsWith('C-'), rule)
    }
  }
})

test('a rule that no line of code names cannot be linked to', () => {
  assert.throws(() => new References().find('SS-01'), MtprotoError)
})

test('a rule is found at the line that enforces it', () => {
  const { code, case: proof } = new References().find('HS-26')
  assert.equal(code.path, 'core/crypto/dh-group.ts')
  assert.equal(proof?.path, 'conformance/cases/handshake-client.ts')
})
