// Runs every check of this folder; the exit code tells whether all passed.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
const checks = readdirSync(folder).filter(name => /^check-.+\.ts$/.test(name))

for (const check of checks) {
  const { status } = spawnSync(process.execPath, [...process.execArgv, `${folder}${check}`], {
    stdio: 'inherit',
  })
  console.log(`${status === 0 ? 'passed' : 'FAILED'}  ${check}`)
  if (status !== 0) process.exitCode = 1
}
