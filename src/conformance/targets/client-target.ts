// Plays single runs against a client in another process, over sockets on loopback and in real time.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RsaPrivateKey } from '../../core/crypto/rsa.ts'
import { seededRandom } from '../../core/crypto/seeded-random.ts'
import { makeRsaKey } from '../../test-dc/rsa-key.ts'
import type { Vocabulary } from '../../trace/vocabulary.ts'
import type { ClientCase } from '../case.ts'
import { DcHarness, type DcSetup } from '../dc-harness.ts'
import { describe } from '../outcome.ts'
import { SocketHost } from '../socket-host.ts'
import { Broken, Lacking } from '../steps.ts'
import { Solver } from '../virtual-host.ts'
import { WireLog } from '../wire-log.ts'
import {
  type ClientTask,
  environmentOf,
  type KeyForm,
  keyText,
  transportOf,
} from './client-environment.ts'
import type { TargetProgram } from './command-client.ts'
import { Pace, TimedOut } from './pace.ts'
import type { Played, Target } from './suite.ts'

export interface ClientTargetOptions {
  /** makes the client that gets these variables */
  readonly launch: (environment: Record<string, string>) => TargetProgram
  readonly seed: string
  /** how long a run may take, in milliseconds, unless its case needs more */
  readonly deadline: number
  /** what is spoken where a case does not care */
  readonly transport: string
  readonly keyForm: KeyForm
  /** the transports that the client may be asked for */
  readonly transports: readonly string[]
  /** the first port to listen on; 0: any free ones, for each run others */
  readonly port: number
  /** the schemas that the wire log is explained by */
  readonly vocabulary: Vocabulary
}

/** The client ended because it cannot do what it was asked to. */
class Unimplemented extends Error {}

export class ClientTarget implements Target<ClientCase> {
  readonly side = 'client'
  readonly #options: ClientTargetOptions
  readonly #solver = new Solver()
  readonly #key: RsaPrivateKey
  readonly #folder: string
  #runs = 0

  constructor(options: ClientTargetOptions) {
    this.#options = options
    this.#key = makeRsaKey(seededRandom('rsa key of the harness'), this.#solver.crypto)
    this.#folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-conform-'))
    writeFileSync(join(this.#folder, 'key'), keyText(this.#key, options.keyForm))
  }

  /** Removes what was written for the client. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Why a case cannot be played, if it cannot. */
  skipped({ seed, subject = {} }: ClientCase): string | undefined {
    if (seed !== undefined) return 'its chance cannot be chosen for another program'
    const transport = transportOf(subject)
    if (transport === undefined || this.#options.transports.includes(transport)) return undefined
    return `the transport ${transport} is not asked for`
  }

  /** Plays a case once, with `fault` or without. */
  async play(test: ClientCase, fault: DcSetup): Promise<Played> {
    const { seed, transport, vocabulary, port } = this.#options
    const deadline = Math.max(this.#options.deadline, test.patience ?? 0)
    const folder = join(this.#folder, `${++this.#runs}`)
    mkdirSync(folder)
    const host = new SocketHost(this.#solver)
    const now = (): number => host.now().monotonic
    const log = new WireLog(now)
    const start = now()
    let program: TargetProgram | undefined
    const harness = await DcHarness.open({
      ...{ host, port, seed: `${seed}/${test.id}/${test.slug}`, key: this.#key },
      setup: { ...test.dc, ...fault },
      scenario: test.scenario,
      subject: test.subject ?? {},
      watch: log.watch,
      launch: (scenario, subject, dcs, _, proxy) => {
        const task: ClientTask = { scenario, subject, dcs, proxy, transport, deadline }
        program = this.#options.launch(environmentOf(task, folder))
        return program
      },
    })
    const client = program!
    const pace = new Pace({
      now,
      limit: deadline,
      isEnded: () => client.state !== 'running' && log.isQuiet,
      check: () => {
        host.check()
        if (client.isUnimplemented) throw new Unimplemented()
      },
    })
    let outcome: string | undefined
    let seen: string
    let isLacking = false
    try {
      client.start()
      outcome = describe(await pace.play(test.play(harness)))
      seen = outcome
    } catch (error) {
      if (error instanceof Broken) outcome = error.message
      isLacking = error instanceof Lacking
      seen = outcome ?? reasonOf(error)
    } finally {
      await harness.close()
    }
    if (client.crash !== undefined) {
      seen = client.crash
      outcome = seen
    }
    const { isUnimplemented, output } = client
    return {
      outcome,
      seen,
      ...(isLacking && { verdict: 'skipped' as const }),
      ...(isUnimplemented && { verdict: 'unimplemented' as const }),
      cut: pace.cut,
      milliseconds: Math.round(now() - start),
      wire: log.entries(vocabulary),
      ...(output !== '' && { output }),
    }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof TimedOut) return 'timed out'
  if (error instanceof Lacking) return error.message
  if (error instanceof Unimplemented) return 'exit code 89'
  return `a defect of the harness: ${error}`
}
