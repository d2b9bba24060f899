// Logins in a real pseudo terminal, against a test DC.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { renderTerminal } from '../../src/qr/index.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import { testRsaKey } from '../support/rsa-key.ts'
import { noTerminal, PseudoTerminal } from './pseudo-terminal.ts'

const SIGTERM = 15
const SKIP = { skip: noTerminal() }
const UTF8 = { LANG: 'en_GB.UTF-8', LC_ALL: '', TERM: 'xterm-256color', NO_COLOR: '' }

let dc: TestDc
let folder: string
before(async () => {
  const account = { firstName: 'Ada', dc: 4, password: 'secret', hint: 'the \x1b[2Jcat' }
  dc = await TestDc.start({ key: testRsaKey, dcs: [2, 4], accounts: [account] })
  folder = mkdtempSync(join(tmpdir(), 'terminal-login-'))
  writeFileSync(join(folder, 'key.pem'), dc.publicKeyPem)
})
after(async () => {
  await dc.close()
  rmSync(folder, { recursive: true })
})

const open: PseudoTerminal[] = []
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.close()
})

function login(environment: object = {}, ...more: string[]): PseudoTerminal {
  const where = dc.dcs.flatMap(({ id, host, port }) => ['--dc', `${id}=${host}:${port}`])
  const key = ['--dc-key', join(folder, 'key.pem'), '--api-id', '1', '--api-hash', 'x']
  const args = ['login', ...where, ...key, ...more]
  const terminal = new PseudoTerminal(args, { ...UTF8, ...environment })
  open.push(terminal)
  return terminal
}

/** The terminal is as it was found. */
function assertRestored({ screen, output }: PseudoTerminal): void {
  assert.equal(screen.alternate, false)
  assert.equal(screen.cursorShown, true)
  assert.equal(output.split('\x1b[?1049h').length, output.split('\x1b[?1049l').length)
}

test('a login in a window of 80x24, through migration and a mistyped password', SKIP, async () => {
  const terminal = login()
  const { screen } = terminal
  const [url] = await terminal.shows(/^tg:\S+$/m)
  await terminal.shows(/Ctrl-C/)
  const code = (await renderTerminal(url)).trimEnd()
  assert.equal(
    screen.text.replace(/\d+ s\./, 'N s.'),
    [
      code,
      'Scan with Telegram: Settings > Devices > Link Desktop Device. Good for N s.',
      url,
      'Ctrl-C ends the login.',
    ].join('\n'),
  )
  assert.equal(screen.cursorShown, false)

  // what is typed neither shows nor scrolls
  terminal.type('~~~\r\r\r')
  terminal.resize(60, 20)
  await terminal.shows(/needs 41 columns\s+and 23 rows/)
  assert.doesNotMatch(screen.text, /█/)
  terminal.resize(80, 24)
  await terminal.shows(/▀[\s\S]*Ctrl-C/)
  assert.equal(screen.text.split('\n').slice(0, 21).join('\n'), code)

  dc.accept(url)
  await terminal.shows(/^The account has a password\. Hint: the \?\[2Jcat\n\nPassword:$/)
  await terminal.wrote(/\?25h$/)
  assert.deepEqual([screen.cursorShown, screen.cursor], [true, { row: 3, column: 11 }])
  terminal.type('wrong\r')
  await terminal.shows(/^That password is wrong\. Hint: the \?\[2Jcat\n\nPassword:$/)
  await terminal.wrote(/wrong[\s\S]*\?25h$/)
  assert.doesNotMatch(screen.text, /^Password: ./m)
  terminal.type('secret\r')
  assert.equal(await terminal.ends(), 0)
  assert.match(screen.text, /^\n?Logged in on DC 4 as Ada \(id \d+, \+\d+\)\.$/)
  assert.doesNotMatch(terminal.output, /~|wrong\r|secret/)
  assertRestored(terminal)
})

test('Ctrl-C gives the terminal back and ends with 130', SKIP, async () => {
  const terminal = login()
  await terminal.shows(/^tg:/m)
  terminal.type('\x03')
  assert.equal(await terminal.ends(), 130)
  assert.equal(terminal.screen.text.trim(), 'raw-mtproto: Cancelled.')
  assertRestored(terminal)
})

test('Ctrl-C and SIGTERM while the password is asked for do the same', SKIP, async () => {
  for (const end of ['key', 'signal'] as const) {
    const terminal = login()
    const [url] = await terminal.shows(/^tg:\S+$/m)
    dc.accept(url)
    await terminal.wrote(/Password:[\s\S]*\?25h$/)
    if (end === 'key') terminal.type('secr\x03')
    else terminal.signal(SIGTERM)
    assert.equal(await terminal.ends(), end === 'key' ? 130 : 143)
    assert.equal(terminal.screen.text.trim(), 'raw-mtproto: Cancelled.')
    assertRestored(terminal)
  }
})

test('an error gives the terminal back and is one sentence below', SKIP, async () => {
  const terminal = login({}, '--test')
  assert.equal(await terminal.ends(), 1)
  assert.match(
    terminal.screen.text.replaceAll('\n', ''),
    /^raw-mtproto: The server at this address is another data centre.*\[ERR_WRONG_DC\]$/,
  )
  assertRestored(terminal)
})

test(
  'a network that is cut in the middle is told, and a login goes on when it is back',
  SKIP,
  async () => {
    const terminal = login()
    await terminal.shows(/^tg:/m)
    dc.drop()
    await terminal.wrote(/The connection to 127\.0\.0\.1:\d+ was lost/)
    await terminal.shows(/▀[\s\S]*Good for/)
    terminal.type('\x03')
    assert.equal(await terminal.ends(), 130)
  },
)

test('without UTF-8, colours or a screen there are words', SKIP, async () => {
  const bare = login({ LC_ALL: 'C', NO_COLOR: '1' })
  const [url] = await bare.shows(/^tg:\S+$/m)
  await bare.shows(/not set to UTF-8/)
  assert.ok(Buffer.from(bare.output).every(byte => byte < 0x7f))
  assert.ok(!bare.output.includes('\x1b]8') && !/\[\d+(;\d+)*m/.test(bare.output))
  assert.match(bare.screen.text, /^Scan with Telegram/)
  bare.type('\x03')
  await bare.ends()
  assert.ok(url.length > 20)

  const dumb = login({ TERM: 'dumb' }, '--plain')
  await dumb.shows(/^auth\.loginToken/m)
  assert.ok(!dumb.output.includes('\x1b'))
  dumb.type('\x03')
  assert.equal(await dumb.ends(), 130)
})
