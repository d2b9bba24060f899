import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, importsOf } from '../../scripts/sources.ts'

test('comments and the inside of literals are blanked, and every index keeps its place', () => {
  const cases = [
    ["a // b 'c'\nd", 'a         \nd'],
    ['a /* b\n" */ c', 'a     \n     c'],
    [`a('b"c')`, `a('   ')`],
    [`a("b\\"'c")`, `a("     ")`],
    ["a(`b'#{c + `d#{e}`}f` + g)", 'a(     #{c + `  #{e} }   + g)'],
    ["`#{{ a: '{' }}` + b", "`#{{ a: ' ' }}  + b"],
    ["a.split(/['/[\\]\"]/) + 'b' / c / d", "a.split(             ) + ' ' / c / d"],
  ] as const
  for (const [text, code] of cases) {
    const blanked = codeOf(templated(text))
    assert.equal(squeeze(blanked), squeeze(templated(code)), text)
    assert.equal(blanked.length, templated(text).length)
  }
})

/** `#{` stands for what opens an expression in a template. */
function templated(text: string): string {
  return text.replaceAll('#{', '${')
}

/** Which of the two marks of a template is left does not matter. */
function squeeze(code: string): string {
  return code.replace(/[`${}]/g, ' ').replace(/ +/g, ' ')
}

test('imports are found in all their forms with their lines, and only there', () => {
  const text = `import a from 'one'
import 'two'
import {
  type B,
} from "three"
export * from './four.ts'
// import x from 'comment'
const text = "import y from 'string'"
type C = import('five').D
await import('six')
`
  assert.deepEqual(
    importsOf({ path: 'a.ts', text }).map(({ specifier, line }) => `${line} ${specifier}`),
    ['1 one', '2 two', '5 three', '6 ./four.ts', '9 five', '10 six'],
  )
})
