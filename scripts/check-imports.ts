// Proves the import rule of the architecture: who may import whom, what the core may not touch, and that
// entry files only re-export. Prints each violation as file:line; exits with 1 when there is one.
import { posix } from 'node:path'
import { codeOf, importsOf, lineAt, readSources, report, type Source } from './sources.ts'

/** The rooms of the core. Each may import the rooms of the lines above its own, none of its own line. */
const CORE_LAYERS = [
  ['bytes'],
  ['crypto', 'gzip', 'tl'],
  ['transport', 'auth-key', 'envelope', 'session'],
  ['link'],
  ['dc-client', 'dc-server'],
  ['login'],
]

/** What any file of the core may import. */
const CORE_COMMON = [
  'core/course.ts',
  'core/errors.ts',
  'core/rules.ts',
  'core/machine.ts',
  'core/secrets.ts',
  'core/trace.ts',
]

/** The packages that the core may import, in its crypto alone. */
const CORE_PACKAGES = ['big-integer', 'aes-js', '@noble/hashes']

/** The rooms around the core, and what each may import: rooms, parts of rooms, single files. */
const AROUND_THE_CORE: Readonly<Record<string, readonly string[]>> = {
  compiler: ['core/bytes', 'core/errors.ts'],
  host: ['core'],
  client: ['core', 'host', '#runtime'],
  credentials: ['core', 'client/storage.ts', 'client/stored-text.ts', 'client/dcs.ts'],
  qr: ['core'],
  'test-dc': ['core', 'host', 'runtime', '#runtime'],
  runtime: ['core', 'host', 'client', 'credentials', 'test-dc'],
  trace: ['core', 'host', 'compiler', 'client', 'test-dc'],
  conformance: [
    ...['core', 'host', 'compiler', 'client', 'credentials', 'qr', 'test-dc', 'trace'],
    '#runtime',
  ],
  illustrate: [
    ...['core', 'host', 'client', 'test-dc', 'trace'],
    // the clock that only a run moves, and the sentences of the rules
    ...['conformance/virtual-host.ts', 'conformance/rules.ts'],
  ],
  cli: [
    ...['core', 'host', 'compiler', 'client', 'credentials', 'qr', 'test-dc', 'trace'],
    ...['conformance', 'illustrate', 'runtime', '#runtime'],
  ],
  'index.ts': ['core', 'host', 'client', 'credentials', '#runtime'],
}

/** Pairs that never import each other, whatever else is allowed. */
const STRANGERS = [
  ['core/auth-key/client.ts', 'core/auth-key/server.ts'],
  ['core/dc-client', 'core/dc-server'],
  ['core/login', 'core/dc-server'],
  ['runtime/node', 'runtime/web'],
]

/** What runs in a browser as well: no modules of Node, no packages but those of the core. */
const EVERYWHERE = ['host', 'client', 'credentials', 'runtime/web', 'index.ts']

/** Only the core does without. */
const PROMISE = 'a promise'

/** What runs in engines that have nothing but the language: it uses what its host brings. */
const BARE = ['core', 'host', 'client', 'credentials']

/** What they may not name. */
const TABOO: readonly (readonly [what: string, names: readonly string[]])[] = [
  ['a clock', ['Date', 'performance']],
  ['randomness', ['Math.random', 'crypto.getRandomValues', 'crypto.randomUUID', 'crypto.subtle']],
  [
    'a timer',
    [
      ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
      ...['clearTimeout', 'clearInterval', 'clearImmediate'],
    ],
  ],
  [PROMISE, ['Promise', 'async', 'await']],
  ['the console', ['console']],
  [
    'a global of some runtimes',
    [
      ...['TextEncoder', 'TextDecoder', 'atob', 'btoa', 'fetch', 'structuredClone', 'globalThis'],
      ...['window', 'navigator', 'localStorage', 'WebSocket', 'Worker', 'Blob', 'URL'],
      ...['URLSearchParams', 'AbortController', 'AbortSignal', 'CompressionStream'],
      ...['DecompressionStream', 'Buffer', 'process', 'require', '__dirname', '__filename'],
    ],
  ],
]

