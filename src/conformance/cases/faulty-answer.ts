// The scenario of most faults in encrypted messages: the first answer to a call is the one that is spoilt, and
// if it counts, the call fails. The right answer comes after it and is the barrier.

import type { RuleId } from '../../core/rules.ts'
import type { Types as Mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { encode } from '../../core/tl/schema.ts'
import type { ClientCase } from '../case.ts'
import { type DcHarness, type DcSetup, TOKEN } from '../dc-harness.ts'
import { ACCEPT, DROP, type Outcome } from '../outcome.ts'
import { advance, must, type Steps, waitFor } from '../steps.ts'
import { expectCall, finish, resultOf } from './shared.ts'

/** How long an acknowledgement may take, and more: milliseconds. */
export const ACK_TIME = 70_000

/** Errors that no program repeats; rpc_result around them is 36, 44, 40 and 32 bytes. */
export const FINAL = [
  'API_ID_INVALID',
  'API_ID_PUBLISHED_FLOOD',
  'PHONE_NUMBER_BANNED',
  'BOT_INVALID',
] as const

export function finalError(
  errorMessage: string = FINAL[0],
): Mtproto['object'] & { _: 'rpc_error' } {
  return { _: 'rpc_error', errorCode: 400, errorMessage }
}

const plays = new Map<string | undefined, ClientCase['play']>()

/**
 * ACCEPT: the spoilt answer settled the call. DROP: it did nothing, and the one after it did. One error has one
 * function, so that its cases can have their control in common.
 */
export function faultyAnswer(errorMessage?: string): ClientCase['play'] {
  const play = plays.get(errorMessage) ?? spoiltBy(errorMessage)
  plays.set(errorMessage, play)
  return play
}

function spoiltBy(errorMessage: string | undefined): ClientCase['play'] {
  return function* (harness: DcHarness): Steps {
    const { dc, program } = harness
    const call = yield* expectCall(dc)
    const spoilt = dc.reply(call, encode(mtproto, finalError(errorMessage)))
    yield* waitFor(() => harness.isOver, 2000)
    if (harness.isOver) {
      must(program.state === 'failed', 'the call succeeded with an error')
      return ACCEPT
    }
    dc.answer(call, resultOf(call, dc))
    yield* finish(harness)
    // It counted as well when its client is only slow to end.
    if (program.state === 'failed' && program.error?.includes(errorMessage ?? FINAL[0]))
      return ACCEPT
    must(program.state === 'succeeded', `the scenario failed: ${program.error}`)
    yield* advance(ACK_TIME)
    must(!spoilt.some(msgId => dc.acked.has(msgId)), 'what was dropped was acknowledged')
    return DROP
  }
}

export function answerCase(
  id: RuleId,
  slug: string,
  stimulus: string,
  fault: DcSetup | undefined,
  expected: readonly Outcome[] = [DROP],
  more: Partial<ClientCase> & { readonly text?: string } = {},
): ClientCase {
  const { text, ...rest } = more
  return {
    ...{ id, slug, stimulus, expected },
    ...(fault && { fault }),
    side: 'client',
    kind: 'wire',
    scenario: TOKEN,
    play: faultyAnswer(text),
    ...rest,
  }
}
