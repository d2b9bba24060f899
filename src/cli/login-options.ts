// What `login` was asked to do, checked before anything is connected.
import type { DcAddress } from '../client/dcs.ts'
import { parseRsaPublicKey, type RsaPublicKey } from '../core/crypto/rsa.ts'
import { MtprotoError } from '../core/errors.ts'
import type { FramingName } from '../core/transport/framing.ts'
import { fileOption, integerOption, parseOptions } from './options.ts'

export const LOGIN_USAGE = `usage: raw-mtproto login [OPTIONS]

Logs in by QR code: shows a code, waits until another device accepts it, and says who is logged in.

  --demo                 play the whole login on an embedded test DC
  --dc ID=HOST:PORT      a data centre, home first; repeatable (default: the public ones)
  --dc-key FILE.pem      the RSA public key of these data centres
  --test                 the test environment of the service
  --api-id N             from my.telegram.org, or RAW_MTPROTO_API_ID
  --api-hash S           belongs to it, or RAW_MTPROTO_API_HASH
  --except-id N          a user who is logged in here already; repeatable
  --transport NAME       abridged, intermediate, padded or full (default: intermediate)
  --obfuscated           hide the transport in a key stream; not with full
  --pfs                  forward secrecy: the traffic runs on temporary keys
  --password-file FILE   the password of an account that has one; its first line
  --json                 one JSON object a line
  --trace                every message both ways, on standard error
  --trace-bytes          its bytes as well, explained; includes login tokens and proofs, no keys

Exit code 0 after a login, 1 when it failed, 2 when the input is wrong.
`

export interface LoginOptions {
  readonly demo: boolean
  /** undefined: the public ones */
  readonly dcs: readonly DcAddress[] | undefined
  readonly keys: readonly RsaPublicKey[] | undefined
  readonly test: boolean
  readonly apiId: number
  readonly apiHash: string
  readonly exceptIds: readonly bigint[]
  readonly transport: FramingName
  readonly obfuscated: boolean
  readonly pfs: boolean
  readonly password: string | undefined
  readonly json: boolean
  readonly trace: boolean
  readonly traceBytes: boolean
}

const FRAMINGS: readonly FramingName[] = ['abridged', 'intermediate', 'padded', 'full']
/** A test DC takes any api id; the demo brings these. */
const DEMO_API = { id: '1', hash: 'demo' }

/** Reads the arguments and the environment; throws ERR_ARGUMENT naming the first thing that is wrong. */
export function loginOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): LoginOptions {
  const { values } = parseOptions(args, {
    demo: { type: 'boolean', default: false },
    dc: { type: 'string', multiple: true, default: [] },
    'dc-key': { type: 'string' },
    test: { type: 'boolean', default: false },
    'api-id': { type: 'string' },
    'api-hash': { type: 'string' },
    'except-id': { type: 'string', multiple: true, default: [] },
    transport: { type: 'string', default: 'intermediate' },
    obfuscated: { type: 'boolean', default: false },
    pfs: { type: 'boolean', default: false },
    'password-file': { type: 'string' },
    json: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    'trace-bytes': { type: 'boolean', default: false },
  })
  const { demo } = values
  if (demo && (values.dc.length > 0 || values['dc-key'] !== undefined || values.test))
    throw new MtprotoError('ERR_ARGUMENT', {
      at: '--demo',
      advice: 'the demo brings its own data centres: leave out --dc, --dc-key and --test',
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
  const transport = FRAMINGS.find(name => name === values.transport)
  if (transport === undefined)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: '--transport',
      got: values.transport,
      expected: FRAMINGS.join(', '),
    })
  const keyFile = values['dc-key']
  const passwordFile = values['password-file']
  return {
    demo,
    dcs: values.dc.length === 0 ? undefined : values.dc.map(dcOption),
    keys: keyFile === undefined ? undefined : [keyOption(keyFile)],
    test: values.test,
    apiId: integerOption('api-id', apiId, 1, 0x7fffffff),
    apiHash,
    exceptIds: values['except-id'].map(exceptOption),
    transport,
    obfuscated: values.obfuscated,
    pfs: values.pfs,
    password:
      passwordFile === undefined
        ? undefined
        : fileOption('password-file', passwordFile).split(/\r?\n/)[0],
    json: values.json,
    trace: values.trace || values['trace-bytes'],
    traceBytes: values['trace-bytes'],
  }
}

/** `ID=HOST:PORT`, an IPv6 host in brackets. */
function dcOption(text: string): DcAddress {
  const match = /^(\d+)=(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d+)$/.exec(text)
  if (match === null)
    throw new MtprotoError('ERR_ARGUMENT', { at: '--dc', got: text, expected: 'ID=HOST:PORT' })
  return {
    id: integerOption('dc', match[1]!, 1, 999),
    host: match[2] ?? match[3]!,
    port: integerOption('dc', match[4]!, 1, 65_535),
  }
}

function keyOption(path: string): RsaPublicKey {
  const pem = fileOption('dc-key', path)
  try {
    return parseRsaPublicKey(pem)
  } catch (cause) {
    if (!(cause instanceof MtprotoError)) throw cause
    throw new MtprotoError('ERR_ARGUMENT', {
      at: `--dc-key ${path}`,
      got: cause.message,
      expected: 'an RSA-2048 public key in PEM',
      cause,
    })
  }
}

function exceptOption(text: string): bigint {
  if (!/^-?\d{1,19}$/.test(text) || BigInt(text) !== BigInt.asIntN(64, BigInt(text)))
    throw new MtprotoError('ERR_ARGUMENT', { at: '--except-id', got: text, expected: 'a user id' })
  return BigInt(text)
}
