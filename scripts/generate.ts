// Writes src/core/tl/generated/ from schema/*.tl: `npm run generate`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { generate } from '../src/compiler/generate.ts'
import { parse } from '../src/compiler/parser.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = `${root}src/core/tl/generated`

rmSync(folder, { recursive: true, force: true })
for (const name of ['mtproto', 'api']) {
  const schema = parse(readFileSync(`${root}schema/${name}.tl`, 'utf8'), `${name}.tl`)
  mkdirSync(`${folder}/${name}`, { recursive: true })
  for (const file of generate(schema, { name, runtime: '../../codec.ts' }))
    writeFileSync(`${folder}/${name}/${file.name}`, file.text)
}
spawnSync('npx', ['biome', 'format', '--write', folder], { cwd: root, stdio: 'inherit' })
