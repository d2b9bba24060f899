// `--record FILE`: whether a command records its connections, and with what.
import { MtprotoError } from '../core/errors.ts'

export const RECORD_USAGE = `  --record FILE          every byte both ways, into the new FILE; see raw-mtproto trace
  --record-secrets       with the keys that open it: whoever reads FILE is logged in
`

export interface RecordValues {
  readonly record?: string | undefined
  readonly 'record-secrets': boolean
}

export interface RecordOptions {
  readonly path: string
  readonly secrets: boolean
}

/** Takes what parseOptions found; throws ERR_ARGUMENT for secrets that have no place to go. */
export function recordOptions(values: RecordValues): RecordOptions | undefined {
  const { record: path, 'record-secrets': secrets } = values
  if (path !== undefined) return { path, secrets }
  if (secrets)
    throw new MtprotoError('ERR_ARGUMENT', { at: '--record-secrets', advice: 'give --record' })
  return undefined
}
