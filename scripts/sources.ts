// TypeScript files as the checks beside this one see them: their text, their code without comments and
// literals, and what they import.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Source {
  /** from the project's root, with slashes: `src/core/errors.ts` */
  readonly path: string
  readonly text: string
}

export interface Import {
  readonly specifier: string
  readonly line: number
}

/** The project's root, with a slash at its end. */
export const ROOT: string = fileURLToPath(new URL('..', import.meta.url))

/** The text of one file of the project. */
export function read(path: string): string {
  return readFileSync(ROOT + path, 'utf8')
}

/** Every TypeScript file below `folder`, except where packages are installed. */
export function readSources(folder: string): Source[] {
  return readdirSync(ROOT + folder, { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : readSources(path)
    return path.endsWith('.ts') ? [{ path, text: read(path) }] : []
  })
}

/** The line, from 1, in which the character at `index` stands. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

// a slash begins a regular expression where a value may begin
const LITERAL =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?=\/)(?<=(?:^|[(,=:[!&|?{};+*%<>~^]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//y
const TEMPLATE_TEXT = /(?:\\[\s\S]|(?!\$\{)[^\\`])*(?:`|\$\{)/y

/** `text` with comments, and what stands inside literals, replaced by spaces; every index keeps its place. */
export function codeOf(text: string): string {
  let code = ''
  // for each template that is open around here: how many braces are open in its expression
  const templates: number[] = []
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = code.length
    const found = pattern.exec(text)?.[0]
    if (found === undefined) return false
    const hollow = found.replace(/[^\n]/g, ' ')
    code += /^['"]/.test(found) ? found[0] + hollow.slice(2) + found[0] : hollow
    if (pattern === TEMPLATE_TEXT && found.endsWith('{')) templates.push(0)
    return true
  }
  while (code.length < text.length) {
    if (skip(LITERAL)) continue
    const char = text[code.length]!
    code += char
    const inside = templates.length - 1
    if (char === '`') skip(TEMPLATE_TEXT)
    else if (char === '{' && inside >= 0) templates[inside]! += 1
    else if (char === '}' && inside >= 0) {
      if (templates[inside]! > 0) templates[inside]! -= 1
      else {
        templates.pop()
        skip(TEMPLATE_TEXT)
      }
    }
  }
  return code
}

/** What a file imports or re-exports, types included, in the order of its lines. */
export function importsOf({ text }: Source): Import[] {
  const found = codeOf(text).matchAll(/\b(?:from|import)\s*\(?\s*(['"])( *)\1/g)
  return [...found].map(match => {
    const end = match.index + match[0].length - 1
    const specifier = text.slice(end - match[2]!.length, end)
    return { specifier, line: lineAt(text, end) }
  })
}

/** Run as a program, prints what was found and sets the exit code; imported by a test, does nothing. */
export function report(moduleUrl: string, check: () => readonly string[]): void {
  if (process.argv[1] !== fileURLToPath(moduleUrl)) return
  const violations = check()
  for (const violation of violations) console.error(violation)
  if (violations.length > 0) process.exitCode = 1
}
