import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { EXPLANATIONS, explain } from '../../src/client/explanation.ts'
import { MtprotoError, RpcError } from '../../src/core/errors.ts'

test('docs/errors.md shows what people see, row by row', () => {
  const document = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
  const rows = document
    .slice(document.indexOf('## What people see'))
    .split('\n')
    .filter(line => line.startsWith('| '))
    .map(line => line.split(' | ').slice(1).join(' | ').replace(/ \|$/, ''))
    .slice(1)
  assert.deepEqual(
    rows,
    EXPLANATIONS.map(({ code, says, advice }) => `${code} | ${says} ${advice}`.trimEnd()),
  )
})

test('every row says what happened and, but for a cancellation, what to do, in whole sentences', () => {
  for (const { code, says, advice } of EXPLANATIONS) {
    assert.match(says, /^[A-Z{].*\.$/, code)
    if (code !== 'ERR_ABORTED') assert.match(advice, /^[A-Z].*\.$/, code)
  }
})

test('the code is stable: numbers and letters at the end of a text do not change it', () => {
  const code = (text: string, number = 400) => explain(new RpcError(number, text)).code
  assert.equal(code('FLOOD_WAIT_3000', 420), 'FLOOD_WAIT')
  assert.equal(code('FLOOD_PREMIUM_WAIT_7', 420), 'FLOOD_WAIT')
  assert.equal(code('AUTH_TOKEN_INVALIDX'), 'AUTH_TOKEN_INVALID')
  assert.equal(code('AUTH_TOKEN_INVALID2'), 'AUTH_TOKEN_INVALID')
  assert.equal(code('SRP_PASSWORD_CHANGED'), 'SRP_ID_INVALID')
  assert.equal(code('SESSION_REVOKED', 401), 'AUTH_KEY_UNREGISTERED')
  assert.equal(code('SLOWMODE_WAIT_9', 420), 'SLOWMODE_WAIT')
})

test('a wait is told in the unit that fits', () => {
  const wait = (seconds: string) => explain(new RpcError(420, `FLOOD_WAIT${seconds}`)).advice
  assert.equal(wait('_1'), 'Try again in 1 seconds.')
  assert.equal(wait('_119'), 'Try again in 119 seconds.')
  assert.equal(wait('_121'), 'Try again in 3 minutes.')
  assert.equal(wait('_7200'), 'Try again in 2 hours.')
  assert.equal(wait(''), 'Try again in a while.')
})

test('a failed connection is told by its reason', () => {
  const says = (got: string) =>
    explain(new MtprotoError('ERR_CONNECT_FAILED', { at: 'DC 2 at h:1', got })).says
  const blocked = 'DC 2 at h:1 does not answer: the port may be blocked on the way.'
  assert.equal(says('no answer within 10 s'), blocked)
  assert.equal(says('connect ETIMEDOUT 1.2.3.4:443'), blocked)
  // one of several addresses is of a kind that this machine does not have
  assert.equal(says('[::2]:1: connect ENETUNREACH; h:1: connect ETIMEDOUT'), blocked)
  assert.match(says('connect ECONNREFUSED 127.0.0.1:1'), /^DC 2 at h:1 refuses connections/)
  for (const reason of ['ENETUNREACH', 'EHOSTUNREACH', 'getaddrinfo ENOTFOUND h', 'EAI_AGAIN'])
    assert.match(says(reason), /^There is no way to DC 2 at h:1/, reason)
  assert.equal(says('read ECONNRESET'), 'The connection to DC 2 at h:1 failed: read ECONNRESET.')
})

test('what an address is served by, and which clock is wrong, is read from what was found', () => {
  const code = (got: string | number) => explain(new MtprotoError('ERR_TRANSPORT', { got })).says
  assert.match(code(-444), /does not serve that data centre/)
  assert.equal(code(-429), 'the server answered with a transport error (got -429)')
  const bad = (got: string) => explain(new MtprotoError('ERR_BAD_MSG', { got })).says
  assert.match(bad('16: the msg_id is too low'), /time of our messages/)
  assert.equal(bad('32: x'), 'the server keeps refusing the message (got 32: x)')
})

test('a login that fails without end over its proofs is told apart from others', () => {
  const says = (details: object) => explain(new MtprotoError('ERR_LOGIN_FAILED', details)).says
  assert.match(says({ rule: 'PW-06' }), /every proof/)
  assert.match(says({ got: 'an account with a password' }), /no way to ask/)
  assert.equal(says({ rule: 'QR-13' }), 'the login cannot be completed')
})

test('anything else speaks for itself', () => {
  assert.deepEqual(explain(new RpcError(400, 'ODD_1')), {
    code: 'ODD',
    says: 'the server refused the request (got 400 ODD_1)',
    advice: '',
  })
  assert.deepEqual(explain(new TypeError('odd')), { code: 'UNEXPECTED', says: 'odd', advice: '' })
  assert.deepEqual(explain('odd'), { code: 'UNEXPECTED', says: 'odd', advice: '' })
  assert.deepEqual(explain(undefined), { code: 'UNEXPECTED', says: 'undefined', advice: '' })
})
