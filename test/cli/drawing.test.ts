import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cursorBehind, redraw } from '../../src/cli/drawing.ts'
import type { Row } from '../../src/cli/login-screen.ts'

const PLAIN = { colours: false }
const text = (...lines: string[]): Row[] => lines.map(text => ({ text, look: 'text' }))

test('only the rows that differ are written, each erased first and at its place', () => {
  assert.equal(
    redraw([], text('a', 'b'), 10, PLAIN),
    '\x1b[1;1H\x1b[2K\x1b[1;1Ha\x1b[2;1H\x1b[2K\x1b[2;1Hb',
  )
  assert.equal(redraw(text('a', 'b'), text('a', 'c'), 10, PLAIN), '\x1b[2;1H\x1b[2K\x1b[2;1Hc')
  assert.equal(redraw(text('a', 'b'), text('a', 'b'), 10, PLAIN), '')
})

test('rows that are not needed any more are erased', () => {
  assert.equal(
    redraw(text('a', 'b', 'c'), text('a'), 10, PLAIN),
    '\x1b[2;1H\x1b[2K\x1b[3;1H\x1b[2K',
  )
})

test('a line wider than the window is written whole, so that it can be copied, over rows that are empty', () => {
  const long = 'x'.repeat(12)
  assert.equal(
    redraw(text('a', 'b', 'c'), text(long, 'c'), 10, PLAIN),
    `\x1b[1;1H\x1b[2K\x1b[2;1H\x1b[2K\x1b[1;1H${long}`,
  )
  // what comes after it moves down
  assert.equal(
    redraw(text('a', 'b'), text(long, 'b'), 10, PLAIN),
    `\x1b[1;1H\x1b[2K\x1b[2;1H\x1b[2K\x1b[1;1H${long}\x1b[3;1H\x1b[2K\x1b[3;1Hb`,
  )
})

test('with colours the code is white on black in any theme, and the link can be clicked', () => {
  const rows: Row[] = [
    { text: '█▀', look: 'code' },
    { text: 'tg://x', look: 'link' },
    { text: 'said', look: 'text' },
  ]
  const erase = (row: number) => `\x1b[${row};1H\x1b[2K\x1b[${row};1H`
  assert.equal(
    redraw([], rows, 80, { colours: true }),
    `${erase(1)}\x1b[97;40m█▀\x1b[0m${erase(2)}\x1b]8;;tg://x\x1b\\tg://x\x1b]8;;\x1b\\${erase(3)}said`,
  )
  assert.equal(redraw([], rows, 80, PLAIN), `${erase(1)}█▀${erase(2)}tg://x${erase(3)}said`)
})

test('the cursor is shown behind the last row', () => {
  assert.equal(cursorBehind(text('x'.repeat(12), 'ask: '), 10), '\x1b[3;6H\x1b[?25h')
})
