// From a rule to its sentence and public page, to the line of code that enforces it, and to the case that tests
// it. The lines are found in the sources themselves each time, so they cannot be stale.
// Invariant: what has no page, no line or no case is an error, never a link that leads nowhere.
import { readdirSync, readFileSync } from 'node:fs'
import { type Rule, readRules } from '../conformance/rules.ts'
import { MtprotoError } from '../core/errors.ts'
import type { RuleId } from '../core/rules.ts'

/** The root of the package, as seen from src/illustrate and from dist/cli alike. */
const ROOT = new URL('../../', import.meta.url)

/** Rooms that enforce rules, in the order in which they are searched. */
const ENFORCING = ['core', 'client', 'test-dc', 'host', 'runtime']
const CASES = 'conformance/cases'

/** A line of a source file. */
export interface Line {
  /** from `src/`, such as `core/auth-key/checks.ts` */
  readonly path: string
  /** counted from 1 */
  readonly number: number
}

/** All that a page can link to for a rule. */
export interface Reference extends Rule {
  readonly code: Line
  /** none for a rule that other cases take apart */
  readonly case: CaseLine | undefined
}

/** Where a case begins, and what it is called beside its rule. */
export interface CaseLine extends Line {
  readonly slug: string
}

export class References {
  readonly #rules: ReadonlyMap<RuleId, Rule>
  readonly #sources = new Map<string, readonly string[]>()
  readonly #linked = new Set<string>()
  readonly #found = new Map<RuleId, Reference>()

  constructor() {
    this.#rules = readRules(readFileSync(new URL('docs/rules.md', ROOT), 'utf8'))
    for (const room of [...ENFORCING, CASES]) this.#readRoom(room)
    // the list of ids enforces nothing
    this.#sources.delete('core/rules.ts')
  }

  /** Throws ERR_ARGUMENT for a rule without a sentence, a line of code, or a case where it needs one. */
  find(id: RuleId): Reference {
    const found = this.#found.get(id) ?? this.#look(id)
    this.#found.set(id, found)
    return found
  }

  #look(id: RuleId): Reference {
    const rule = this.#rules.get(id)
    const code = this.#enforcing(id)
    const test = this.#search(path => path.startsWith(CASES), new RegExp(`'${id}'`))
    if (rule === undefined || code === undefined) throw missing(id, 'a rule and a line of code')
    // the C rules are those that the ENC cases take apart
    if (test === undefined && !id.startsWith('C-')) throw missing(id, 'a case')
    for (const line of [code, test]) if (line) this.#linked.add(line.path)
    return { ...rule, code, case: test && { ...test, slug: this.#slugAt(test) } }
  }

  /** Where a constant of the core is declared. Throws ERR_ARGUMENT when it is not. */
  declared(name: string): Line {
    const line = this.#search(() => true, new RegExp(`^export const ${name}\\b`))
    if (line === undefined) throw missing(name, 'a declaration')
    this.#linked.add(line.path)
    return line
  }

  /** The name in quotation marks behind the id of the rule. */
  #slugAt({ path, number }: Line): string {
    const text = this.#sources
      .get(path)!
      .slice(number - 1, number + 2)
      .join(' ')
    return /'[A-Z]+-\d+',\s*(?:slug: )?'([^']+)'/.exec(text)?.[1] ?? ''
  }

  /** The files that were linked to, with their lines. */
  get linked(): readonly (readonly [path: string, lines: readonly string[]])[] {
    return [...this.#linked].sort().map(path => [path, this.#sources.get(path)!] as const)
  }

  #enforcing(id: RuleId): Line | undefined {
    const isEnforcing = (path: string): boolean => !path.startsWith(CASES)
    for (const pattern of [`// .*?${id}(?!\\d)`, `/?\\*.*?${id}(?!\\d)`, `'${id}'`]) {
      const line = this.#search(isEnforcing, new RegExp(pattern))
      if (line !== undefined) return line
    }
    return undefined
  }

  #search(isWanted: (path: string) => boolean, pattern: RegExp): Line | undefined {
    for (const [path, lines] of this.#sources) {
      if (!isWanted(path)) continue
      const index = lines.findIndex(line => pattern.test(line))
      if (index >= 0) return { path, number: index + 1 }
    }
    return undefined
  }

  #readRoom(room: string): void {
    const folder = new URL(`src/${room}/`, ROOT)
    const entries = readdirSync(folder, { withFileTypes: true })
    for (const entry of entries) {
      const path = `${room}/${entry.name}`
      if (entry.isDirectory()) this.#readRoom(path)
      else if (path.endsWith('.ts'))
        this.#sources.set(path, readFileSync(new URL(`src/${path}`, ROOT), 'utf8').split('\n'))
    }
  }
}

function missing(at: string, expected: string): MtprotoError {
  return new MtprotoError('ERR_ARGUMENT', { at, got: 'nothing', expected })
}
