// Every test of this folder in one process, so that one table shows what all of them have seen.
import { readdirSync } from 'node:fs'
import { test } from 'node:test'

const here = new URL('.', import.meta.url)
const parts = process.argv.slice(2)
const files = readdirSync(here)
  .filter(name => name.endsWith('.test.ts'))
  .filter(name => parts.length === 0 || parts.some(part => name.includes(part)))
  .sort()

if (files.length === 0) {
  console.error(`no test file matches ${parts.join(' ')}`)
  process.exit(1)
}
for (const name of files) {
  try {
    await import(new URL(name, here).href)
  } catch (error) {
    test(`${name} can be loaded`, () => {
      throw error
    })
  }
}
