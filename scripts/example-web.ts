// Builds examples/web/ into one file that needs nothing else, and shows it to this machine alone:
// `npm run example:web`, with `-- --port N` for another port, `-- --build` to build only.
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { ROOT, read } from './sources.ts'

const FOLDER = 'examples/web'
const PORT = 8090

/** The page as one HTML document: code and style inside, and a policy that allows nothing besides. */
export function examplePage(): string {
  const script = bundle('main.ts')
  const style = bundle('style.css')
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(style)}'`,
    'img-src data:',
    'connect-src ws: wss:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const parts: readonly (readonly [place: string, content: string])[] = [
    [
      '<meta charset="utf-8" />',
      `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    ],
    ['<link rel="stylesheet" href="style.css" />', `<style>${style}</style>`],
    ['<script type="module" src="main.ts"></script>', `<script type="module">${script}</script>`],
  ]
  let page = read(`${FOLDER}/index.html`)
  for (const [place, content] of parts) page = page.replace(place, () => content)
  return page
}

function bundle(entry: string): string {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [`${FOLDER}/${entry}`],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['source'],
    alias: {
      'raw-mtproto': './src/index.ts',
      'raw-mtproto/qr': './src/qr/index.ts',
      'raw-mtproto/web': './src/runtime/web/index.ts',
    },
    write: false,
  })
  return outputFiles[0]!.text.trim().replaceAll('</script', '<\\/script')
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function main(args: readonly string[]): void {
  const page = examplePage()
  const path = `${ROOT}${FOLDER}/dist/index.html`
  mkdirSync(`${ROOT}${FOLDER}/dist`, { recursive: true })
  writeFileSync(path, page)
  console.log(`${path}, ${Math.round(page.length / 1000)} KB`)
  if (args.includes('--build')) return
  const port = args.includes('--port') ? Number(args[args.indexOf('--port') + 1]) : PORT
  createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
  }).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/`))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2))
