import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LoginNews } from '../../src/cli/login-news.ts'
import {
  currentLink,
  FIRST_STATE,
  type LoginState,
  sentenceOf,
  stateAfter,
} from '../../src/cli/login-state.ts'
import { RpcError } from '../../src/core/errors.ts'

const TOKEN: LoginNews = {
  event: 'token',
  url: 'tg://login?token=AQ',
  token: Uint8Array.of(1),
  expires: 1_700_000_000,
  variant: 'auth.loginToken',
  goodUntil: 30_000,
}
const PLACE = '10.0.0.1:443'

function after(...news: LoginNews[]): LoginState {
  return news.reduce((state, next) => stateAfter(state, next, 0), FIRST_STATE)
}

/** What is said at the end of the news, with the clock at 0. */
const said = (...news: LoginNews[]): string => sentenceOf(after(...news), 0)

const CONNECTING: LoginNews = { event: 'connecting', place: PLACE, alone: true }
const CONNECTED: LoginNews = { event: 'connected', place: PLACE, again: false }

test('each step of a login has its words', () => {
  assert.equal(said(), 'Starting ...')
  assert.equal(said(CONNECTING), 'Connecting to 10.0.0.1:443 ...')
  assert.equal(said(CONNECTING, CONNECTED), 'Connected. Getting a code ...')
  assert.equal(
    said(TOKEN),
    'Scan with Telegram: Settings > Devices > Link Desktop Device. Good for 30 s.',
  )
  assert.equal(said(TOKEN, { event: 'scanned' }), 'Accepted on the other device. Logging in ...')
  assert.equal(
    said(TOKEN, { event: 'migrating', dc: 4, variant: 'auth.loginTokenMigrateTo' }),
    'The account lives on DC 4. Going there ...',
  )
  assert.equal(
    said({ event: 'password-needed', wrong: false, hint: 'the cat' }),
    'The account has a password. Hint: the cat',
  )
  assert.equal(said({ event: 'password-needed', wrong: true }), 'That password is wrong.')
  assert.equal(said({ event: 'checking' }), 'Checking the password ...')
  const user = { _: 'user', id: 7n, firstName: 'Ada', lastName: 'L', phone: '9996621234' } as const
  const authorization = { _: 'auth.authorization', user } as const
  const done = {
    event: 'success',
    dc: 4,
    user,
    authorization,
    variant: 'auth.authorization',
  } as const
  assert.equal(said(done), 'Logged in on DC 4 as Ada L (id 7, +9996621234).')
  assert.equal(after(done).step, 'over')
})

test('the countdown ends in words, and the link goes two seconds later', () => {
  const state = after(TOKEN)
  assert.match(sentenceOf(state, 28_999), /Good for 2 s\.$/)
  assert.match(sentenceOf(state, 29_999), /Good for 1 s\.$/)
  assert.equal(sentenceOf(state, 30_000), 'The code has expired. Getting a new one ...')
  assert.equal(currentLink(state, 31_999), 'tg://login?token=AQ')
  assert.equal(currentLink(state, 32_000), undefined)
  assert.equal(currentLink(after(TOKEN, { event: 'scanned' }), 0), undefined)
})

test('a connection that is lost, refused or opened anew is told, and the code stays', () => {
  const lost = { event: 'disconnected', place: PLACE, reason: 'reset', lost: true } as const
  assert.equal(
    said(TOKEN, lost),
    'The connection to 10.0.0.1:443 was lost (reset). Trying again ...',
  )
  assert.equal(
    said(TOKEN, { ...lost, lost: false, reason: undefined }),
    'No connection to 10.0.0.1:443. Trying again ...',
  )
  assert.equal(said(TOKEN, lost, CONNECTING), 'Connecting to 10.0.0.1:443 ...')
  assert.match(said(TOKEN, lost, { ...CONNECTED, again: true }), /^Scan/)
  assert.equal(currentLink(after(TOKEN, lost), 0), 'tg://login?token=AQ')
  assert.match(said(TOKEN, { ...CONNECTING, alone: false }), /^Scan/)
})

test('a pause that the server wants is counted down', () => {
  const flood = {
    event: 'waiting',
    seconds: 30,
    error: new RpcError(420, 'FLOOD_WAIT_30'),
  } as const
  const state = after({ event: 'checking' }, flood)
  assert.equal(
    sentenceOf(state, 0),
    'The server wants a pause after so many attempts. Going on in 30 s.',
  )
  assert.match(sentenceOf(state, 29_500), /Going on in 1 s\.$/)
  assert.equal(
    said({ event: 'waiting', seconds: 2, error: new RpcError(500, 'NO\x1b[2J') }),
    'The server has a problem (500 NO?[2J). Going on in 2 s.',
  )
})

test('nothing that a server writes reaches the terminal as a command', () => {
  const evil = 'a\x1b]0;x\x07\u202e\u009b2J\nb'
  assert.equal(
    said({ event: 'password-needed', wrong: false, hint: evil }),
    'The account has a password. Hint: a?]0;x???2J?b',
  )
  const user = { _: 'user', id: 7n, firstName: evil } as const
  const authorization = { _: 'auth.authorization', user } as const
  assert.equal(
    said({ event: 'success', dc: 2, user, authorization, variant: 'auth.authorization' }),
    'Logged in on DC 2 as a?]0;x???2J?b (id 7).',
  )
})
