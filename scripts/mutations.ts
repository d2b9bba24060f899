// Reads mutations.txt, the list of the checks that scripts/mutate.ts takes away one after another.
import { read } from './sources.ts'

/** One check that is not made. */
export interface Mutation {
  /** the rule; with a suffix where one rule has several checks */
  readonly id: string
  /** what is no longer done */
  readonly what: string
  /** below src/ */
  readonly file: string
  /** stands in the file exactly once */
  readonly from: string
  readonly to: string
  /** parts of the paths of the tests that notice */
  readonly tests: readonly string[]
}

/** The list, in its order. */
export function readMutations(): Mutation[] {
  let file = ''
  let tests: string[] = []
  const mutations: Mutation[] = []
  for (const paragraph of read('scripts/mutations.txt').trim().split('\n\n').slice(1)) {
    const [head = '', ...lines] = paragraph.split('\n')
    const [name = '', text = ''] = head.split(/: (.*)/)
    if (name.startsWith('# ')) {
      file = name.slice(2)
      tests = text.split(' ')
    } else {
      mutations.push({
        id: name,
        what: text,
        file,
        from: linesWith('- ', lines),
        to: linesWith('+ ', lines),
        tests,
      })
    }
  }
  return mutations
}

function linesWith(mark: string, lines: readonly string[]): string {
  const marked = lines.filter(line => line.startsWith(mark))
  return marked.map(line => line.slice(mark.length)).join('\n')
}
