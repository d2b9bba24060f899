// Plays cases against a program in another process, several at a time, and says what each came to.
import type { Case, ClientCase, ServerCase } from '../case.ts'
import type { DcSetup } from '../dc-harness.ts'
import { ACCEPT, describe } from '../outcome.ts'
import type { PeerSetup } from '../peer-harness.ts'
import { DEFECT, isDefect } from '../report/mark.ts'
import type { CaseReport, Run, Verdict } from '../report/model.ts'
import type { Rule } from '../rules.ts'
import { watched } from '../run.ts'

/** So many cases that mostly wait are played at a time, beside the others. */
const SLOW_JOBS = 12

/** A run, and what became of it. */
export interface Played extends Run {
  /** undefined when it came to no outcome: `seen` says why */
  readonly outcome: string | undefined
  /** a wait was cut short or looked at too late, so what was not seen proves nothing */
  readonly cut: boolean
  /**
   * what ended it. `unimplemented`: the program cannot do what it was asked to. `skipped`: it has not what the case
   * needs. `missed`: chance did not bring that about. `defect`: the harness itself went wrong.
   */
  readonly verdict?: 'unimplemented' | 'skipped' | 'missed' | 'defect'
}

/** A program that cases of one side are played against. */
export interface Target<Playable extends ClientCase | ServerCase> {
  readonly side: Playable['side']
  /** why a case cannot be played, if it cannot */
  skipped(test: Playable): string | undefined
  /** plays a case once, with `fault` or without */
  play(test: Playable, fault: DcSetup & PeerSetup): Promise<Played>
}

export interface SuiteOptions<Playable extends ClientCase | ServerCase> {
  readonly target: Target<Playable>
  readonly rules: ReadonlyMap<string, Rule>
  /** how many cases are played at a time; with 1 it is really one, otherwise those that mostly wait come on top */
  readonly jobs: number
  /** how often each case is played */
  readonly repeat: number
  /** the command that plays a case alone */
  readonly reproduce: (name: string) => string
  /** is told of each case that is done */
  readonly done?: (report: CaseReport) => void
}

/** What one playing of a case came to. */
interface Result {
  readonly verdict: Verdict
  readonly reason?: string
  readonly fault?: Run
  readonly control?: Run
}

export class Suite<Playable extends ClientCase | ServerCase> {
  readonly #options: SuiteOptions<Playable>
  /** the runs without a fault that several cases have in common */
  readonly #controls = new Map<Playable['play'], Map<string, Promise<Played>>>()
  readonly #hooks: unknown[] = []
  /** the cases that a run out of time has left undecided */
  readonly #late = new Set<Case>()

  constructor(options: SuiteOptions<Playable>) {
    this.#options = options
  }

