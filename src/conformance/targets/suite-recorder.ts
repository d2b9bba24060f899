// The recording of a suite. Its runs are told apart by names that say which case was played, whether with its fault
// or without, and how many runs have begun before.
import type { SecretSink } from '../../core/secrets.ts'
import type { ConnectionRecorder, Recorder } from '../../trace/recorder.ts'
import type { Case } from '../case.ts'

export class SuiteRecorder {
  /** hears what opens the recording, if it is to be opened */
  readonly secrets: SecretSink | undefined
  readonly #recorder: Recorder
  #runs = 0

  constructor(recorder: Recorder, secrets?: SecretSink) {
    this.#recorder = recorder
    this.secrets = secrets
  }

  /** Begins a run; returns what its harness takes. */
  begin(title: string): { readonly recorder: ConnectionRecorder; readonly secrets?: SecretSink } {
    const recorder = this.#recorder.run(`${title}, run ${++this.#runs}`)
    return { recorder, ...(this.secrets && { secrets: this.secrets }) }
  }
}

/** Which run of a case it is, played with `fault`; a case without a fault has but one. */
export function runTitle(
  { id, slug, fault: own }: Exclude<Case, { readonly check: unknown }>,
  fault: object,
): string {
  const name = `${id}/${slug}`
  if (own === undefined) return name
  return `${name}, ${Object.keys(fault).length === 0 ? 'control' : 'fault'}`
}
