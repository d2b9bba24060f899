// `raw-mtproto dc`: a test data centre on this machine, for clients in any language.

import { createHost } from '#runtime'
import { seededRandom } from '../core/crypto/seeded-random.ts'
import { MtprotoError } from '../core/errors.ts'
import { type AccountOptions, TestDc, type TestDcOptions } from '../test-dc/index.ts'
import { recordedListeningHost } from '../trace/recording-host.ts'
import type { Command, Io } from './command.ts'
import { integerOption, parseOptions } from './options.ts'
import { proxySecretOption } from './proxy-option.ts'
import { type RecordOptions, recordOptions } from './record-option.ts'

const USAGE = `usage: raw-mtproto dc [OPTIONS]

Runs a Telegram data centre of your own on the loopback interface until it is interrupted. It speaks every
framing on one port, takes any api id, and has one account, Ada.

  --dcs 2,4          the ids of the data centres (default: 2)
  --port N           the port of the first, the others follow (default: any free ones)
  --token-ttl S      how long a login token lives, in seconds (default: 30)
  --auto-accept S    accept every token after S seconds, as if somebody had scanned it
  --migrate-to ID    let the account live on this data centre instead of the first
  --password P       give the account a password
  --account ID[:P]   one more account, at home on the data centre ID, with the password P; repeatable
  --strict           enforce what clients in use get wrong, such as seqnos, instead of only recording it
  --proxy-secret S   open an MTProxy in front of them, with this secret in hexadecimal or base64
  --proxy-port N     its port (default: any free one)
  --seed N           the same keys, tokens and nonces in every run; only for tests
  --record FILE      every byte both ways, into the new FILE; see raw-mtproto trace
  --record-secrets   with the keys that open it, those of this data centre included
  --json             print what listens where as one JSON object

The control endpoint takes GET /info, /accept?token=…, /rotate-salt, /drop, /forget and /log.
`

export const dc: Command = {
  name: 'dc',
  summary: 'run a test data centre on this machine',
  usage: USAGE,
  async run(args, io) {
    const { values } = parseOptions(args, {
      dcs: { type: 'string', default: '2' },
      port: { type: 'string', default: '0' },
      'token-ttl': { type: 'string', default: '30' },
      'auto-accept': { type: 'string' },
      'migrate-to': { type: 'string' },
      password: { type: 'string' },
      account: { type: 'string', multiple: true, default: [] as string[] },
      strict: { type: 'boolean', default: false },
      'proxy-secret': { type: 'string' },
      'proxy-port': { type: 'string' },
      seed: { type: 'string' },
      record: { type: 'string' },
      'record-secrets': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    })
    const dcs = values.dcs.split(',').map(id => integerOption('dcs', id, 1, 999))
    const home = values['migrate-to']
    const homeDc = home === undefined ? dcs[0]! : integerOption('migrate-to', home, 1, 999)
    if (!dcs.includes(homeDc))
      throw new MtprotoError('ERR_ARGUMENT', {
        at: '--migrate-to',
        got: homeDc,
        expected: `one of --dcs: ${dcs.join(', ')}`,
      })
    const autoAccept = values['auto-accept']
    const record = recordOptions(values)
    const testDc = await TestDc.start({
      dcs,
      port: integerOption('port', values.port, 0, 65_535),
      tokenTtl: integerOption('token-ttl', values['token-ttl'], 1, 86_400),
      strict: values.strict,
      ...(autoAccept !== undefined && {
        autoAccept: integerOption('auto-accept', autoAccept, 0, 86_400),
      }),
      ...proxyOf(values['proxy-secret'], values['proxy-port']),
      ...(record && (await recorded(record, io))),
      ...(values.seed !== undefined && { random: seededRandom(values.seed) }),
      accounts: [
        {
          firstName: 'Ada',
          phone: '9996621234',
          dc: homeDc,
          ...(values.password !== undefined && { password: values.password }),
        },
        ...values.account.map(accountOption),
      ],
    })
    const control = await testDc.control()
    if (values.json) {
      io.write(`${JSON.stringify(testDc.info)}\n`)
    } else {
      for (const { id, host, port } of testDc.dcs) io.write(`DC ${id} listens on ${host}:${port}\n`)
      if (testDc.proxyLink !== undefined) io.write(`MTProxy: ${testDc.proxyLink}\n`)
      io.write(`control endpoint: ${control.url}\n\n${testDc.publicKeyPem}\n`)
    }
    await new Promise<void>(resolve => {
      process.once('SIGINT', () => resolve())
      process.once('SIGTERM', () => resolve())
    })
    await testDc.close()
    return 0
  },
}

/** An account as `--account` describes it; throws ERR_ARGUMENT. */
function accountOption(text: string): AccountOptions {
  const [dc, ...rest] = text.split(':')
  const password = rest.join(':')
  return { dc: integerOption('account', dc!, 1, 999), ...(password !== '' && { password }) }
}

/** The options of a TestDc that is recorded. */
async function recorded(
  record: RecordOptions,
  io: Io,
): Promise<Pick<TestDcOptions, 'host' | 'secrets'>> {
  const { startRecording } = await import('./recording-file.ts')
  const host = createHost()
  const recorder = startRecording(record, 'server', host, io)
  return {
    host: recordedListeningHost(host, recorder),
    ...(record.secrets && { secrets: recorder.secret }),
  }
}

/** The MTProxy of a TestDc, if one is asked for; throws ERR_ARGUMENT. */
function proxyOf(
  secret: string | undefined,
  port: string | undefined,
): Pick<TestDcOptions, 'proxy'> {
  if (secret === undefined) {
    if (port === undefined) return {}
    throw new MtprotoError('ERR_ARGUMENT', { at: '--proxy-port', advice: 'give --proxy-secret' })
  }
  return {
    proxy: {
      secret: proxySecretOption(secret),
      ...(port !== undefined && { port: integerOption('proxy-port', port, 0, 65_535) }),
    },
  }
}
