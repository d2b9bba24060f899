// Every *.test.ts below this folder, in one process: a process per file costs far more than the tests.
// `npm test -- PART…` narrows it to the files whose path contains one of the parts.
// Tests that need packages of their own (interop, runtimes, published) have their own commands.
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const ELSEWHERE = ['interop', 'runtimes', 'published']

function testFiles(folder: URL): URL[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.isDirectory()) return testFiles(new URL(`${entry.name}/`, folder))
    return entry.name.endsWith('.test.ts') ? [new URL(entry.name, folder)] : []
  })
}

const here = new URL('.', import.meta.url)
const parts = process.argv.slice(2)
const files = readdirSync(here, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && !ELSEWHERE.includes(entry.name))
  .flatMap(entry => testFiles(new URL(`${entry.name}/`, here)))
  .map(file => file.href)
  .filter(file => {
    const path = file.slice(here.href.length)
    return parts.length === 0 || parts.some(part => path.includes(part))
  })
  .sort()

if (files.length === 0) {
  console.error(`no test file matches ${parts.join(' ')}`)
  process.exit(1)
}
for (const file of files) {
  try {
    await import(file)
  } catch (error) {
    test(`${fileURLToPath(file)} can be loaded`, () => {
      throw error
    })
  }
}
