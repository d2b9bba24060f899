// Plays the cases about clients against the seven clients of test/interop, one after another, and compares each with
// its list in docs/conformance: `npm run conform:clients -- [NAME…] [OPTIONS]`, with options of
// `raw-mtproto conform client`; `--json DIR` is a folder here. Exits with the worst exit code of a client.
import { mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { conform } from '../src/cli/conform.ts'
import { python } from '../test/interop/python/venv.ts'
import { ROOT, read } from './sources.ts'

const INTEROP = 'test/interop'

interface Client {
  /** what the report calls it; the version that is installed comes behind it */
  readonly name: string
  /** what it is installed as: from npm, or from PyPI */
  readonly npm?: string
  readonly pypi?: string
  readonly shim: string
  /** what it can be asked for, the first being spoken where a case does not care */
  readonly transports: string
}

const CLIENTS: Readonly<Record<string, Client>> = {
  'raw-mtproto': {
    name: 'raw-mtproto',
    shim: 'shims/raw-mtproto.mjs',
    transports: 'intermediate,abridged,padded,full,obfuscated,http,websocket,mtproxy',
  },
  gramjs: {
    ...{ name: 'GramJS', npm: 'telegram', shim: 'shims/gramjs.cjs' },
    transports: 'full,abridged,obfuscated,mtproxy',
  },
  teleproto: {
    ...{ name: 'teleproto', npm: 'teleproto', shim: 'shims/teleproto.cjs' },
    transports: 'full,abridged,obfuscated,mtproxy',
  },
  mtcute: {
    ...{ name: 'mtcute', npm: '@mtcute/node', shim: 'shims/mtcute.mjs' },
    transports: 'intermediate,padded,obfuscated,mtproxy',
  },
  'mtproto-core': {
    ...{ name: '@mtproto/core', npm: '@mtproto/core', shim: 'shims/mtproto-core.cjs' },
    transports: 'obfuscated',
  },
  telethon: {
    ...{ name: 'Telethon', pypi: 'Telethon', shim: 'python/telethon_driver.py' },
    transports: 'full,abridged,intermediate,obfuscated',
  },
  kurigram: {
    ...{ name: 'Kurigram', pypi: 'Kurigram', shim: 'python/kurigram_driver.py' },
    transports: 'abridged,full,intermediate,padded,obfuscated',
  },
}

/** The command that starts it. */
function commandOf({ pypi, shim }: Client): string {
  const path = `${INTEROP}/${shim}`
  if (pypi === undefined) return `node ${path}`
  const found = python()
  if ('missing' in found) throw new Error(found.missing)
  return `${found.path.slice(ROOT.length)} ${path}`
}

/** The version that is installed. */
function versionOf({ npm, pypi }: Client): string {
  if (pypi !== undefined)
    return new RegExp(`^${pypi}==(\\S+)`, 'm').exec(read(`${INTEROP}/python/requirements.txt`))![1]!
  const folder = npm === undefined ? '' : `${INTEROP}/node_modules/${npm}/`
  return JSON.parse(readFileSync(`${ROOT}${folder}package.json`, 'utf8')).version
}

const args = process.argv.slice(2)
const firstOption = args.findIndex(arg => arg.startsWith('-'))
const names = firstOption === -1 ? args : args.slice(0, firstOption)
const options = firstOption === -1 ? [] : args.slice(firstOption)
const { values } = parseArgs({
  args: options,
  options: { json: { type: 'string' } },
  strict: false,
})
const io = { write: (text: string) => process.stdout.write(text), warn: console.error }

const folder = values.json === undefined ? undefined : resolve(String(values.json))
if (folder !== undefined) mkdirSync(folder, { recursive: true })
process.chdir(ROOT)
for (const name of names.length > 0 ? names : Object.keys(CLIENTS)) {
  const client = CLIENTS[name]
  if (client === undefined)
    throw new Error(`one of ${Object.keys(CLIENTS).join(', ')}, not ${name}`)
  const code = await conform.run(
    [
      ...['client', '--exec', commandOf(client), '--name', `${client.name} ${versionOf(client)}`],
      ...['--transport', client.transports, '--expect', `docs/conformance/${name}.txt`],
      ...options,
      ...(folder === undefined ? [] : ['--json', join(folder, `${name}.json`)]),
    ],
    io,
  )
  process.exitCode = Math.max(code, Number(process.exitCode ?? 0))
}
