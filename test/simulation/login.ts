// A login by QR code in a world: the flow of core/login over the lines of one client, the phone that scans what
// it shows, and the person who types the password.
import { type MtprotoError, RpcError } from '../../src/core/errors.ts'
import type { LoginResult } from '../../src/core/login/calls.ts'
import {
  QrLogin,
  type QrLoginEvent,
  type QrLoginInput,
  type QrLoginOutput,
} from '../../src/core/login/qr-login.ts'
import { api } from '../../src/core/tl/generated/api/index.ts'
import { decode, decodeResult } from '../../src/core/tl/schema.ts'
import { solveOnce } from '../support/pair.ts'
import { Actor } from './actor.ts'
import type { Chance } from './chance.ts'
import type { Line } from './line.ts'
import { fewNumbers, MISTYPED, PASSWORD } from './password-desk.ts'
import type { Setting } from './setting.ts'
import type { SimClient } from './sim-client.ts'

export class Login {
  /** undefined while it goes on */
  outcome: 'logged in' | MtprotoError | undefined
  /** where it was logged in */
  dc: number | undefined
  readonly #client: SimClient
  readonly #homeDc: number
  readonly #setting: Setting
  readonly #chance: Chance
  #actor!: Actor<QrLoginInput, QrLoginOutput>
  #tokens = 0
  #failures = 0
  /** what was typed last */
  #password: string | undefined
  #proofs = 0
  #migrated = false
  /** the keys there were when it began */
  #keys: readonly (bigint | undefined)[] = []
  /** from the number of a request to the line it went to and its number there */
  readonly #requests = new Map<number, { readonly line: Line; readonly id: number }>()

  constructor(client: SimClient, homeDc: number, setting: Setting, chance: Chance) {
    this.#client = client
    this.#homeDc = homeDc
    this.#setting = setting
    this.#chance = chance
    const home = this.#line(homeDc)
    home.onUpdate = body =>
      this.#actor.feed(
        body === undefined
          ? { kind: 'reconnected' }
          : { kind: 'update', update: decode(api, body) as never },
      )
    this.restart()
  }

  /** Begins from the beginning after it has failed. */
  again(): void {
    this.#failures++
    this.outcome = undefined
    this.restart()
  }

  /** Begins from the beginning, unless it is over. */
  restart(): void {
    if (this.outcome !== undefined) return
    this.#actor?.stop()
    this.#requests.clear()
    this.#password = undefined
    this.#migrated = false
    this.#keys = this.#currentKeys
    const { timeline, crypto } = this.#setting
    const client = this.#client
    this.#actor = new Actor<QrLoginInput, QrLoginOutput>({
      timeline,
      machine: new QrLogin({
        crypto,
        random: fewNumbers(this.#chance),
        apiId: 4,
        apiHash: 'hash',
        homeDc: this.#homeDc,
      }),
      now: () => client.now,
      when: monotonic => client.when(monotonic),
      gate: run => client.awake(run),
      act: output => this.#act(output),
    })
    client.awake(() => this.#actor.feed({ kind: 'start' }))
  }

  wake(): void {
    this.#actor.wake()
  }

  #act(output: QrLoginOutput): void {
    switch (output.kind) {
      case 'invoke': {
        const { id, dc, call } = output
        const line = this.#line(dc)
        const actor = this.#actor
        if (call._ === 'auth.checkPassword' && ++this.#proofs > 1)
          this.#setting.coverage.recovery('password proved again')
        const number = line.invoke(call, outcome => {
          this.#requests.delete(id)
          if (!(outcome instanceof Uint8Array))
            return actor.feed({ kind: 'error', id, error: outcome })
          const value = decodeResult(api, call, outcome) as LoginResult
          actor.feed({ kind: 'result', id, value, serverTime: line.serverTime })
        })
        this.#requests.set(id, { line, id: number })
        return
      }
      case 'cancel': {
        const request = this.#requests.get(output.id)
        request?.line.cancel(request.id)
        return
      }
      case 'event':
        return this.#event(output.event)
      case 'failed':
        this.outcome = output.error
        this.#setting.note(this.#client.name, `login fails: ${output.error.message}`)
        return this.#checkError(output.error)
      case 'compute': {
        const { id, job } = output
        const actor = this.#actor
        const feed = (): void => actor.feed({ kind: 'computed', id, value: solveOnce(job) })
        this.#setting.timeline.after(this.#chance.between(0, 200), () => this.#client.awake(feed))
      }
    }
  }

  /** Whether what happened in this world is reason enough for an error; what is no answer the line has judged. */
  #checkError(error: MtprotoError): void {
    if (!(error instanceof RpcError) && error.code !== 'ERR_LOGIN_FAILED') return
    // A proof that is executed again comes too late: its challenge is used.
    if (error.code === 'ERR_LOGIN_FAILED' && this.#setting.proofsRepeated > 0) return
    if (error instanceof RpcError && this.#client.lines.some(line => line.gaveUp(error))) return
    // Who gets another key is a stranger.
    const isStranger = this.#currentKeys.some((key, i) => key !== this.#keys[i])
    if (!isStranger) this.#setting.fail(`login ends without reason: ${error.message}`)
  }

  get #currentKeys(): (bigint | undefined)[] {
    return this.#client.lines.map(({ keyId }) => keyId)
  }

  #typePassword(wrong: boolean): void {
    const { coverage, timeline } = this.#setting
    coverage.recovery(wrong ? 'password asked for again' : 'password asked for')
    if (this.#migrated) coverage.recovery('password asked for after a migration')
    const isMistyped = !wrong && this.#chance.oneIn(4)
    if (isMistyped) coverage.fault('password mistyped')
    const actor = this.#actor
    timeline.after(this.#chance.spread(500, 60_000), () =>
      this.#client.awake(() => {
        this.#password = isMistyped ? MISTYPED : PASSWORD
        this.#proofs = 0
        actor.feed({ kind: 'password', password: this.#password })
      }),
    )
  }

  #event(event: QrLoginEvent): void {
    const { coverage, timeline } = this.#setting
    this.#setting.note(this.#client.name, `login: ${event.event}`)
    switch (event.event) {
      case 'token': {
        if (++this.#tokens > 1) coverage.recovery('login token shown again')
        // the person takes a while, and now and then does not come at all
        if (this.#chance.oneIn(4)) return
        const { token } = event
        timeline.after(this.#chance.spread(500, 60_000), () =>
          this.#line(this.#homeDc).dc.accept(token),
        )
        return
      }
      case 'migrating':
        this.#migrated = true
        return coverage.recovery('login migrated')
      case 'password-needed':
        return this.#typePassword(event.wrong)
      case 'success':
        coverage.recovery('login succeeded')
        if (this.#password !== undefined) coverage.recovery('login with a password succeeded')
        if (this.#failures > 0) coverage.recovery('login succeeded after it had failed')
        this.outcome = 'logged in'
        this.dc = event.dc
    }
  }

  #line(dc: number): Line {
    return (
      this.#client.lines.find(line => line.dc.id === dc) ??
      this.#setting.fail(`${this.#client.name} knows no DC ${dc}`)
    )
  }
}