  /** Plays the cases about the side of the target among `cases`; the reports are in their order. */
  async play(cases: readonly Case[]): Promise<CaseReport[]> {
    const { jobs, target } = this.#options
    const chosen = [...cases.filter(({ side }) => side === target.side).entries()]
    const reports: CaseReport[] = []
    const work = async (queue: Iterator<[number, Case]>): Promise<void> => {
      for (let next = queue.next(); !next.done; next = queue.next()) {
        const [index, test] = next.value
        const report = await this.#report(test)
        reports[index] = report
        this.#options.done?.(report)
      }
    }
    const slow = chosen
      .filter(([, test]) => this.#isSlow(test))
      .sort(([, one], [, two]) => patienceOf(two) - patienceOf(one))
      .values()
    const quick = chosen.filter(([, test]) => !this.#isSlow(test)).values()
    await Promise.all([
      ...Array.from({ length: SLOW_JOBS }, () => work(slow)),
      ...Array.from({ length: jobs }, () => work(quick)),
    ])
    // A busy machine is slow, so these get another chance, while nothing else is played.
    const late = chosen.filter(([, test]) => this.#late.has(test)).values()
    await Promise.all(Array.from({ length: jobs }, () => work(late)))
    const doubted = chosen.filter(([index]) => ACCUSING.has(reports[index]!.verdict))
    await this.#confirm(doubted, reports)
    return reports
  }

  /**
   * What a program is accused of is seen twice, or it is flaky: chance on its side, such as a key that begins with
   * a zero, can end a run too.
   */
  async #confirm(doubted: readonly [number, Case][], reports: CaseReport[]): Promise<void> {
    if (this.#options.repeat > 1) return
    const queue = doubted.values()
    const work = async (): Promise<void> => {
      for (const [index, test] of queue) {
        const first = reports[index]!
        const second = await this.#report(test)
        this.#options.done?.(second)
        if (isDefect(second)) reports[index] = second
        else if (second.verdict !== first.verdict) reports[index] = { ...first, flaky: true }
      }
    }
    await Promise.all(Array.from({ length: this.#options.jobs }, work))
  }

  /** Whether a case mostly waits, or is repeated, and is played beside the others. */
  #isSlow(test: Case): boolean {
    return ('patience' in test || 'attempts' in test) && this.#options.jobs > 1
  }

  async #report(test: Case): Promise<CaseReport> {
    const { rules, repeat, reproduce } = this.#options
    const { level, text, page } = rules.get(test.id)!
    const results: Result[] = []
    for (let count = 0; count < repeat; count++) results.push(await this.#result(test, level))
    const verdicts = new Set(results.map(({ verdict }) => verdict))
    // The one that says most stands for all, unless the harness went wrong.
    const worst = WORST.flatMap(each => results.filter(({ verdict }) => verdict === each))[0]!
    const result = results.find(isDefect) ?? worst
    return {
      ...{ id: test.id, slug: test.slug, side: test.side, kind: test.kind },
      ...{ level, rule: text, page, stimulus: test.stimulus },
      expected: test.expected.map(describe),
      ...result,
      ...(verdicts.size > 1 && { flaky: true }),
      reproduce: reproduce(`${test.id}/${test.slug}`),
    }
  }

  async #result(each: Case, level: Rule['level']): Promise<Result> {
    if ('check' in each) return skipped('no wire shows it')
    if (each.kind !== 'wire')
      return skipped('it needs the clock or the settings of the program itself')
    const { target } = this.#options
    const test = each as Playable
    const reason = target.skipped(test)
    if (reason !== undefined) return skipped(reason)
    const { fault, expected } = test
    const applied = { is: fault === undefined }
    const play = (): Promise<Played> => target.play(test, watched(fault, applied))
    // Where both runs mostly wait, they wait at the same time.
    const early = fault && this.#isSlow(test) ? play() : undefined
    const [control] = await Promise.all([fault && this.#control(test), early])
    if (control?.verdict !== undefined)
      return ended(control.verdict, { control: runOf(control, true) })
    const known = control && { control: runOf(control, control.outcome !== ACCEPTED) }
    if (control !== undefined && control.outcome !== ACCEPTED) {
      if (isLate(control)) this.#late.add(test)
      return { verdict: 'inconclusive', reason: `control: ${control.seen}`, ...known }
    }
    const played = await (early ?? play())
    const runs = { ...known, fault: runOf(played, true) }
    if (played.verdict !== undefined) return ended(played.verdict, runs)
    const inconclusive = (reason: string): Result => {
      if (isLate(played)) this.#late.add(test)
      return { verdict: 'inconclusive', reason, ...runs }
    }
    if (played.outcome === undefined) return inconclusive(played.seen)
    if (!applied.is) return inconclusive('the fault was never applied')
    if (expected.some(outcome => describe(outcome) === played.outcome))
      return { verdict: 'pass', ...runs }
    if (played.cut) return inconclusive(`timed out: ${played.seen}`)
    return { verdict: level === 'MUST' ? 'fail' : 'non-strict', ...runs }
  }

  /** The run without the fault; cases that ask for the same and watch it alike have one in common. */
  #control(test: Playable): Promise<Played> {
    const { target, repeat } = this.#options
    const { play, fault: _, id: _1, slug: _2, stimulus: _3, expected: _4, ...asked } = test
    const name = JSON.stringify(asked, (_, value) => this.#nameOf(value))
    const same = this.#controls.get(play) ?? new Map<string, Promise<Played>>()
    this.#controls.set(play, same)
    const known = repeat === 1 && !this.#late.has(test) ? same.get(name) : undefined
    const control = known ?? target.play(test, {})
    same.set(name, control)
    return control
  }

  /** A hook is the same as itself alone, anything else as what is written like it. */
  #nameOf(value: unknown): unknown {
    if (typeof value === 'bigint') return `${value}`
    if (typeof value !== 'function') return value
    if (!this.#hooks.includes(value)) this.#hooks.push(value)
    return `hook ${this.#hooks.indexOf(value)}`
  }
}

const ACCEPTED = describe(ACCEPT)

/** Whether a run came to nothing because its time was over. */
const isLate = ({ cut, outcome }: Played): boolean => cut || outcome === undefined

/** What a program has got wrong. */
const ACCUSING: ReadonlySet<Verdict> = new Set(['fail', 'non-strict'])

/** How long a case may be played, as far as that is known; one that is repeated comes first. */
const patienceOf = (test: Case): number => {
  if ('attempts' in test) return Number.MAX_SAFE_INTEGER
  return 'patience' in test ? (test.patience ?? 0) : 0
}

/** From what says most about a program to what says least. */
const WORST: readonly Verdict[] = [
  ...(['fail', 'non-strict', 'inconclusive', 'unimplemented', 'skipped', 'pass'] as const),
]

const skipped = (reason: string): Result => ({ verdict: 'skipped', reason })

/** The last of these runs is one from which nothing follows. */
function ended(
  verdict: NonNullable<Played['verdict']>,
  { fault, control }: Pick<Result, 'fault' | 'control'>,
): Result {
  const { seen } = (fault ?? control)!
  const runs = { ...(control && { control }), ...(fault && { fault }) }
  if (verdict === 'missed') return { verdict: 'inconclusive', reason: seen, ...runs }
  if (verdict === 'defect') return { verdict: 'inconclusive', reason: `${DEFECT}${seen}`, ...runs }
  return { verdict, reason: seen, ...runs }
}

/** What the report keeps of a run: a control that was as it should be is not told in full. */
function runOf({ seen, milliseconds, wire, output }: Played, whole: boolean): Run {
  return { seen, milliseconds, wire: whole ? wire : [], ...(output && whole && { output }) }
}
