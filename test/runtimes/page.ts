// The code blocks of docs/embedding.md as modules for scripts: `page:NAME` is the block that begins with its name.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import { install } from './installed.ts'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const page = readFileSync(new URL('../../docs/embedding.md', import.meta.url), 'utf8')

/** One script of `entry`, of what it imports from the page, from this folder and from the installed package. */
export async function bundle(entry: string, options: BuildOptions): Promise<string> {
  const folder = install()
  const { outputFiles } = await build({
    ...options,
    stdin: { contents: entry, resolveDir: HERE },
    bundle: true,
    write: false,
    target: 'es2022',
    nodePaths: [`${folder}/node_modules`],
    plugins: [
      {
        name: 'the page',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^page:/ }, ({ path }) => ({ path, namespace: 'page' }))
          onLoad({ filter: /.*/, namespace: 'page' }, ({ path }) => ({
            contents: block(path.slice('page:'.length)),
            resolveDir: folder,
          }))
        },
      },
    ],
  })
  return outputFiles![0]!.text
}

function block(name: string): string {
  const code = page.split('```js\n').find(text => text.startsWith(`// ${name}\n`))
  assert.ok(code, `docs/embedding.md has no ${name}`)
  return code.slice(0, code.indexOf('```'))
}
