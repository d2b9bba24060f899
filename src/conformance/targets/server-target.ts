// Plays single runs against a server at an address, in real time. Every run makes connections and keys of its own
// out of chance of its own: a server remembers the nonces it has seen.
import type { RsaPublicKey } from '../../core/crypto/rsa.ts'
import { MtprotoError } from '../../core/errors.ts'
import type { Vocabulary } from '../../trace/vocabulary.ts'
import type { ServerCase } from '../case.ts'
import { describe } from '../outcome.ts'
import { PeerHarness, type PeerSetup, type Server } from '../peer-harness.ts'
import { SocketHost } from '../socket-host.ts'
import { Broken, Lacking, type Steps } from '../steps.ts'
import { Solver } from '../virtual-host.ts'
import { WireLog } from '../wire-log.ts'
import { Pace, TimedOut } from './pace.ts'
import type { Played, Target } from './suite.ts'

export interface ServerTargetOptions {
  readonly dcs: Server['dcs']
  /** what the server proves itself with */
  readonly key: RsaPublicKey
  readonly seed: string
  /** how long a run may take, in milliseconds, unless its case needs more */
  readonly deadline: number
  /** the schemas that the wire log is explained by */
  readonly vocabulary: Vocabulary
}

/** What is played: a case, or a question of the harness's own. */
export interface Script {
  /** tells its chance from that of others */
  readonly name: string
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

  constructor(options: ServerTargetOptions) {
    this.#options = options
  }

  /** Cases that need any of this are skipped from now on. */
  without(lacks: ReadonlySet<string>): void {
    this.#lacks = lacks
  }

  /** Why a case cannot be played, if it cannot. */
  skipped({ seed, peer }: ServerCase): string | undefined {
    if (seed !== undefined) return 'its chance cannot be chosen for another program'
    return peer?.test ? 'it needs a server of the test environment' : undefined
  }

  /** Plays a case once, with `fault` or without. */
  play(test: ServerCase, fault: PeerSetup): Promise<Played> {
    const { id, slug, peer, patience = 0, play } = test
    const name = `${id}/${slug}/${Object.keys(fault).join()}`
    return this.run({ name, setup: { ...peer, ...fault }, patience, play })
  }

  /** Runs a script to its end. */
  async run({ name, setup, patience = 0, play }: Script): Promise<Played> {
    const { dcs, key, seed, deadline, vocabulary } = this.#options
    const count = (this.#runs.get(name) ?? 0) + 1
    this.#runs.set(name, count)
    const host = new SocketHost(this.#solver)
    const now = (): number => host.now().monotonic
    const log = new WireLog(now)
    const start = now()
    const harness = new PeerHarness({
      ...{ host, key, setup, watch: log.watch },
      seed: `${seed}/${name}/${count}`,
      server: { dcs, lacks: this.#lacks },
    })
    const limit = Math.max(deadline, patience)
    const pace = new Pace({ now, limit, check: () => host.check() })
    const end = await ending(pace.play(play(harness)).then(describe))
    harness.close()
    return {
      ...end,
      cut: pace.cut,
      milliseconds: Math.round(now() - start),
      wire: log.entries(vocabulary),
    }
  }
}

/** What a run came to. Whatever a server says, it ends the run it was said in at most. */
async function ending(
  outcome: Promise<string>,
): Promise<Pick<Played, 'outcome' | 'seen' | 'verdict'>> {
  try {
    const seen = await outcome
    return { outcome: seen, seen }
  } catch (error) {
    const seen = error instanceof Error ? error.message : `${error}`
    if (error instanceof Lacking) return { outcome: undefined, seen, verdict: 'skipped' }
    if (error instanceof TimedOut) return { outcome: undefined, seen: 'timed out' }
    const isItsDoing = error instanceof Broken || error instanceof MtprotoError
    return isItsDoing ? { outcome: seen, seen } : { outcome: undefined, seen: `a defect: ${seen}` }
  }
}
