// `raw-mtproto accept`: a session that is logged in approves the login of another program.
// Source: /api/qr-login, /method/auth.acceptLoginToken
import { createInterface } from 'node:readline'
import { MtprotoError } from '../core/errors.ts'
import { parseLoginUrl } from '../core/login/login-url.ts'
import type { authorization } from '../core/tl/generated/api/index.ts'
import type { Command, Io } from './command.ts'
import { CONNECTION_OPTIONS, CONNECTION_USAGE, connectionOptions } from './connection-options.ts'
import { nameOf } from './login-state.ts'
import { parseOptions } from './options.ts'
import { printable } from './printable.ts'
import { online, readSession, whoIs } from './saved-session.ts'

const USAGE = `usage: raw-mtproto accept 'tg://login?token=…' --session FILE [OPTIONS]

Approves the login that a QR code asks for, as a phone does that scans it: whoever shows the code is logged
in as the account of FILE. Says first which account that is, and asks.

  --session FILE         the session that approves, made by \`login --save\` or \`session import\`
  --yes                  do not ask
  --passphrase-file P    the passphrase of a sealed FILE is the first line of P (default: it is asked for)
  --api-id N             for a session that does not tell it, or RAW_MTPROTO_API_ID
${CONNECTION_USAGE}
Exit code 0 when it was approved, 1 when it was not, 2 when the input is wrong.
`

/** The subcommand `accept`. */
export const accept: Command = {
  name: 'accept',
  summary: 'approve the login that a QR code asks for',
  usage: USAGE,
  async run(args, io) {
    const { values, positionals } = parseOptions(
      args,
      {
        ...CONNECTION_OPTIONS,
        session: { type: 'string' },
        yes: { type: 'boolean', default: false },
        'passphrase-file': { type: 'string' },
        'api-id': { type: 'string' },
      },
      { min: 1, max: 1 },
    )
    const token = parseLoginUrl(positionals[0]!)
    const { session: file } = values
    if (file === undefined)
      throw new MtprotoError('ERR_ARGUMENT', { at: '--session', got: 'nothing' })
    const connection = connectionOptions(values)
    const session = await readSession(file, values['passphrase-file'], values)
    return online({ session, connection, apiId: values['api-id'] }, io, async (client, _, over) => {
      io.write(`account    ${nameOf(await whoIs(client, over, io))} on DC ${client.homeDc}\n`)
      io.write(
        `token      ${token.length} bytes; it does not say who asks: approve only a code you are looking at\n`,
      )
      if (!values.yes && !(await isApproved())) {
        io.write('not approved\n')
        return 1
      }
      tell(await client.invoke({ _: 'auth.acceptLoginToken', token }), io)
      return 0
    })
  },
}

/** Asks on standard error; anything but a yes, the end of the input as well, is a no. */
async function isApproved(): Promise<boolean> {
  process.stderr.write('log that program in as this account? [y/N] ')
  const lines = createInterface({ input: process.stdin })
  try {
    for await (const line of lines) return /^y(es)?$/i.test(line.trim())
    return false
  } finally {
    lines.close()
  }
}

/** What the server says about the program that was let in; all of it is that program's own word. */
function tell(approved: authorization, io: Io): void {
  const { deviceModel, platform, systemVersion, appName, appVersion, apiId } = approved
  const { ip, country, region, passwordPending } = approved
  const words = (...parts: string[]): string =>
    printable(parts.filter(part => part !== '').join(' ')) || 'not told'
  io.write(`approved   ${words(appName, appVersion)}, api id ${apiId}\n`)
  io.write(`device     ${words(deviceModel, platform, systemVersion)}\n`)
  io.write(`from       ${words(ip, region, country)}\n`)
  if (passwordPending) io.write('It still has to give the password of the account.\n')
}
