// Plays cases: the run with the fault, the run without it, and what follows from the two.
import { createHost } from '#runtime'
import type { RsaPrivateKey } from '../core/crypto/rsa.ts'
import { seededRandom } from '../core/crypto/seeded-random.ts'
import type { ListeningHost } from '../host/host.ts'
import { makeRsaKey } from '../test-dc/rsa-key.ts'
import type { Case, ClientCase, OwnCase, ServerCase } from './case.ts'
import { DcHarness, type DcSetup } from './dc-harness.ts'
import { ACCEPT, describe, type Outcome } from './outcome.ts'
import type { Own, Vectors } from './own.ts'
import { launchOwnClient } from './own-client.ts'
import { launchOwnServer } from './own-server.ts'
import { PeerHarness, type PeerSetup } from './peer-harness.ts'
import type { Verdict } from './report/model.ts'
import { SocketHost } from './socket-host.ts'
import { Broken, Lacking } from './steps.ts'
import { Solver, VirtualHost } from './virtual-host.ts'

/** What a case came to. */
export interface Result {
  /** `fail` at any level */
  readonly verdict: Extract<Verdict, 'pass' | 'fail' | 'inconclusive'>
  /** what was seen */
  readonly seen: string
}

/** Plays cases against the code of this package, one at a time. */
export class Runner {
  readonly #solver = new Solver()
  readonly #vectors: Vectors
  readonly #seed: string
  readonly #key: RsaPrivateKey

  /** One seed plays the same runs again. */
  constructor(vectors: Vectors, seed: string) {
    this.#vectors = vectors
    this.#seed = seed
    this.#key = makeRsaKey(seededRandom('rsa key of the harness'), this.#solver.crypto)
  }

  /** Plays a case against this project's own code. */
  async play(test: Case): Promise<Result> {
    if ('check' in test) return this.#check(test)
    const applied = { is: false }
    const seen = describe(await this.#run(test, watched(test.fault, applied)))
    const verdict = test.expected.some(outcome => describe(outcome) === seen) ? 'pass' : 'fail'
    if (test.fault === undefined) return { verdict, seen }
    const nothing = (why: string): Result => ({ verdict: 'inconclusive', seen: `${why}; ${seen}` })
    if (Object.keys(test.fault).length !== 1) return nothing('the fault is not a single value')
    const control = describe(await this.#run(test, {}))
    if (control !== describe(ACCEPT)) return nothing(`control: ${control}`)
    return applied.is ? { verdict, seen } : nothing('the fault was never applied')
  }

  #check({ check }: OwnCase): Result {
    const { crypto } = this.#solver
    const own: Own = {
      crypto,
      solve: job => this.#solver.solve(job),
      rsaKey: this.#key,
      vectors: this.#vectors,
    }
    try {
      check(own)
      return { verdict: 'pass', seen: describe(ACCEPT) }
    } catch (error) {
      return { verdict: 'fail', seen: String(error) }
    }
  }

  async #run(test: ClientCase | ServerCase, fault: DcSetup & PeerSetup): Promise<Outcome> {
    const seed = test.seed ?? this.#seed
    // What only a runtime can show is played over its sockets.
    const isReal = test.side === 'client' ? test.subject?.webSocket : test.peer?.webSocket
    const host = isReal
      ? new SocketHost(this.#solver)
      : new VirtualHost(this.#solver, `${seed}/host`)
    const own = isReal ? createHost() : host
    const common = { host, own, key: this.#key, seed }
    try {
      return test.side === 'client'
        ? await this.#runClient(test, common, fault)
        : await this.#runServer(test, common, fault)
    } catch (error) {
      if (error instanceof Broken || error instanceof Lacking)
        return { kind: 'BROKEN', what: error.message }
      throw error
    }
  }

  async #runClient(test: ClientCase, common: Common, fault: DcSetup): Promise<Outcome> {
    const { scenario, subject = {}, play } = test
    const setup = { ...test.dc, ...fault }
    const launch = launchOwnClient(common.own)
    const harness = await DcHarness.open({ ...common, setup, scenario, subject, launch })
    harness.program.start()
    try {
      const outcome = await common.host.play(play(harness))
      const { crash } = harness.program
      return crash === undefined ? outcome : { kind: 'BROKEN', what: crash }
    } finally {
      await harness.close()
    }
  }

  async #runServer(test: ServerCase, common: Common, fault: PeerSetup): Promise<Outcome> {
    const setup = { ...test.peer, ...fault }
    const server = await launchOwnServer(common.own, this.#key, setup)
    try {
      return await common.host.play(test.play(new PeerHarness({ ...common, setup, server })))
    } finally {
      await server.stop()
    }
  }
}

interface Common {
  readonly host: VirtualHost | SocketHost
  /** of the program under test */
  readonly own: ListeningHost
  readonly key: RsaPrivateKey
  readonly seed: string
}

/** The fault with a mark that is set as soon as it is called; a value that is no function is its own mark. */
export function watched(fault: object | undefined, applied: { is: boolean }): DcSetup & PeerSetup {
  const entries = Object.entries(fault ?? {}).map(([name, value]) => {
    if (typeof value !== 'function') {
      applied.is = true
      return [name, value]
    }
    return [
      name,
      (...args: unknown[]) => {
        applied.is = true
        return value(...args)
      },
    ]
  })
  return Object.fromEntries(entries)
}
