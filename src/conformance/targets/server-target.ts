// Plays single runs against a server at an address, in real time. Every run makes connections and keys of its own
// out of chance of its own: a server remembers the nonces it has seen.
import type { RsaPublicKey } from '../../core/crypto/rsa.ts'
import type { Vocabulary } from '../../trace/vocabulary.ts'
import type { ServerCase } from '../case.ts'
import {
  type AccountKind,
  type Login,
  PeerHarness,
  type PeerSetup,
  type Server,
} from '../peer-harness.ts'
import { SocketHost } from '../socket-host.ts'
import type { Steps } from '../steps.ts'
import { Solver } from '../virtual-host.ts'
import { WireLog } from '../wire-log.ts'
import { ending } from './ending.ts'
import { Pace } from './pace.ts'
import type { Played, Target } from './suite.ts'
import { runTitle, type SuiteRecorder } from './suite-recorder.ts'

export interface ServerTargetOptions {
  readonly dcs: Server['dcs']
  /** what the server proves itself with */
  readonly key: RsaPublicKey
  readonly seed: string
  /** how long a run may take, in milliseconds, unless its case needs more */
  readonly deadline: number
  /** the schemas that the wire log is explained by */
  readonly vocabulary: Vocabulary
  /** takes what passes in every run */
  readonly recorder?: SuiteRecorder
}

/** What is played: a case, or a question of the harness's own. */
export interface Script {
  /** tells its chance from that of others */
  readonly name: string
  /** what a recording calls it; a question by default */
  readonly title?: string
  readonly setup: PeerSetup
  readonly patience?: number
  readonly play: (harness: PeerHarness) => Steps
}

export class ServerTarget implements Target<ServerCase> {
  readonly side = 'server'
  readonly #options: ServerTargetOptions
  readonly #solver = new Solver()
  /** how often each script was run */
  readonly #runs = new Map<string, number>()
  /** what the server was found not to have */
  #lacks: ReadonlySet<string> = new Set()
  /** the keys that are logged in */
  #logins: ReadonlyMap<AccountKind, Login> = new Map()

  constructor(options: ServerTargetOptions) {
    this.#options = options
  }

  /** Cases that need any of this are skipped from now on. */
  without(lacks: ReadonlySet<string>): void {
    this.#lacks = lacks
  }

  /** Cases that need a key that is logged in have these from now on. */
  with(logins: ReadonlyMap<AccountKind, Login>): void {
    this.#logins = logins
  }

  /** Why a case cannot be played, if it cannot. */
  skipped({ peer }: ServerCase): string | undefined {
    return peer?.test ? 'it needs a server of the test environment' : undefined
  }

  /** Plays a case once, with `fault` or without. */
  play(test: ServerCase, fault: PeerSetup): Promise<Played> {
    const { id, slug, peer, patience = 0, play } = test
    const name = `${id}/${slug}/${Object.keys(fault).join()}`
    const title = runTitle(test, fault)
    return this.run({ name, title, setup: { ...peer, ...fault }, patience, play })
  }

  /** Runs a script to its end. */
  async run({
    name,
    title = `asked first: ${name}`,
    setup,
    patience = 0,
    play,
  }: Script): Promise<Played> {
    const { dcs, key, seed, deadline, vocabulary, recorder } = this.#options
    const count = (this.#runs.get(name) ?? 0) + 1
    this.#runs.set(name, count)
    const host = new SocketHost(this.#solver)
    const now = (): number => host.now().monotonic
    const log = new WireLog(now)
    const start = now()
    const harness = new PeerHarness({
      ...{ host, key, setup, watch: log.watch },
      seed: `${seed}/${name}/${count}`,
      server: { dcs, lacks: this.#lacks, authorize: kind => this.#logins.get(kind) },
      ...recorder?.begin(title),
    })
    const limit = Math.max(deadline, patience)
    const pace = new Pace({ now, limit, check: () => host.check() })
    const end = await ending(pace.play(play(harness)))
    harness.close()
    return {
      ...end,
      cut: pace.cut,
      milliseconds: Math.round(now() - start),
      wire: log.entries(vocabulary),
    }
  }
}
