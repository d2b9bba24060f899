// `raw-mtproto accept`: a session that was kept approves another login.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { printable } from '../../src/cli/printable.ts'
import { Client } from '../../src/client/client.ts'
import { encodeLoginUrl } from '../../src/core/login/login-url.ts'
import { KeptLogin, type Run } from './kept-login.ts'

const CALL = { _: 'auth.exportLoginToken', apiId: 5, apiHash: '', exceptIds: [] } as const
const WHO = [
  'account    Ada (id 777000001, +9996621234) on DC 2',
  'token      32 bytes; it does not say who asks: approve only a code you are looking at',
]

let kept: KeptLogin
let saved: string
const clients: Client[] = []
before(async () => {
  kept = await KeptLogin.start({ accounts: [{}, { password: 'secret' }] })
  saved = kept.authorize('saved.json')
})
after(async () => {
  for (const client of clients) await client.close()
  await kept.stop()
})

/** A program that wants to log in, and the link it shows. */
async function newcomer(deviceModel: string): Promise<{ client: Client; link: string }> {
  const { dcs, publicKey } = kept.dc
  const client = new Client({ apiId: 5, dcs, keys: [publicKey], info: { deviceModel } })
  clients.push(client)
  const exported = await client.invoke(CALL)
  assert.ok(exported._ === 'auth.loginToken')
  return { client, link: encodeLoginUrl(exported.token) }
}

const accept = (link: string, ...args: readonly string[]): Promise<Run> =>
  kept.run(['accept', link, '--session', saved, ...args])
const answer = (input: string, link: string): Promise<Run> =>
  kept.runWith(input, ['accept', link, '--session', saved])

test('a code is approved after a yes, and what came of it is told without obeying it', async () => {
  const { client, link } = await newcomer('Evil\x1b[2Jphone')
  const { code, out, err } = await answer('y\n', link)
  assert.equal(code, 0)
  assert.deepEqual(out.split('\n'), [
    ...WHO,
    'approved   0.1.0, api id 5',
    `device     Evil?[2Jphone Node ${process.versions.node} on ${process.platform}`,
    'from       127.0.0.1',
    '',
  ])
  assert.equal(err, 'log that program in as this account? [y/N] ')
  assert.equal((await client.invoke(CALL))._, 'auth.loginTokenSuccess')
})

test('anything but a yes is a no: an empty line, another word, the end of the input', async () => {
  const { client, link } = await newcomer('phone')
  for (const input of ['', '\n', 'no\ny\n']) {
    const { code, out } = await answer(input, link)
    assert.equal(code, 1)
    assert.deepEqual(out.split('\n'), [...WHO, 'not approved', ''])
  }
  assert.equal((await client.invoke(CALL))._, 'auth.loginToken')
})

test('--yes does not ask', async () => {
  const { client, link } = await newcomer('phone')
  const { code, err } = await accept(link, '--yes')
  assert.deepEqual([code, err], [0, ''])
  assert.equal((await client.invoke(CALL))._, 'auth.loginTokenSuccess')
})

test('a code that was approved before is told to be so', async () => {
  const { link } = await newcomer('phone')
  assert.equal((await accept(link, '--yes')).code, 0)
  const { code, err } = await accept(link, '--yes')
  assert.equal(code, 1)
  assert.match(err, /AUTH_TOKEN_ALREADY_ACCEPTED/)
})

test('what is no login link, and a command without a session, is refused before anything is connected', async () => {
  const before = kept.dc.log.length
  assert.equal((await accept('tg://resolve?domain=x')).code, 1)
  assert.equal((await kept.run(['accept', 'tg://login?token=AQID'])).code, 2)
  assert.equal((await kept.run(['accept', '--session', saved])).code, 2)
  assert.equal(kept.dc.log.length, before)
})

test('an approved program of an account with a password still has to give it', async () => {
  const account = kept.dc.account(777_000_002n)
  const path = kept.authorize('guarded.json', account)
  const { client, link } = await newcomer('phone')
  const { code, out } = await kept.run(['accept', link, '--session', path, '--yes'])
  assert.equal(code, 0)
  assert.match(out, /^It still has to give the password of the account\.$/m)
  await assert.rejects(client.invoke(CALL), { errorMessage: 'SESSION_PASSWORD_NEEDED' })
})

test('what a terminal would obey is shown as a question mark', () => {
  assert.equal(printable('Ada Løvelace 👩‍💻'.normalize()), 'Ada Løvelace 👩?💻')
  for (const obeyed of ['\x1b', '\n', '\r', '\x7f', '\x9b', '\u202e', '\u2066', '\u2028', '\0'])
    assert.equal(printable(`a${obeyed}b`), 'a?b')
})
