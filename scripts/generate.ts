// Writes src/core/tl/generated/ from schema/*.tl: `npm run generate`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generate } from '../src/compiler/generate.ts'
import { parse } from '../src/compiler/parser.ts'
import { ROOT, read, readSources, type Source } from './sources.ts'

const SCHEMAS = ['mtproto', 'api']
const BIOME = `${ROOT}node_modules/@biomejs/biome/bin/biome`

/** The folder that holds generated files and nothing else. */
export const FOLDER: string = 'src/core/tl/generated'

/** The files as they should be, formatted. */
export function generatedFiles(): Source[] {
  return SCHEMAS.flatMap(name => {
    const schema = parse(read(`schema/${name}.tl`), `schema/${name}.tl`)
    return generate(schema, { name, runtime: '../../codec.ts' }).map(file => {
      const path = `${FOLDER}/${name}/${file.name}`
      return { path, text: format(path, file.text) }
    })
  })
}

function format(path: string, text: string): string {
  const args = [BIOME, 'format', `--stdin-file-path=${path}`]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    input: text,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${path} cannot be formatted: ${stderr}`)
  return stdout
}

function write(): void {
  const files = generatedFiles()
  const wanted = new Set(files.map(({ path }) => path))
  for (const { path, text } of files) {
    mkdirSync(dirname(ROOT + path), { recursive: true })
    writeFileSync(ROOT + path, text)
  }
  for (const { path } of readSources(FOLDER)) if (!wanted.has(path)) rmSync(ROOT + path)
  console.log(`${files.length} files in ${FOLDER}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) write()
