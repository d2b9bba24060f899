// How a command reaches the data centres: the options that all commands with a client have.

import { createHost } from '#runtime'
import { Client, type ClientOptions } from '../client/client.ts'
import type { DcAddress } from '../client/dcs.ts'
import type { Storage } from '../client/storage.ts'
import { parseRsaPublicKey, type RsaPublicKey } from '../core/crypto/rsa.ts'
import { MtprotoError } from '../core/errors.ts'
import type { Trace } from '../core/trace.ts'
import type { FramingName } from '../core/transport/framing.ts'
import { recordedHost } from '../trace/recording-host.ts'
import type { Io } from './command.ts'
import { type ConnectionNews, watchedHost } from './login-news.ts'
import { fileOption, integerOption } from './options.ts'
import { type ProxyOption, proxyOption } from './proxy-option.ts'
import {
  RECORD_USAGE,
  type RecordOptions,
  type RecordValues,
  recordOptions,
} from './record-option.ts'
import { through } from './tunnel.ts'

export const CONNECTION_USAGE: string = `  --dc ID=HOST:PORT      a data centre, home first; repeatable, also with more addresses of one ID
                         (default: the public ones)
  --dc-key FILE.pem      the RSA public key of these data centres
  --test                 the test environment of the service
  --transport NAME       abridged, intermediate, padded, full or http (default: intermediate,
                         or what the secret of a proxy asks for)
  --obfuscated           hide the transport in a key stream; not with full and http
  --proxy URL            go through an MTProxy: tg://proxy?… or https://t.me/proxy?…
                         or another one: socks5://[USER:PASSWORD@]HOST:PORT or http://…
  --pfs                  forward secrecy: the traffic runs on temporary keys
  --trace                every message both ways, on standard error
  --trace-bytes          its bytes as well, explained; includes login tokens and proofs, no keys
${RECORD_USAGE}`

/** For parseOptions. */
export const CONNECTION_OPTIONS = {
  dc: { type: 'string', multiple: true, default: [] as string[] },
  'dc-key': { type: 'string' },
  test: { type: 'boolean', default: false },
  transport: { type: 'string' },
  obfuscated: { type: 'boolean', default: false },
  proxy: { type: 'string' },
  pfs: { type: 'boolean', default: false },
  trace: { type: 'boolean', default: false },
  'trace-bytes': { type: 'boolean', default: false },
  record: { type: 'string' },
  'record-secrets': { type: 'boolean', default: false },
} as const

interface Values extends RecordValues {
  readonly dc: readonly string[]
  readonly 'dc-key'?: string | undefined
  readonly test: boolean
  readonly transport?: string | undefined
  readonly obfuscated: boolean
  readonly proxy?: string | undefined
  readonly pfs: boolean
  readonly trace: boolean
  readonly 'trace-bytes': boolean
}

export interface ConnectionOptions {
  /** undefined: the public ones */
  readonly dcs: readonly DcAddress[] | undefined
  readonly keys: readonly RsaPublicKey[] | undefined
  readonly test: boolean
  readonly transport: FramingName | undefined
  readonly obfuscated: boolean
  readonly proxy: ProxyOption
  readonly pfs: boolean
  readonly trace: boolean
  readonly traceBytes: boolean
  readonly record: RecordOptions | undefined
}

const FRAMINGS: readonly FramingName[] = ['abridged', 'intermediate', 'padded', 'full', 'http']
/** Somebody waits for the command: a connection that stays lost is given up after some minutes. */
const BACKOFF = { attemptsOnceReady: 12 }
/** Seconds: a day. */
const TEMP_KEY_LIFETIME = 86_400

/** Checks what parseOptions found; throws ERR_ARGUMENT naming the first thing that is wrong. */
export function connectionOptions(values: Values): ConnectionOptions {
  const transport = FRAMINGS.find(name => name === values.transport)
  if (transport === undefined && values.transport !== undefined)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: '--transport',
      got: values.transport,
      expected: FRAMINGS.join(', '),
    })
  const keyFile = values['dc-key']
  return {
    dcs: values.dc.length === 0 ? undefined : values.dc.map(dcOption),
    keys: keyFile === undefined ? undefined : [keyOption(keyFile)],
    test: values.test,
    transport,
    obfuscated: values.obfuscated,
    proxy: values.proxy === undefined ? {} : proxyOption(values.proxy),
    pfs: values.pfs,
    trace: values.trace || values['trace-bytes'],
    traceBytes: values['trace-bytes'],
    record: recordOptions(values),
  }
}

/** What a command wants to know of its client. */
export interface ClientFollower {
  /** told when the login turns out to be over */
  readonly loggedOut?: (error: MtprotoError) => void
  /** told of every connection */
  readonly connection?: (news: ConnectionNews) => void
}

/** A client that reaches the data centres as these options say; nothing is connected yet. */
export async function createClient(
  apiId: number,
  storage: Storage,
  options: ConnectionOptions,
  io: Io,
  { loggedOut, connection }: ClientFollower = {},
): Promise<Client> {
  const { dcs, keys, test, transport, obfuscated, pfs, trace, traceBytes, record } = options
  const { proxy, tunnel } = options.proxy
  const platform = createHost(tunnel && { connect: await through(tunnel) })
  const recorder =
    record && (await import('./recording-file.ts')).startRecording(record, 'client', platform, io)
  const host = recorder ? recordedHost(platform, recorder) : platform
  return new Client({
    ...{ apiId, storage, test, obfuscated, backoff: BACKOFF },
    ...(transport && { transport }),
    ...(proxy && { proxy }),
    ...(loggedOut && { loggedOut }),
    host: connection ? watchedHost(host, connection) : host,
    ...(record?.secrets && recorder && { secrets: recorder.secret }),
    ...(dcs && { dcs }),
    ...(keys && { keys }),
    ...(pfs && { tempKeyLifetime: TEMP_KEY_LIFETIME }),
    ...(trace && { trace: await createTrace(traceBytes, io) }),
  } satisfies ClientOptions)
}

/** `ID=HOST:PORT`, an IPv6 host in brackets. */
export function dcOption(text: string): DcAddress {
  const match = /^(\d+)=(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d+)$/.exec(text)
  if (match === null)
    throw new MtprotoError('ERR_ARGUMENT', { at: '--dc', got: text, expected: 'ID=HOST:PORT' })
  return {
    id: integerOption('dc', match[1]!, 1, 999),
    host: match[2] ?? match[3]!,
    port: integerOption('dc', match[4]!, 1, 65_535),
  }
}

/** The key in the file that --dc-key names; throws ERR_ARGUMENT. */
export function keyOption(path: string): RsaPublicKey {
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

async function createTrace(bytes: boolean, io: Io): Promise<(dc: number) => Trace> {
  const { createTextTrace } = await import('../trace/text-trace.ts')
  const { readSchemas } = await import('./schemas.ts')
  const schemas = readSchemas()
  return dc => createTextTrace({ write: line => io.warn(line), dc, bytes, schemas })
}
