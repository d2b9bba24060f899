// Blocks of TypeScript and JavaScript: all are checked against the public entry points as somebody imports them, and
// most run, each in a process of its own, as a reader would run it.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT, read } from '../../scripts/sources.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import type { Block } from './pages.ts'

/** How a block is tried. */
export type Trial =
  /** a process that ends by itself with code 0 and prints `text`; `typed` is answered to its first question */
  | { readonly kind: 'prints'; readonly text: string; readonly typed: string | undefined }
  /** a process that answers requests: first with one text, later with the other */
  | { readonly kind: 'serves'; readonly first: string; readonly last: string }
  /** a page in Chromium that shows `text`: test/runtimes/docs-page.test.ts */
  | { readonly kind: 'shows'; readonly text: string }
  /** another test runs it */
  | { readonly kind: 'elsewhere'; readonly file: string }
  /** its types are checked, with these names as given */
  | { readonly kind: 'checked'; readonly given: readonly string[] }

/** What pages import and this project does not. */
const OTHERS = `
declare module 'cloudflare:sockets'
declare module 'socks' {
  export interface SocksProxy {
    host: string
    port: number
    type: 4 | 5
    userId?: string
    password?: string
  }
  export const SocksClient: {
    createConnection(options: {
      proxy: SocksProxy
      command: 'connect'
      destination: { host: string; port: number }
      timeout?: number
    }): Promise<{ socket: import('node:net').Socket }>
  }
}
`

/** What the comment above a block means; undefined for a comment that means nothing, or none. */
export function trialOf({ note = '' }: Block): Trial | undefined {
  const prints = /^(?:types (.+), )?prints (.+)$/.exec(note)
  if (prints) return { kind: 'prints', text: prints[2]!, typed: prints[1] }
  const serves = /^serves (.+), then (.+)$/.exec(note)
  if (serves) return { kind: 'serves', first: serves[1]!, last: serves[2]! }
  const shows = /^shows (.+)$/.exec(note)
  if (shows) return { kind: 'shows', text: shows[1]! }
  const elsewhere = /^runs in (\S+)$/.exec(note)
  if (elsewhere) return { kind: 'elsewhere', file: elsewhere[1]! }
  const checked = /^only checked(?:, given (.+))?$/.exec(note)
  if (checked) return { kind: 'checked', given: checked[1]?.split(', ') ?? [] }
  return undefined
}

/** The name of a block that others of its page import: a comment in its first line. */
export function nameOf({ text }: Block): string | undefined {
  return /^\/\/ ([\w-]+\.[jt]s)\n/.exec(text)?.[1]
}

/** The file of the source behind a public specifier, as an absolute path. */
export function sourceFor(specifier: string): string {
  const { name, exports } = JSON.parse(read('package.json'))
  const target = exports[specifier.replace(name, '.')]
  if (target === undefined) throw new Error(`${specifier} is not public`)
  return ROOT + target.types.replace(/^\.\/dist\//, 'src/').replace(/\.d\.ts$/, '.ts')
}

/** Checks the types of all blocks at once; returns what the compiler says. */
export function typeErrors(blocks: readonly Block[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-docs-'))
  const { name, exports } = JSON.parse(read('package.json'))
  const specifiers = Object.keys(exports).filter(key => !key.endsWith('.json'))
  const paths = specifiers.map(key => join(name, key)).map(key => [key, [sourceFor(key)]])
  for (const block of blocks) {
    const file = join(folder, block.path, nameOf(block) ?? `line-${block.line}.${block.language}`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, checkable(block))
  }
  writeFileSync(join(folder, 'others.d.ts'), OTHERS)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: `${ROOT}tsconfig.json`,
      compilerOptions: {
        ...{
          paths: Object.fromEntries(paths),
          lib: ['es2023', 'dom'],
          typeRoots: [`${ROOT}node_modules/@types`],
        },
        ...{ checkJs: true, allowJs: true, noImplicitAny: false, noImplicitThis: false },
        ...{
          isolatedDeclarations: false,
          declaration: false,
          noUnusedLocals: false,
          rewriteRelativeImportExtensions: false,
        },
      },
      include: ['.'],
      exclude: [],
    }),
  )
  const tsc = `${ROOT}node_modules/typescript/bin/tsc`
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], {
    cwd: folder,
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  return stdout
}

function checkable(block: Block): string {
  const trial = trialOf(block)
  const given = trial?.kind === 'checked' ? trial.given : []
  const declared =
    block.language === 'js'
      ? given.map(name => `/** @type {any} */ var ${name}; `)
      : given.map(name => `declare const ${name}: any; `)
  // a path of the project, unless it is a block of the same page
  const text = block.text.replace(/(from ')\.\/(?=\w+\/)/g, `$1${ROOT}`)
  return `${declared.join('')}${text}\nexport {}\n`
}

/** Runs a block against a test DC of its own until the trial is over; returns what went wrong, or undefined. */
export async function tryOut(
  block: Block,
  trial: Trial & { kind: 'prints' | 'serves' },
): Promise<string | undefined> {
  const dc = await startDc()
  const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-docs-'))
  const file = join(folder, `block.m${block.language}`)
  writeFileSync(file, runnable(block))
  const port = await freePort()
  const tsx = import.meta.resolve('tsx')
  const child = spawn(process.execPath, ['--conditions=source', '--import', tsx, file], {
    cwd: folder,
    env: { ...process.env, TEST_DC: JSON.stringify(dc.info), PORT: String(port) },
  })
  let printed = ''
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000)
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', text => {
      printed += text
      if (trial.kind === 'prints' && trial.typed !== undefined && /password .*: $/.test(printed))
        child.stdin.end(`${trial.typed}\n`)
    })
  try {
    if (trial.kind === 'serves') {
      for (const text of [trial.first, trial.last])
        await served(`http://127.0.0.1:${port}/`, text, ended)
      return undefined
    }
    const code = await ended
    if (code !== 0) return `ended with ${code}: ${printed}`
    return printed.includes(trial.text) ? undefined : `printed ${printed}`
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
    await ended
    await dc.close()
    rmSync(folder, { recursive: true })
  }
}

/** The data centres that blocks log in to: somebody scans every code, and has a password. */
export function startDc(): Promise<TestDc> {
  return TestDc.start({
    ...{ dcs: [2, 4], autoAccept: 0.5 },
    accounts: [{ firstName: 'Ada', dc: 4, password: 'secret' }],
  })
}

/** A block as a module that runs from anywhere. One that starts a test DC of its own needs no other. */
export function runnable({ text }: Block): string {
  const isOnItsOwn = text.includes("'raw-mtproto/test-dc'")
  const substitute = fileURLToPath(new URL('on-test-dc.ts', import.meta.url))
  return text.replace(/(?<=from ')raw-mtproto(\/[\w-]+)?(?=')/g, specifier =>
    specifier === 'raw-mtproto' && !isOnItsOwn ? substitute : sourceFor(specifier),
  )
}

/** Asks until the answer holds `text`; rejects when the process has ended. */
async function served(url: string, text: string, ended: Promise<unknown>): Promise<void> {
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  for (;;) {
    const answer = await fetch(url).then(
      response => response.text(),
      () => '',
    )
    if (answer.includes(text)) return
    if (isOver) throw new Error(`it ended and never served ${text}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
