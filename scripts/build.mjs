// Compiles src/ to dist/, and the command line into few files, since each one costs time at every start.
// Also runs as `prepare`, where the compiler may be absent (npm ci --omit=dev).
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const tsc = `${root}node_modules/typescript/bin/tsc`
if (!existsSync(tsc)) {
  console.error('build skipped: development dependencies are not installed')
  process.exit(0)
}
rmSync(`${root}dist`, { recursive: true, force: true })
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
if (status !== 0) process.exit(status ?? 1)
await bundleCommandLine()
await bundlePage()
chmodSync(`${root}dist/cli/main.js`, 0o755)
spawnSync(
  process.execPath,
  ['--conditions=source', '--import', 'tsx', 'scripts/bundle.ts', '--ours'],
  { cwd: root, stdio: 'inherit' },
)

async function bundleCommandLine() {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['dist/cli/main.js'],
    outdir: 'dist/cli',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    alias: { '#runtime': './dist/runtime/node/index.js' },
    external: ['@noble/*', 'aes-js', 'big-integer', 'qrcode', 'ws'],
    write: false,
  })
  rmSync(`${root}dist/cli`, { recursive: true })
  mkdirSync(`${root}dist/cli`)
  for (const { path, contents } of outputFiles) writeFileSync(path, contents)
}

/** The program of illustrated pages, with all that it imports: it is written into each page. */
async function bundlePage() {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: ['dist/illustrate/page.js'],
    outfile: 'dist/illustrate/page.js',
    allowOverwrite: true,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
  })
  rmSync(`${root}dist/illustrate/page.js.map`)
}
