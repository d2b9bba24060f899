// Every input that fuzzing has kept, and every seed, once more through its target.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { nameOf, readCorpus } from './fuzzer.ts'
import { TARGETS } from './targets.ts'

const corpus = fileURLToPath(new URL('corpus/', import.meta.url))
const names = TARGETS.map(({ name }) => name)

for (const target of TARGETS) {
  test(`${target.name}: the seeds and the corpus end in a value or a typed error`, () => {
    for (const input of [...target.seeds(), ...readCorpus(corpus + target.name)]) target.run(input)
  })
}

test('every target is listed, and only targets have a corpus', () => {
  const files = readdirSync(new URL('targets/', import.meta.url))
  assert.deepEqual(
    files.map(file => file.replace(/\.ts$/, '')),
    names,
  )
  assert.deepEqual(
    readdirSync(corpus).filter(name => !names.includes(name)),
    [],
  )
})

test('the files of a corpus are few, small and named after what they hold', () => {
  for (const name of names) {
    const inputs = readCorpus(corpus + name)
    assert.ok(inputs.length <= 40, name)
    for (const input of inputs) assert.ok(input.length <= 8192, name)
    assert.deepEqual(inputs.map(nameOf), readdirSync(corpus + name).sort())
  }
})
