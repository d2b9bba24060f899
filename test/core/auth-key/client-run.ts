// Runs an AuthKeyClient: its jobs are computed at once, what it sends is kept, time stands still unless moved.
import assert from 'node:assert/strict'
import {
  AuthKeyClient,
  type AuthKeyClientInput,
  type AuthKeyClientOptions,
} from '../../../src/core/auth-key/client.ts'
import type { AuthKeyResult } from '../../../src/core/auth-key/client-exchange.ts'
import type { Job, JobValue } from '../../../src/core/crypto/job.ts'
import { solve } from '../../../src/core/crypto/solve.ts'
import type { ErrorCode, MtprotoError } from '../../../src/core/errors.ts'
import type { Now } from '../../../src/core/machine.ts'
import type { RuleId } from '../../../src/core/rules.ts'
import { mtproto } from '../../../src/core/tl/generated/mtproto/index.ts'
import { decodeCall } from '../../../src/core/tl/schema.ts'
import { type GivenDraws, seededRandom } from '../../support/random.ts'
import { testRsaKey } from '../../support/rsa-key.ts'
import { NEW_NONCE, ScriptedServer, SERVER_TIME } from './scripted-server.ts'
import { crypto } from './wire.ts'

export interface RunOptions extends Partial<Omit<AuthKeyClientOptions, 'random'>> {
  seed?: string
  given?: GivenDraws
  solve?: (job: Job) => JobValue<Job>
  unix?: number
}

export class ClientRun {
  readonly client: AuthKeyClient
  readonly sent: Uint8Array[] = []
  readonly jobs: Job[] = []
  readonly steps: string[] = []
  /** the step in which each request was sent, and its name */
  readonly requests: string[] = []
  result: AuthKeyResult | undefined
  error: MtprotoError | undefined
  now: Now
  readonly #solve: (job: Job) => JobValue<Job>

  constructor({ seed = 'client', given, solve: solveJob, unix, ...options }: RunOptions = {}) {
    const draws = { new_nonce: [NEW_NONCE], ...given }
    this.now = { monotonic: 1_000, unix: unix ?? SERVER_TIME * 1000 }
    this.#solve = solveJob ?? (job => solve(job, crypto))
    this.client = new AuthKeyClient({
      crypto,
      random: seededRandom(seed, draws),
      keys: [testRsaKey],
      dc: 2,
      ...options,
    })
    this.input({ kind: 'start' })
  }

  receive(body: Uint8Array): void {
    this.input({ kind: 'message', body })
  }

  /** Hands an input over and does all that follows from it. */
  input(input: AuthKeyClientInput): void {
    const from = this.client.step
    this.client.handle(input, this.now)
    this.steps.push(`${from} → ${this.client.step}`)
    this.drain()
  }

  /** Moves the clock by milliseconds, as far as the deadlines want it. */
  pass(milliseconds: number): void {
    this.now = {
      monotonic: this.now.monotonic + milliseconds,
      unix: this.now.unix + milliseconds,
    }
    this.client.handleTimeout(this.now)
    this.drain()
  }

  drain(): void {
    for (let output = this.client.poll(); output !== undefined; output = this.client.poll()) {
      if (output.kind === 'send') {
        this.sent.push(output.body)
        this.requests.push(`${this.client.step} ${decodeCall(mtproto, output.body)._}`)
      } else if (output.kind === 'compute') {
        this.jobs.push(output.job)
        this.input({ kind: 'computed', id: output.id, value: this.#solve(output.job) })
      } else {
        assert.equal(this.result ?? this.error, undefined, 'it ends once')
        if (output.kind === 'done') this.result = output.result
        else this.error = output.error
      }
    }
  }

  /** Asserts that the run ended in an error, that nothing was sent after it, and that nothing is left. */
  failed(code: ErrorCode, rule: RuleId | undefined, sent: number): void {
    assert.equal(this.error?.code, code)
    assert.equal(this.error?.rule, rule)
    assert.equal(this.result, undefined)
    assert.equal(this.sent.length, sent)
    assert.equal(this.client.step, 'failed')
    assert.equal(this.client.deadline(), undefined)
  }
}

export interface Stage {
  run: ClientRun
  server: ScriptedServer
  /** the auth key as the server computed it */
  authKey: Uint8Array
}

/** A run whose client waits for resPQ. */
export function atResPQ(options: RunOptions = {}): Omit<Stage, 'authKey'> {
  const run = new ClientRun(options)
  return { run, server: new ScriptedServer(run.sent[0]!) }
}

/** A run whose client waits for Server_DH_Params. */
export function atDhParams(options: RunOptions = {}): Omit<Stage, 'authKey'> {
  const stage = atResPQ(options)
  stage.run.receive(stage.server.resPQ())
  assert.equal(stage.run.client.step, 'awaiting-dh-params')
  return stage
}

/** A run whose client waits for the server to confirm the key. */
export function atDhGen(options: RunOptions = {}): Stage {
  const { run, server } = atDhParams(options)
  run.receive(server.paramsOk())
  assert.equal(run.client.step, 'awaiting-dh-gen')
  return { run, server, authKey: server.readKey(run.sent.at(-1)!).authKey }
}
