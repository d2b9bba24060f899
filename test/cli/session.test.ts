// Logins that are kept: `login --save` and what `session` does with the file.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { after, before, test } from 'node:test'
import { parseStored } from '../../src/client/stored-text.ts'
import { formatCredentials, parseCredentials } from '../../src/credentials/index.ts'
import data from '../vectors/vectors.json' with { type: 'json' }
import { API, KeptLogin } from './kept-login.ts'

const { session_strings: vectors } = data

let kept: KeptLogin
let saved: string
before(async () => {
  kept = await KeptLogin.start({ dcs: [2, 4], accounts: [{ dc: 4 }], autoAccept: 0 })
  saved = await kept.logIn('saved.json')
})
after(() => kept.stop())

const session = (...args: string[]) => kept.run(['session', ...args])

test('a login is kept with what a later start needs, for its owner alone', () => {
  assert.equal(kept.mode(saved), '600')
  const {
    homeDc,
    userId,
    apiId,
    test: isTest,
    addresses,
    dcs,
  } = parseStored(readFileSync(saved, 'utf8'))
  assert.deepEqual(
    { homeDc, userId, apiId, isTest, addresses },
    { homeDc: 4, userId: 777_000_001n, apiId: 17_349, isTest: false, addresses: kept.dc.dcs },
  )
  assert.deepEqual([...dcs.keys()].sort(), [2, 4])
})

test('a file that is there already is replaced only when it is asked for', async () => {
  const path = kept.file('taken.json', 'precious')
  const login = ['login', ...kept.where, ...API, '--save', path]
  const refusal = await kept.run(login)
  assert.equal(refusal.code, 2)
  assert.match(refusal.err, /--force/)
  assert.equal(refusal.out, '')
  assert.equal(readFileSync(path, 'utf8'), 'precious')
  assert.equal((await kept.run([...login, '--force'])).code, 0)
  assert.equal(kept.mode(path), '600')
  assert.equal(parseStored(readFileSync(path, 'utf8')).userId, 777_000_001n)
})

test('a folder that is not there is noticed before anything is connected', async () => {
  const path = kept.file('no/where.json')
  const before = kept.dc.log.length
  const { code, err } = await kept.run(['login', ...kept.where, ...API, '--save', path])
  assert.equal(code, 2)
  assert.match(err, /--save.*ENOENT/)
  assert.equal(kept.dc.log.length, before)
})

test('a login that fails leaves nothing behind', async () => {
  const path = kept.file('failed.json')
  const closed = ['--dc', '2=127.0.0.1:1']
  const { code } = await kept.run(['login', ...closed, ...API, '--save', path, '--json'])
  assert.equal(code, 1)
  assert.deepEqual(
    readdirSync(dirname(path)).filter(name => name.startsWith('failed')),
    [],
  )
})

test('the demo has nothing that could be kept', async () => {
  const { code, err } = await kept.run(['login', '--demo', '--save', kept.file('demo.json')])
  assert.equal(code, 2)
  assert.match(err, /--save/)
})

test('show says whose it is and where, and nothing secret', async () => {
  const { host, port } = kept.dc.dcs[1]!
  assert.deepEqual((await session('show', saved)).out.split('\n'), [
    'form          own',
    'user id       777000001',
    `data centre   4 at ${host} port ${port}`,
    'api id        17349',
    '',
  ])
  assert.deepEqual(JSON.parse((await session('show', saved, '--json')).out), {
    form: 'own',
    sealed: false,
    dc: 4,
    test: false,
    address: { host, port },
    user: '777000001',
    apiId: 17_349,
  })
})

test('show reads the strings of other clients', async () => {
  const file = kept.file('foreign.txt', `${vectors.pyrogram}\n`)
  assert.deepEqual((await session('show', file)).out.split('\n'), [
    'form          pyrogram',
    'user id       5000801609',
    'data centre   2 of the test environment',
    'api id        12345',
    '',
  ])
})

test('export writes each form, with a warning, to standard output or to a file of its own', async () => {
  const { authKey } = parseCredentials(readFileSync(saved, 'utf8'))
  for (const form of ['telethon', 'gramjs', 'pyrogram', 'mtcute'] as const) {
    const { out, err, code } = await session('export', saved, '--format', form)
    assert.equal(code, 0)
    assert.match(err, /^This string is the account/)
    const read = parseCredentials(out)
    assert.deepEqual([read.authKey, read.dcId], [authKey, 4])
    assert.equal(formatCredentials(read, form), out.trim())
    const file = kept.file(`${form}.txt`)
    const written = await session('export', saved, '--format', form, '--out', file)
    assert.deepEqual([written.code, written.out], [0, ''])
    assert.equal(readFileSync(file, 'utf8'), out)
    assert.equal(kept.mode(file), '600')
    assert.equal((await session('export', saved, '--format', form, '--out', file)).code, 2)
    const forced = await session('export', saved, '--format', form, '--out', file, '--force')
    assert.equal(forced.code, 0)
    rmSync(file)
  }
})

test('export wants one of the forms, and what the form has a field for', async () => {
  for (const args of [[], ['--format', 'own'], ['--format', 'other']]) {
    const { code, err, out } = await session('export', saved, ...args)
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, /telethon, gramjs, pyrogram, mtcute/)
  }
  const file = kept.file('nobody.txt', vectors.telethon_v4)
  const { code, err, out } = await session('export', file, '--format', 'pyrogram')
  assert.deepEqual([code, out], [2, ''])
  assert.match(err, /api id/)
})

