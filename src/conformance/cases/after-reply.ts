// What a client does after something other than the answer it waits for: nothing, or its call comes again.
import type { RuleId } from '../../core/rules.ts'
import type { ClientCase } from '../case.ts'
import { type DcHarness, type DcSetup, TOKEN } from '../dc-harness.ts'
import type { Heard } from '../heard.ts'
import { ACCEPT, ERROR, NEWSES, type Outcome, RESEND } from '../outcome.ts'
import { must, type Part, type Steps, waitFor } from '../steps.ts'
import { expectCall, finish, LONG, resultOf } from './shared.ts'

/**
 * RESEND: the call came again in its session, not as its bare old self. NEWSES: it came in another session. ACCEPT
 * and ERROR: the scenario ended without that.
 */
export function* whatFollows(harness: DcHarness, call: Heard): Part<Outcome> {
  const { dc, program } = harness
  const again = yield* waitFor(() => harness.isOver || dc.takeCall(call.name), LONG)
  if (again === true) return program.state === 'succeeded' ? ACCEPT : ERROR
  must(again !== undefined, 'neither an end nor the call again')
  const outcome = howAgain(call, again as Heard)
  dc.answer(again as Heard, resultOf(call, dc))
  yield* finish(harness)
  must(program.state === 'succeeded', `the scenario failed: ${program.error}`)
  return outcome
}

/** How a call came again. */
export function howAgain(call: Heard, again: Heard): Outcome {
  if (again.sessionId !== call.sessionId) return NEWSES
  must(again.msgId !== call.msgId || again.container !== undefined, 'the bare old message again')
  return RESEND
}

/** The first call gets what the case puts in place of its answer. */
export function* refusedCall(harness: DcHarness): Steps {
  const call = yield* expectCall(harness.dc)
  harness.dc.reply(call, resultOf(call, harness.dc))
  return yield* whatFollows(harness, call)
}

export function sessionCase(
  id: RuleId,
  slug: string,
  stimulus: string,
  fault: DcSetup | undefined,
  expected: readonly Outcome[],
  play: ClientCase['play'] = refusedCall,
  more: Partial<ClientCase> = {},
): ClientCase {
  return {
    ...{ id, slug, stimulus, expected, play },
    side: 'client',
    kind: 'wire',
    scenario: TOKEN,
    ...(fault && { fault }),
    ...more,
  }
}
