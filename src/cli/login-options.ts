// What `login` was asked to do, checked before anything is connected.
import { MtprotoError } from '../core/errors.ts'
import {
  CONNECTION_OPTIONS,
  CONNECTION_USAGE,
  type ConnectionOptions,
  connectionOptions,
} from './connection-options.ts'
import {
  DISPLAY_OPTIONS,
  DISPLAY_USAGE,
  type DisplayOptions,
  displayOptions,
} from './display-options.ts'
import { fileOption, integerOption, parseOptions } from './options.ts'
import { SAVE_OPTIONS, SAVE_USAGE, type SaveOptions, saveOptions } from './save-options.ts'

export const LOGIN_USAGE: string = `usage: raw-mtproto login [OPTIONS]

Logs in by QR code: shows a code, waits until another device accepts it, and says who is logged in.

  --demo                 play the whole login on an embedded test DC
  --api-id N             from my.telegram.org, or RAW_MTPROTO_API_ID
  --api-hash S           belongs to it, or RAW_MTPROTO_API_HASH
  --except-id N          a user who is logged in here already; repeatable
  --password-file FILE   the password of an account that has one; its first line
  --save FILE            keep the login in FILE, for \`raw-mtproto session\`; otherwise it is not kept
${SAVE_USAGE}${DISPLAY_USAGE}  --json                 one JSON object a line
${CONNECTION_USAGE}
In a terminal the code has a screen of its own, which a window of 80x24 has room for; with NO_COLOR it has no
colours. With --demo, --json, --trace on the same terminal, or TERM=dumb there are lines instead.

Exit code 0 after a login, 1 when it failed, 2 when the input is wrong, 130 after Ctrl-C.
`

export interface LoginOptions extends ConnectionOptions {
  readonly demo: boolean
  readonly apiId: number
  readonly apiHash: string
  readonly exceptIds: readonly bigint[]
  readonly password: string | undefined
  /** where the login is kept; undefined: nowhere */
  readonly save: SaveOptions | undefined
  readonly display: DisplayOptions
  readonly json: boolean
}

/** A test DC takes any api id; the demo brings these. */
const DEMO_API = { id: '1', hash: 'demo' }

/** Reads the arguments and the environment; throws ERR_ARGUMENT naming the first thing that is wrong. */
export function loginOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): LoginOptions {
  const { values } = parseOptions(args, {
    ...CONNECTION_OPTIONS,
    ...SAVE_OPTIONS,
    ...DISPLAY_OPTIONS,
    demo: { type: 'boolean', default: false },
    'api-id': { type: 'string' },
    'api-hash': { type: 'string' },
    'except-id': { type: 'string', multiple: true, default: [] },
    'password-file': { type: 'string' },
    save: { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  const { demo, save, record } = values
  const { proxy, 'dc-key': key } = values
  if (demo && (values.dc.length > 0 || key !== undefined || values.test || proxy || save || record))
    throw new MtprotoError('ERR_ARGUMENT', {
      at: '--demo',
      advice:
        'the demo brings its own data centres: leave out --dc, --dc-key, --test, --proxy, --save and --record',
    })
  const apiId =
    values['api-id'] ?? environment['RAW_MTPROTO_API_ID'] ?? (demo ? DEMO_API.id : undefined)
  const apiHash =
    values['api-hash'] ?? environment['RAW_MTPROTO_API_HASH'] ?? (demo ? DEMO_API.hash : undefined)
  if (apiId === undefined || apiHash === undefined)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: apiId === undefined ? '--api-id' : '--api-hash',
      expected: 'the pair from my.telegram.org',
      advice: 'give --api-id and --api-hash, or try --demo',
    })
  const passwordFile = values['password-file']
  return {
    ...connectionOptions(values),
    demo,
    apiId: integerOption('api-id', apiId, 1, 0x7fffffff),
    apiHash,
    exceptIds: values['except-id'].map(exceptOption),
    password:
      passwordFile === undefined
        ? undefined
        : fileOption('password-file', passwordFile).split(/\r?\n/)[0],
    save: save === undefined ? undefined : saveOptions('--save', save, values),
    display: displayOptions(values),
    json: values.json,
  }
}

function exceptOption(text: string): bigint {
  if (!/^-?\d{1,19}$/.test(text) || BigInt(text) !== BigInt.asIntN(64, BigInt(text)))
    throw new MtprotoError('ERR_ARGUMENT', { at: '--except-id', got: text, expected: 'a user id' })
  return BigInt(text)
}