test('import recognises a session from standard input, and check says who it is from then on', async () => {
  const text = (await session('export', saved, '--format', 'telethon')).out
  const path = kept.file('imported.json')
  const imported = await kept.runWith(text, ['session', 'import', path, ...API.slice(0, 2)])
  assert.deepEqual(imported, {
    code: 0,
    out: `telethon session of DC 4, kept in ${path}\n`,
    err: '',
  })
  assert.equal(kept.mode(path), '600')
  assert.equal(parseStored(readFileSync(path, 'utf8')).userId, undefined)

  const { code, out } = await session('check', path)
  assert.equal(code, 0)
  assert.equal(out, 'logged in on DC 4 as Ada (id 777000001, +9996621234)\n')
  const { userId, isBot, homeDc } = parseStored(readFileSync(path, 'utf8'))
  assert.deepEqual([userId, isBot, homeDc], [777_000_001n, false, 4])
  const json = JSON.parse((await session('check', path, '--json')).out)
  assert.equal(json.dc, 4)
  assert.equal(json.user.id, '777000001')
})

test('import wants something to read, and replaces nothing', async () => {
  const path = kept.file('none.json')
  for (const [input, code] of [
    ['', 1],
    ['hello', 1],
    [vectors.telethon_v4.slice(0, 300), 1],
  ] as const) {
    const run = await session('import', path, '--from', kept.file('input', input))
    assert.equal(run.code, code)
    assert.equal(existsSync(path), false)
  }
  const taken = kept.file('occupied.json', 'precious')
  const from = kept.file('good', vectors.telethon_v4)
  assert.equal((await session('import', taken, '--from', from)).code, 2)
  assert.equal(readFileSync(taken, 'utf8'), 'precious')
})

test('a string of another client has to be imported before it can be used', async () => {
  const file = kept.file('direct.txt', vectors.mtcute_v3)
  for (const verb of ['check', 'logout']) {
    const { code, err } = await session(verb, file)
    assert.equal(code, 2)
    assert.match(err, /session import/)
  }
  assert.equal(existsSync(file), true)
})

test('a session that does not tell its program wants an api id', async () => {
  const path = kept.file('no-api.json')
  const from = kept.file('gramjs.out')
  await session('export', saved, '--format', 'gramjs', '--out', from)
  assert.equal((await session('import', path, '--from', from)).code, 0)
  const { code, err } = await session('check', path)
  assert.equal(code, 2)
  assert.match(err, /--api-id/)
  assert.equal((await session('check', path, ...API.slice(0, 2))).code, 0)
  assert.equal((await session('check', path)).code, 0)
})

test('a passphrase seals the file, and only it opens it', async () => {
  const passphrase = kept.file('passphrase', 'open sesame\n')
  const path = await kept.logIn('sealed.json', '--passphrase-file', passphrase)
  assert.equal(kept.mode(path), '600')
  const sealed = readFileSync(path, 'utf8')
  assert.match(sealed, /^raw-mtproto-sealed:[\w-]+\n$/)

  const shown = await session('show', path, '--passphrase-file', passphrase)
  assert.match(shown.out, /^form +own, sealed with a passphrase\nuser id +777000001\n/)
  assert.equal((await session('check', path, '--passphrase-file', passphrase)).code, 0)
  assert.match(readFileSync(path, 'utf8'), /^raw-mtproto-sealed:/)

  const missing = await kept.runWith('', ['session', 'show', path])
  assert.deepEqual([missing.code, missing.out], [1, ''])
  assert.match(missing.err, /ERR_PASSPHRASE_MISSING/)
  const wrong = await session('show', path, '--passphrase-file', kept.file('wrong', 'open says me'))
  assert.deepEqual([wrong.code, wrong.out], [1, ''])
  assert.match(wrong.err, /ERR_PASSPHRASE_WRONG/)
  const empty = await session('show', path, '--passphrase-file', kept.file('empty', '\n'))
  assert.equal(empty.code, 2)
})

test('sealing wants a terminal or a file, and asks before the login', async () => {
  const before = kept.dc.log.length
  const path = kept.file('unsealed.json')
  const args = ['login', ...kept.where, ...API, '--save', path, '--seal']
  const { code, err } = await kept.runWith('', args)
  assert.equal(code, 2)
  assert.match(err, /--passphrase-file/)
  assert.equal(kept.dc.log.length, before)
})

test('logout ends the login at the server and removes the file; a copy is of no use then', async () => {
  const path = await kept.logIn('ended.json')
  const copy = kept.file('copy.json', readFileSync(path, 'utf8'))
  const again = kept.file('copy-2.json', readFileSync(path, 'utf8'))
  const ended = await session('logout', path)
  assert.deepEqual(ended, { code: 0, out: 'logged out; the file is removed\n', err: '' })
  assert.equal(existsSync(path), false)

  const { code, err } = await session('check', copy)
  assert.equal(code, 1)
  assert.match(err, /log in again/)
  assert.equal((await session('logout', again, ...kept.where)).code, 0)
  assert.equal(existsSync(again), false)
})

test('a logout that does not reach the server removes nothing', async () => {
  const path = await kept.logIn('unreached.json')
  const { code } = await session('logout', path, '--dc', '4=127.0.0.1:1')
  assert.equal(code, 1)
  assert.equal((await session('check', path)).code, 0)
})

test('a session that somebody gives as an argument is not repeated in the error', async () => {
  const text = vectors.telethon_v4
  for (const args of [['show', text], ['import', 'x', text], [text], ['check', text], []]) {
    const { code, out, err } = await session(...args)
    assert.deepEqual([code, out], [2, ''])
    assert.equal(err.includes(text.slice(20, 60)), false)
  }
})
