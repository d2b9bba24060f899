import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Measured } from './measure-bombs.ts'
import { MAX_PEAK } from './peak.ts'

const program = fileURLToPath(new URL('measure-bombs.ts', import.meta.url))

/** What every bomb took, in a process of its own. */
function measure(): Measured[] {
  const flags = ['--expose-gc', '--max-semi-space-size=4', ...process.execArgv]
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, program], {
    encoding: 'utf8',
    // memory that is given back is not kept for later, where it would hide what is taken then
    env: { ...process.env, MALLOC_MMAP_THRESHOLD_: '65536' },
  })
  assert.equal(stderr, '')
  return JSON.parse(stdout)
}

/** Where processors are scarce garbage stays longer; what an input needs it needs every time. */
const TRIES = 3

test('no input below 64 KiB takes more than 64 MiB', () => {
  for (let tries = 1; ; tries++) {
    const measured = measure()
    for (const { name, size } of measured) assert.ok(size < 65_536, `${name} has ${size} bytes`)
    const large = measured.filter(({ peak = 0 }) => peak > MAX_PEAK)
    if (large.length === 0) return
    const found = large.map(
      ({ name, peak = 0 }) => `${name} takes ${Math.round(peak / 2 ** 20)} MiB`,
    )
    assert.ok(tries < TRIES, found.join('; '))
  }
})
