// The pages that people read, and the code in them. A comment `<!-- test: … -->` in the line above a block says how
// it is tried; nobody who reads the page sees it.
import { readdirSync } from 'node:fs'
import { read } from '../../scripts/sources.ts'

/** A fenced block of code. */
export interface Block {
  /** the page, from the project's root */
  readonly path: string
  /** of its first fence, from 1 */
  readonly line: number
  /** as the fence says; empty if it does not */
  readonly language: string
  readonly text: string
  /** what the comment above it says after `test:` */
  readonly note: string | undefined
}

const root = new URL('../../', import.meta.url)
const inFolder = (folder: string): string[] =>
  readdirSync(new URL(folder, root))
    .filter(name => name.endsWith('.md'))
    .map(name => `${folder}${name}`)

/** All of them. `docs/api/` is written by a program, which has its own check. */
export function pages(): string[] {
  const examples = readdirSync(new URL('examples/', root)).map(name => `examples/${name}/README.md`)
  return [
    ...inFolder('./').map(path => path.slice(2)),
    ...inFolder('docs/'),
    ...inFolder('docs/guide/'),
    ...examples,
    ...['src/README.md', 'schema/README.md'],
  ]
}

/** The blocks of a page, in their order. */
export function blocksOf(path: string): Block[] {
  return blocksIn(path, read(path))
}

export function blocksIn(path: string, page: string): Block[] {
  const blocks: Block[] = []
  const lines = page.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const fence = /^\s*(`{3,}|~{3,})(.*)$/.exec(lines[at]!)
    if (fence === null) continue
    const end = lines.findIndex((line, index) => index > at && line.trim() === fence[1])
    const stop = end < 0 ? lines.length : end
    blocks.push({
      path,
      line: at + 1,
      language: fence[2]!.trim(),
      text: `${lines.slice(at + 1, stop).join('\n')}\n`,
      note: /^<!-- test: (.+) -->$/.exec(lines[at - 1] ?? '')?.[1],
    })
    at = stop
  }
  return blocks
}

/** Commands in running text: `npm …` and `raw-mtproto …` between backticks. */
export function commandsIn(page: string): string[] {
  const prose = page.replace(/^\s*```[\s\S]*?^\s*```$/gm, '')
  return [...prose.matchAll(/`((?:npx |npm |raw-mtproto )[^`]+)`/g)].map(([, text]) =>
    text!.replace(/\s+/g, ' '),
  )
}

/** Where the links of a page to files of this project lead, from the project's root. */
export function linksOf(path: string): string[] {
  const page = new URL(path, root)
  return [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)\s#]+)/g)].map(([, target]) =>
    decodeURI(new URL(target!, page).href.slice(root.href.length)),
  )
}
