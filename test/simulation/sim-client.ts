// One client of a world: a computer with clocks that cannot be trusted, and a DcClient for each data centre
// it talks to, all of which live in one process that may be restarted.
import type { AuthKey } from '../../src/core/crypto/auth-key.ts'
import type { Now } from '../../src/core/machine.ts'
import type { Chance } from './chance.ts'
import { Line } from './line.ts'
import { Login } from './login.ts'
import { type Setting, START } from './setting.ts'
import type { SimDc } from './sim-dc.ts'

export class SimClient {
  readonly name: string
  readonly lines: Line[] = []
  login: Login | undefined
  /** what its clock shows too much, in milliseconds */
  skew: number
  /** milliseconds that its monotonic clock has missed */
  #missed: number
  #asleep = false
  /** what happened in its sleep */
  #backlog: (() => void)[] = []
  readonly #setting: Setting
  readonly #chance: Chance

  constructor(name: string, skew: number, setting: Setting, chance: Chance) {
    this.name = name
    this.skew = skew
    this.#setting = setting
    this.#chance = chance
    this.#missed = -chance.spread(1, 1e9)
  }

  get now(): Now {
    const { now } = this.#setting.timeline
    return { monotonic: now - this.#missed, unix: START + now + this.skew }
  }

  /** When its monotonic clock will show this, as long as it does not miss anything. */
  when(monotonic: number): number {
    return monotonic + this.#missed
  }

  get asleep(): boolean {
    return this.#asleep
  }

  talkTo(dc: SimDc, key: AuthKey | undefined): Line {
    const line = new Line(this, dc, this.#setting, this.#chance, key)
    this.lines.push(line)
    return line
  }

  startLogin(homeDc: number): void {
    this.login = new Login(this, homeDc, this.#setting, this.#chance)
  }

  /** Does something now, or at waking up. */
  awake(run: () => void): void {
    if (this.#asleep) this.#backlog.push(run)
    else run()
  }

  sleep(milliseconds: number, clockNotices: boolean): void {
    if (this.#asleep) return
    this.#setting.coverage.fault(
      clockNotices ? 'sleep that the clock notices' : 'sleep that the clock does not notice',
    )
    this.#asleep = true
    this.#setting.timeline.after(milliseconds, () => this.#wakeUp(clockNotices ? 0 : milliseconds))
  }

  /** The clock on the wall is set to another time. */
  setClock(skew: number): void {
    this.#setting.coverage.fault(skew < this.skew ? 'clock jumps back' : 'clock jumps ahead')
    this.skew = skew
  }

  /** The process ends without a word and begins again with what it had stored. */
  restart(): void {
    if (this.#asleep) return
    this.#setting.coverage.fault('process restarted')
    for (const line of this.lines) line.restart()
    this.login?.restart()
  }

  #wakeUp(missed: number): void {
    this.#asleep = false
    this.#missed += missed
    for (const line of this.lines) line.wake()
    this.login?.wake()
    for (const run of this.#backlog.splice(0)) run()
  }
}
