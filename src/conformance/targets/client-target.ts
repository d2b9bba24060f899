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
import { SocketHost } from '../socket-host.ts'
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
import { ending, Unimplemented } from './ending.ts'
import { Pace } from './pace.ts'
import type { Played, Target } from './suite.ts'
import { runTitle, type SuiteRecorder } from './suite-recorder.ts'

export interface ClientTargetOptions {
  /** makes the client that gets these variables */
  readonly launch: (environment: Record<string, string>) => TargetProgram
  readonly seed: string
  /** how long a run may take, in milliseconds, unless its case needs more */
  readonly deadline: number
  /** what is spoken where a case does not care */
  readonly transport: string
  readonly keyForm: KeyForm
  /** whether a person starts the client: never many times for one case */
  readonly attended?: boolean
  /** the transports that the client may be asked for */
  readonly transports: readonly string[]
  /** the first port to listen on; 0: any free ones, for each run others */
  readonly port: number
  /** the schemas that the wire log is explained by */
  readonly vocabulary: Vocabulary
  /** takes what passes in every run */
  readonly recorder?: SuiteRecorder
}

export class ClientTarget implements Target<ClientCase> {
  readonly side = 'client'
  readonly #options: ClientTargetOptions
  readonly #solver = new Solver()
  readonly #key: RsaPrivateKey
  readonly #folder: string
  readonly #keyFile: string
  #runs = 0

  constructor(options: ClientTargetOptions) {
    this.#options = options
    this.#key = makeRsaKey(seededRandom('rsa key of the harness'), this.#solver.crypto)
    this.#folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-conform-'))
    this.#keyFile = this.#writeKey(this.#key, this.#folder)
  }

  #writeKey(key: RsaPrivateKey, folder: string): string {
    const { recorder, keyForm } = this.#options
    const { n, e, d } = key
    recorder?.secrets?.({ kind: 'rsa-key', n, e, d })
    const path = join(folder, 'key')
    writeFileSync(path, keyText(key, keyForm))
    return path
  }

  /** Removes what was written for the client. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Why a case cannot be played, if it cannot. */
  skipped({ attempts, fault, subject = {} }: ClientCase): string | undefined {
    const { attended } = this.#options
    if (attended && attempts !== undefined) return 'the client would have to be started too often'
    if (attended && fault?.rsaKey !== undefined)
      return 'the client would have to be given another key'
    const transport = transportOf(subject)
    if (transport === undefined || this.#options.transports.includes(transport)) return undefined
    return `the transport ${transport} is not asked for`
  }

  /** Plays a case once, with `fault` or without; where it depends on chance, until that is as it should be. */
  async play(test: ClientCase, fault: DcSetup): Promise<Played> {
    const { attempts = 1 } = test
    for (let attempt = 1; ; attempt++) {
      const played = await this.#run(test, fault, attempt)
      if (played.verdict !== 'missed') return played
      if (attempt === attempts) return { ...played, seen: `${played.seen} in ${attempts} runs` }
    }
  }

  async #run(test: ClientCase, fault: DcSetup, attempt: number): Promise<Played> {
    const { transport, vocabulary, port, recorder } = this.#options
    const seed = [this.#options.seed, test.id, test.slug, ...(attempt > 1 ? [attempt] : [])].join(
      '/',
    )
    const deadline = Math.max(this.#options.deadline, test.patience ?? 0)
    const folder = join(this.#folder, `${++this.#runs}`)
    mkdirSync(folder)
    const host = new SocketHost(this.#solver)
    const now = (): number => host.now().monotonic
    const log = new WireLog(now)
    const start = now()
    let program: TargetProgram | undefined
    const harness = await DcHarness.open({
      ...{ host, port, seed, key: this.#key },
      setup: { ...test.dc, ...fault },
      scenario: test.scenario,
      subject: test.subject ?? {},
      watch: log.watch,
      ...recorder?.begin(runTitle(test, fault)),
      launch: (scenario, subject, dcs, key, proxy) => {
        const keyFile = key === this.#key ? this.#keyFile : this.#writeKey(key, folder)
        const task: ClientTask = { scenario, subject, dcs, keyFile, proxy, transport, deadline }
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
    client.start()
    const end = await ending(pace.play(test.play(harness)))
    await harness.close()
    const { output, crash, isUnimplemented } = client
    return {
      ...end,
      ...(crash !== undefined && end.verdict === undefined && { outcome: crash, seen: crash }),
      ...(isUnimplemented && { verdict: 'unimplemented' as const }),
      cut: pace.cut,
      milliseconds: Math.round(now() - start),
      wire: log.entries(vocabulary),
      ...(output !== '' && { output }),
    }
  }
}