/** Checks `sources` (paths from the project's root) and returns one line for each violation. */
export function importViolations(sources: readonly Source[]): string[] {
  return sources.flatMap(source => {
    const path = source.path.replace('src/', '')
    return [
      ...forbiddenImports(source, path),
      ...(BARE.includes(roomOf(path).split('/')[0]!) ? taboos(source) : []),
      ...(/^([^/]+\/)?index\.ts$/.test(path) ? statements(source) : []),
    ]
  })
}

function forbiddenImports(source: Source, path: string): string[] {
  return importsOf(source).flatMap(({ specifier, line }) => {
    const target = specifier.startsWith('.')
      ? posix.join(posix.dirname(path), specifier)
      : specifier
    return mayImport(path, target)
      ? []
      : [`${source.path}:${line} may not import ${specifier} (from ${roomOf(path)})`]
  })
}

function mayImport(path: string, target: string): boolean {
  if (STRANGERS.some(([a, b]) => meets(path, target, a!, b!) || meets(path, target, b!, a!)))
    return false
  const isPackage = target.startsWith('node:') || !/\.ts$|^#/.test(target)
  if (path.startsWith('core/')) {
    if (isPackage) return isIn(path, 'core/crypto') && isPortable(target)
    if (path === 'core/index.ts') return target.startsWith('core/')
    return roomOf(path) === roomOf(target) || allowedInCore(path).some(part => isIn(target, part))
  }
  if (isPackage) return isPortable(target) || !EVERYWHERE.some(part => isIn(path, part))
  if (roomOf(path) === roomOf(target)) return true
  return (AROUND_THE_CORE[roomOf(path)] ?? []).some(part => isIn(target, part))
}

function isPortable(target: string): boolean {
  return CORE_PACKAGES.some(name => isIn(target, name))
}

function allowedInCore(path: string): string[] {
  const layer = CORE_LAYERS.findIndex(rooms => rooms.some(room => isIn(path, `core/${room}`)))
  const below = CORE_LAYERS.slice(0, Math.max(layer, 0)).flat()
  return [...CORE_COMMON, ...below.map(room => `core/${room}`)]
}

/** `core/tl` for a file of the core's rooms, otherwise the first part of the path. */
function roomOf(path: string): string {
  const parts = path.split('/')
  return parts[0] === 'core' && parts.length > 2 ? `core/${parts[1]}` : parts[0]!
}

function isIn(path: string, part: string): boolean {
  return path === part || path.startsWith(`${part}/`)
}

function meets(path: string, target: string, a: string, b: string): boolean {
  return isIn(path, a) && isIn(target, b)
}

function taboos({ path, text }: Source): string[] {
  const code = codeOf(text)
  const isCore = path.startsWith('src/core/')
  return TABOO.filter(([what]) => isCore || what !== PROMISE).flatMap(([what, names]) => {
    const alternatives = names.map(name => name.replace('.', '\\s*\\.\\s*')).join('|')
    // not as a member of something else, and not as the name of a field
    const uses = code.matchAll(
      new RegExp(`(?<![\\w$.#])(?:${alternatives})(?![\\w$])(?!\\s*\\??:)`, 'g'),
    )
    return [...uses].map(
      use =>
        `${path}:${lineAt(text, use.index)} ${use[0]}: ${isCore ? 'the core' : 'this'} may not touch ${what}`,
    )
  })
}

/** Whatever an entry file holds beside `export … from`. */
function statements({ path, text }: Source): string[] {
  const code = codeOf(text)
  const rest = code.replace(
    /\bexport\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s*from\s*(['"]) *\4;?/g,
    own => own.replace(/[^\n]/g, ' '),
  )
  const at = rest.search(/\S/)
  return at < 0 ? [] : [`${path}:${lineAt(text, at)} an entry file only re-exports`]
}

report(import.meta.url, () => importViolations(readSources('src')))
