// What a browser has to download for a login by QR code, without the drawing of the code: `npm run bundle` prints
// it beside other clients, `--ours` alone. Minified, gzipped, dependencies included.
import { existsSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'
import { ROOT } from './sources.ts'

/** Sizes in bytes. */
export interface BundleSize {
  readonly minified: number
  readonly gzipped: number
}

/** What ours may weigh, gzipped, in bytes. */
export const LIMIT = 60_000

/** The client and the login, and with them the host of the web. */
const OURS = `export { Client, qrLogin } from './src/index.ts'`

const INTEROP = `${ROOT}test/interop`

/** What a page imports of other clients. Modules of Node that they name are left out of their sizes. */
const PEERS: Readonly<Record<string, string>> = {
  '@mtproto/core': `export { default } from '@mtproto/core/envs/browser/index.js'`,
  GramJS: `export { TelegramClient } from 'telegram/index.js'
    export { StringSession } from 'telegram/sessions/index.js'`,
  mtcute: `export { TelegramClient } from '@mtcute/core/client.js'`,
}

/** The size of this project's bundle. */
export function ownBundle(): BundleSize {
  return bundle(OURS, ROOT, [])
}

function bundle(contents: string, resolveDir: string, external: string[]): BundleSize {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['source'],
    external,
    define: { global: 'globalThis' },
    write: false,
  })
  const { contents: code } = outputFiles[0]!
  return { minified: code.length, gzipped: gzipSync(code, { level: 9 }).length }
}

function print(name: string, { minified, gzipped }: BundleSize): void {
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`.padStart(10)
  console.log(`${name.padEnd(14)}${kilobytes(gzipped)} gzipped${kilobytes(minified)} minified`)
}

function main(): void {
  print('raw-mtproto', ownBundle())
  if (process.argv.includes('--ours')) return
  if (!existsSync(`${INTEROP}/node_modules`)) {
    console.error(
      'the other clients are not installed: npm --prefix test/interop ci --ignore-scripts',
    )
    process.exitCode = 1
    return
  }
  // `events` is a package as well
  const missing = builtinModules.filter(name => name !== 'events')
  for (const [name, contents] of Object.entries(PEERS))
    print(name, bundle(contents, INTEROP, missing))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
