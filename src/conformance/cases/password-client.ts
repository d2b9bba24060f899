// Two-step verification as a client goes through it. Source: /api/srp, /method/auth.checkPassword

import { fromBigInt, toBigInt } from '../../core/bytes/integers.ts'
import { telegramPrime } from '../../core/crypto/dh-group.ts'
import { type account, api } from '../../core/tl/generated/api/index.ts'
import { decode, encode } from '../../core/tl/schema.ts'
import type { Case } from '../case.ts'
import type { DcSetup } from '../dc-harness.ts'
import { isBelow, rpcErrorBody } from '../login-script.ts'
import { ACCEPT, ERROR, type Outcome } from '../outcome.ts'
import { must } from '../steps.ts'
import { type Check, loginCase } from './login.ts'
import { unsafePrime } from './primes.ts'

const PASSWORD = 'correct horse'

/** account.password with other fields. */
const parameters = (make: (value: account.password) => Partial<account.password>): DcSetup => ({
  result: (call, _, honest) => {
    if (call.name !== 'account.getPassword') return honest
    const value = decode(api, honest) as account.password
    return encode(api, { ...value, ...make(value) })
  },
})

const algo = (make: (algo: NonNullable<account.password['currentAlgo']>) => object): DcSetup =>
  parameters(({ currentAlgo }) => ({
    currentAlgo: { ...currentAlgo!, ...make(currentAlgo!) } as never,
  }))

/** Nothing was proved with parameters that had to be refused. */
const unproved: Check = (script, { dc }) =>
  must(
    dc.setup.result === undefined || script.named('auth.checkPassword').length === 0,
    'a proof was sent',
  )

function passwordCase(
  id: 'PW-02' | 'PW-03' | 'PW-04' | 'PW-05' | 'PW-06' | 'PW-07',
  slug: string,
  stimulus: string,
  fault: DcSetup,
  expected: readonly Outcome[] = [ERROR],
  check: Check = unproved,
): Case {
  return loginCase(id, slug, stimulus, fault, expected, check, {
    subject: { password: PASSWORD },
    dc: { login: { password: PASSWORD } },
  })
}

const p = toBigInt(telegramPrime())

const srpB = (value: Uint8Array): DcSetup => parameters(() => ({ srpB: value }))

/** The first proof is refused; the one after it rests on fresh parameters. */
const refusedOnce = (code: number, text: string): DcSetup => ({
  result: (call, count, honest) =>
    call.name === 'auth.checkPassword' && count === 1 ? rpcErrorBody(code, text) : honest,
})

const fresh: Check = (script, { dc }) => {
  if (dc.setup.result === undefined) return
  must(script.named('account.getPassword').length > 1, 'no fresh parameters')
  const proofs = script.named('auth.checkPassword').map(({ heard }) => {
    const { password } = heard.call as { readonly password: { readonly srpId?: bigint } }
    return password.srpId
  })
  must(new Set(proofs).size === proofs.length, 'the same srp_id twice')
}

const challenge = (fits: NonNullable<NonNullable<DcSetup['login']>['challenge']>): DcSetup => ({
  login: { password: PASSWORD, challenge: fits },
})

export const passwordClient = (): readonly Case[] => [
  ...(
    [
      ['zero', fromBigInt(0n, 256)],
      ['p', fromBigInt(p)],
      ['p+1', fromBigInt(p + 1n)],
      ['100-bytes', fromBigInt(p >> 1248n, 100)],
      ['257-bytes', fromBigInt(5n, 257)],
    ] as const
  ).map(([slug, value]) => passwordCase('PW-02', slug, `srp_B: ${slug}`, srpB(value))),
  passwordCase(
    'PW-03',
    'unsafe',
    'a p that is no safe prime',
    algo(() => ({ p: unsafePrime() })),
  ),
  passwordCase(
    'PW-03',
    'short',
    'a p of 2047 bits',
    algo(() => ({ p: fromBigInt(p / 2n, 256) })),
  ),
  ...[2, 5, 6, 1, 8].map(g =>
    passwordCase(
      'PW-03',
      `g-${g}`,
      `g = ${g}`,
      algo(() => ({ g })),
    ),
  ),
  passwordCase(
    'PW-04',
    'unknown',
    'passwordKdfAlgoUnknown',
    parameters(() => ({ currentAlgo: { _: 'passwordKdfAlgoUnknown' } })),
  ),
  passwordCase(
    'PW-05',
    'wrong',
    '400 PASSWORD_HASH_INVALID once',
    refusedOnce(400, 'PASSWORD_HASH_INVALID'),
    [ACCEPT],
    fresh,
  ),
  ...['SRP_ID_INVALID', 'SRP_PASSWORD_CHANGED'].map(text =>
    passwordCase('PW-06', text, `400 ${text} once`, refusedOnce(400, text), [ACCEPT], fresh),
  ),
  passwordCase('PW-07', 'negative', 'a B below k·v', challenge(isBelow), [ACCEPT], () => {}),
  passwordCase(
    'PW-07',
    'leading-zero',
    'a B with a leading zero byte',
    challenge((_, __, { B }) => B[0] === 0),
    [ACCEPT],
    () => {},
  ),
]
