// How a client's key exchange is watched: whether it came to a key, or ended where it was spoilt.
import { toHex } from '../../core/bytes/hex.ts'
import type { RuleId } from '../../core/rules.ts'
import type { Types as Mtproto } from '../../core/tl/generated/mtproto/index.ts'
import type { ClientCase } from '../case.ts'
import { nonceOf } from '../dc-exchange.ts'
import { type DcHarness, type DcSetup, TOKEN } from '../dc-harness.ts'
import { ABORT, ACCEPT, ERROR, type Outcome } from '../outcome.ts'
import { must, type Steps, waitFor } from '../steps.ts'
import { LONG, resultOf } from './shared.ts'

/** The nonce of every exchange that began, in hexadecimal. */
export function nonces({ dc }: DcHarness): string[] {
  return dc.requests.filter(({ name }) => name === 'req_pq_multi' || name === 'req_pq').map(nonceOf)
}

/**
 * ACCEPT: the first exchange led to the key of the call. ABORT: after the spoilt answer nothing more of the first
 * exchange was sent, and whatever followed began with another nonce. ERROR: the same, and nothing followed.
 */
export function keyExchange(harness: DcHarness): Steps {
  return exchange(harness, false)
}

/** The same, when the spoilt answer may be taken for none, so that its request is repeated as it was. */
export function patientExchange(harness: DcHarness): Steps {
  return exchange(harness, true)
}

function* exchange(harness: DcHarness, mayRepeat: boolean): Steps {
  const { dc, program } = harness
  yield* waitFor(() => {
    for (let call = dc.takeCall(); call !== undefined; call = dc.takeCall())
      dc.answer(call, resultOf(call, dc))
    return harness.isOver
  }, LONG)
  must(harness.isOver, 'no end of the scenario')
  const { requests, spoilt, keys } = dc
  const [first] = requests
  must(first !== undefined, 'no key exchange')
  const nonce = nonceOf(first!)
  const key = keys.find(each => each.nonce === nonce)
  if (key !== undefined && dc.heard.some(({ authKeyId }) => authKeyId === key.authKey.id)) {
    must(program.state === 'succeeded', `the scenario failed: ${program.error}`)
    return ACCEPT
  }
  const texts = requests.map(({ body }) => toHex(body))
  const after = requests
    .map((request, i) => ({ request, isRepeated: texts.indexOf(texts[i]!) < i }))
    .slice(spoilt?.requests ?? 0)
    .filter(({ request, isRepeated }) => nonceOf(request) === nonce && !(mayRepeat && isRepeated))
  const names = after.map(({ request }) => request.name)
  must(after.length === 0, `the exchange went on with ${names.join(', ')}; its key was not used`)
  must(
    mayRepeat || new Set(nonces(harness)).size === nonces(harness).length,
    'a nonce was used again',
  )
  if (requests.every(request => nonceOf(request) === nonce)) {
    must(dc.closed.includes(first!.link), 'the connection stayed open')
    return ERROR
  }
  must(program.state === 'succeeded', `no recovery: ${program.error}`)
  return ABORT
}

/** ABORT with or without another try. */
export const ABORTED: readonly Outcome[] = [ABORT, ERROR]

/** A case in which the first exchange goes wrong, or right, by one value. */
export function exchangeCase(
  id: RuleId,
  slug: string,
  stimulus: string,
  fault: DcSetup,
  expected: readonly Outcome[] = ABORTED,
): ClientCase {
  return {
    ...{ id, slug, stimulus, fault, expected },
    side: 'client',
    kind: 'wire',
    scenario: TOKEN,
    play: keyExchange,
  }
}

/** The answer of this type with other fields, or another object in its place. */
export function answerOf<N extends Mtproto['object']['_']>(
  name: N,
  make: (
    value: Extract<Mtproto['object'], { _: N }>,
    secrets: { readonly newNonce: Uint8Array; readonly auxHash: Uint8Array },
  ) => Mtproto['object'],
): DcSetup {
  return {
    answer: record => {
      const { value, newNonce = new Uint8Array(32), auxHash = new Uint8Array(8) } = record
      if (value._ !== name) return [record]
      const changed = make(value as Extract<Mtproto['object'], { _: N }>, { newNonce, auxHash })
      return [{ ...record, value: changed }]
    },
  }
}
