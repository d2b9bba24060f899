// Runs an AuthKeyServer: its jobs are computed at once, time stands still unless moved.
import assert from 'node:assert/strict'
import {
  AuthKeyServer,
  type AuthKeyServerOptions,
  type AuthKeyServerOutput,
} from '../../../src/core/auth-key/server.ts'
import type { Job, JobValue } from '../../../src/core/crypto/job.ts'
import { solve } from '../../../src/core/crypto/solve.ts'
import type { ErrorCode } from '../../../src/core/errors.ts'
import type { Now } from '../../../src/core/machine.ts'
import type { RuleId } from '../../../src/core/rules.ts'
import { type GivenDraws, seededRandom } from '../../support/random.ts'
import { testRsaKey } from '../../support/rsa-key.ts'
import { ScriptedClient } from './scripted-client.ts'
import { crypto } from './wire.ts'

export const UNIX = 1_707_425_105_400

export type Outputs = Exclude<AuthKeyServerOutput<number>, { kind: 'compute' }>[]

export interface RunOptions extends Partial<Omit<AuthKeyServerOptions, 'random'>> {
  seed?: string
  given?: GivenDraws
  solve?: (job: Job) => JobValue<Job>
}

export class ServerRun {
  readonly server: AuthKeyServer<number>
  now: Now = { monotonic: 50_000, unix: UNIX }
  readonly #solve: (job: Job) => JobValue<Job>

  constructor({ seed = 'server', given, solve: solveJob, ...options }: RunOptions = {}) {
    this.#solve = solveJob ?? (job => solve(job, crypto))
    this.server = new AuthKeyServer<number>({
      crypto,
      random: seededRandom(seed, given),
      keys: [testRsaKey],
      dcId: 2,
      test: false,
      hasKey: () => false,
      ...options,
    })
  }

  /** Hands a request over and returns all that follows from it. */
  ask(body: Uint8Array, connection = 1): Outputs {
    this.server.handle({ kind: 'message', connection, body }, this.now)
    return this.drain()
  }

  drain(): Outputs {
    const outputs: Outputs = []
    for (let output = this.server.poll(); output !== undefined; output = this.server.poll()) {
      if (output.kind !== 'compute') outputs.push(output)
      else {
        const { id, job } = output
        this.server.handle({ kind: 'computed', id, value: this.#solve(job) }, this.now)
      }
    }
    return outputs
  }

  /** The answer to a request that gets one. */
  answer(body: Uint8Array, connection = 1): Uint8Array {
    const output = this.ask(body, connection).at(-1)
    assert.ok(output?.kind === 'send', 'it was answered')
    assert.equal(output.connection, connection)
    return output.body
  }

  /** Asserts that the request gets a transport error and nothing else. */
  refused(
    body: Uint8Array,
    rule: RuleId | undefined,
    code: ErrorCode,
    wire: -404 | -444 = -404,
  ): void {
    const [output, ...more] = this.ask(body)
    assert.deepEqual(more, [])
    assert.ok(output?.kind === 'transport-error', 'it was refused')
    assert.equal(output.code, wire)
    assert.equal(output.error.rule, rule)
    assert.equal(output.error.code, code)
  }

  pass(milliseconds: number): void {
    this.now = {
      monotonic: this.now.monotonic + milliseconds,
      unix: this.now.unix + milliseconds,
    }
    this.server.handleTimeout(this.now)
  }
}

export interface Meeting {
  run: ServerRun
  client: ScriptedClient
}

/** A client that has resPQ. */
export function afterResPQ(
  options?: RunOptions,
  client: ScriptedClient = new ScriptedClient(),
): Meeting {
  const run = new ServerRun(options)
  client.readResPQ(run.answer(client.reqPQ()))
  return { run, client }
}

/** A client that has server_DH_params_ok. */
export function afterDhParams(options?: RunOptions, client?: ScriptedClient): Meeting {
  const meeting = afterResPQ(options, client)
  meeting.client.readParamsOk(meeting.run.answer(meeting.client.reqDhParams()))
  return meeting
}
