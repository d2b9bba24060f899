// How a client's login by QR code is watched. Source: /api/qr-login
import { seededRandom } from '../../core/crypto/seeded-random.ts'
import type { RuleId } from '../../core/rules.ts'
import type { ClientCase } from '../case.ts'
import { type DcHarness, type DcSetup, QR_LOGIN } from '../dc-harness.ts'
import { LoginScript } from '../login-script.ts'
import { ACCEPT, ERROR, type Outcome } from '../outcome.ts'
import { advance, must, type Part, type Steps, waitFor } from '../steps.ts'
import { checkEnd, LONG } from './shared.ts'

/** What has to hold after a login. */
export type Check = (script: LoginScript, harness: DcHarness) => void

/** Plays the service until the program is done. ERROR: it gave up. */
export function* runLogin(
  harness: DcHarness,
  script: LoginScript,
  within: number = LONG,
): Part<Outcome> {
  const { program } = harness
  for (let waited = 0; waited < within && !harness.isOver; waited += 250) {
    yield* waitFor(() => {
      script.run()
      return harness.isOver
    }, 250)
  }
  must(harness.isOver, 'no end of the login')
  checkEnd(harness)
  return program.state === 'succeeded' ? ACCEPT : ERROR
}

/** A whole login; `check` looks at it afterwards, a while later. */
export const login = (check: Check = () => {}, after = 0) =>
  function* (harness: DcHarness): Steps {
    const script = new LoginScript(harness, seededRandom('login script'))
    const outcome = yield* runLogin(harness, script)
    if (after > 0) {
      for (let waited = 0; waited < after; waited += 5000) {
        yield* advance(5000)
        script.run()
      }
    }
    check(script, harness)
    return outcome
  }

export function loginCase(
  id: RuleId,
  slug: string,
  stimulus: string,
  fault: DcSetup | undefined,
  expected: readonly Outcome[] = [ACCEPT],
  check?: Check,
  more: Partial<ClientCase> = {},
): ClientCase {
  return {
    ...{ id, slug, stimulus, expected },
    side: 'client',
    kind: 'wire',
    scenario: QR_LOGIN,
    play: login(check),
    ...(fault && { fault }),
    ...more,
  }
}

/** When the exports came: monotonic milliseconds. */
export function exportTimes(script: LoginScript): number[] {
  return script.named('auth.exportLoginToken').map(({ heard }) => heard.at)
}

/** The time between two exports, in milliseconds; `first` counts from 0. */
export function gap(script: LoginScript, first: number): number {
  const times = exportTimes(script)
  return (times[first + 1] ?? Number.NaN) - times[first]!
}
