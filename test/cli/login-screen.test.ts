import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heightOf, type Size, screenRows } from '../../src/cli/login-screen.ts'
import { FIRST_STATE, type LoginState } from '../../src/cli/login-state.ts'

const URL = 'tg://login?token=0123456789012345678901234567890123456789012'
const CODE = Array.from({ length: 21 }, () => '█'.repeat(41))
const SHOWING: LoginState = {
  step: 'code',
  words: 'Scan me.',
  code: { url: URL, goodUntil: 30_000 },
}

function screen(state: LoginState, columns: number, rows: number, notes: string[] = []): string[] {
  const size: Size = { columns, rows }
  const drawn = screenRows({ state, code: CODE, notes }, size, 0)
  assert.ok(heightOf(drawn, columns) <= rows, 'it fits into the window')
  return drawn.map(({ text }) => text)
}

test('a window of 80x24 has room for code, sentence, link and a note', () => {
  assert.deepEqual(screen(SHOWING, 80, 24), [
    ...CODE,
    'Scan me. Good for 30 s.',
    URL,
    'Ctrl-C ends the login.',
  ])
  assert.deepEqual(screen(SHOWING, 80, 24, ['Also in code.png']).at(-1), 'Also in code.png')
})

test('the smallest window with a code has 23 rows; the link is never cut, whatever the width', () => {
  assert.deepEqual(screen(SHOWING, 80, 23), [...CODE, 'Scan me. Good for 30 s.', URL])
  assert.deepEqual(screen(SHOWING, 41, 24), [...CODE, 'Scan me. Good for 30 s.', URL])
  const looks = screenRows({ state: SHOWING, code: CODE, notes: [] }, { columns: 80, rows: 23 }, 0)
  assert.deepEqual([...new Set(looks.map(({ look }) => look))], ['code', 'text', 'link'])
})

test('a smaller window shows the link alone and says what the code needs', () => {
  assert.deepEqual(screen(SHOWING, 80, 22), [
    'Scan me. Good for 30 s.',
    '',
    'The window is too small for the code, which needs 41 columns and 23 rows.',
    '',
    URL,
    'Ctrl-C ends the login.',
  ])
  assert.deepEqual(screen(SHOWING, 40, 24), [
    'Scan me. Good for 30 s.',
    '',
    'The window is too small for the code,',
    'which needs 41 columns and 24 rows.',
    '',
    URL,
    'Ctrl-C ends the login.',
  ])
  assert.deepEqual(screen(SHOWING, 30, 3), ['Scan me. Good for 30 s.', URL])
  assert.deepEqual(screen(SHOWING, 30, 1), ['Scan me. Good for 30 s.'])
})

test('a long sentence is cut before the code is', () => {
  const words =
    'The connection to 149.154.167.51:443 was lost (read ECONNRESET). Trying again and again ...'
  const trouble = { ...SHOWING, trouble: { words } }
  assert.deepEqual(screen(trouble, 60, 23).slice(21), [
    'The connection to 149.154.167.51:443 was lost (read',
    URL,
  ])
  assert.deepEqual(screen(trouble, 60, 24).slice(21), [
    'The connection to 149.154.167.51:443 was lost (read',
    'ECONNRESET). Trying again and again ...',
    URL,
  ])
})

test('a code that has expired is gone, and so is its link', () => {
  const rows = screenRows(
    { state: SHOWING, code: CODE, notes: [] },
    { columns: 80, rows: 24 },
    40_000,
  )
  assert.deepEqual(
    rows.map(({ text }) => text),
    ['The code has expired. Getting a new one ...', 'Ctrl-C ends the login.'],
  )
})

test('without a drawing there is the link and the reason', () => {
  const view = { state: SHOWING, code: [], notes: ['No UTF-8 here.'] }
  assert.deepEqual(
    screenRows(view, { columns: 80, rows: 24 }, 0).map(({ text }) => text),
    ['Scan me. Good for 30 s.', '', URL, 'No UTF-8 here.', 'Ctrl-C ends the login.'],
  )
})

test('a password is asked for in the last row', () => {
  const state: LoginState = { step: 'password', words: 'The account has a password. Hint: 猫猫猫' }
  assert.deepEqual(screen(state, 80, 24), [state.words, '', 'Password: '])
  // characters of two columns each
  assert.deepEqual(screen(state, 39, 24), [
    'The account has a password. Hint:',
    '猫猫猫',
    '',
    'Password: ',
  ])
  assert.deepEqual(screen(state, 40, 24)[0], state.words)
  assert.deepEqual(screen(state, 10, 4), ['The', 'account', '', 'Password: '])
})

test('words that are wider than the window go on in the next row', () => {
  assert.deepEqual(screen({ ...FIRST_STATE, words: 'abcdefghij kl' }, 4, 4), [
    'abcd',
    'efgh',
    'ij',
    'kl',
  ])
})
