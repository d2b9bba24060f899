// `raw-mtproto session`: what can be done with a login that was kept. Nothing secret is printed but by export,
// whose purpose that is.
import { rmSync } from 'node:fs'
import { MtprotoError } from '../core/errors.ts'
import { SESSION_FORMS, type SessionForm } from '../credentials/credentials.ts'
import { formatCredentials } from '../credentials/parse.ts'
import { createPrivateFile, replacePrivateFile } from '../runtime/node/private-file.ts'
import type { Command, Io } from './command.ts'
import {
  CONNECTION_OPTIONS,
  CONNECTION_USAGE,
  connectionOptions,
  dcOption,
} from './connection-options.ts'
import { jsonUser } from './login-report.ts'
import { nameOf } from './login-state.ts'
import { integerOption, parseOptions } from './options.ts'
import {
  checkTarget,
  prepareSaving,
  SAVE_OPTIONS,
  SAVE_USAGE,
  saveOptions,
} from './save-options.ts'
import { online, readSession, readSessionText, readText, whoIs } from './saved-session.ts'
import { readSecretInput } from './secret-input.ts'

const USAGE = `usage: raw-mtproto session show FILE [--json]
       raw-mtproto session export FILE --format telethon|gramjs|pyrogram|mtcute [--out FILE2]
       raw-mtproto session import FILE [--from FILE2]
       raw-mtproto session check FILE [--json]
       raw-mtproto session logout FILE

A session is a login that was kept: by \`raw-mtproto login --save FILE\`, or by another client.

  show     says whose it is, where, and in which form; FILE may hold a string of another client
  export   writes it as the string of another client, to standard output or to a file of your own
  import   reads such a string, or any session, from standard input or a file, recognises it, and keeps it
  check    connects and asks the server who is logged in
  logout   ends the login at the server, then removes FILE

A session is never an argument, since arguments are seen by others: it is in a file or comes by standard input.

  --passphrase-file P    the passphrase of a sealed FILE is the first line of P (default: it is asked for)
  --api-id N             for a session that does not tell it, or RAW_MTPROTO_API_ID
  --test                 it belongs to the test environment, for a session that does not tell
  --json                 show and check: one JSON object

import keeps it as \`login --save\` does:
${SAVE_USAGE}  --dc ID=HOST:PORT      where its data centre is, for one that is not public; repeatable

check and logout connect as \`login\` does:
${CONNECTION_USAGE}`

/** The subcommand `session`. */
export const session: Command = {
  name: 'session',
  summary: 'show, export, import, check or end a login that was kept',
  usage: USAGE,
  async run([verb, ...args], io) {
    const action = Object.hasOwn(ACTIONS, verb ?? '') ? ACTIONS[verb!] : undefined
    if (action === undefined)
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'session',
        expected: Object.keys(ACTIONS).join(', '),
      })
    return action(args, io)
  },
}

const ACTIONS: Readonly<Record<string, (args: readonly string[], io: Io) => Promise<number>>> = {
  show,
  export: exportSession,
  import: importSession,
  check,
  logout,
}

const ONE = { min: 1, max: 1 }
const KNOWN = {
  'passphrase-file': { type: 'string' },
  'api-id': { type: 'string' },
  test: { type: 'boolean' },
} as const

async function show(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...KNOWN, json: { type: 'boolean' } }, ONE)
  const { form, isSealed, credentials } = await readSession(
    positionals[0]!,
    values['passphrase-file'],
    values,
  )
  const { userId, isBot, dcId, test, address, apiId } = credentials
  if (values.json) {
    const user = userId?.toString()
    io.write(
      `${JSON.stringify({ form, sealed: isSealed, dc: dcId, test, address, user, isBot, apiId })}\n`,
    )
    return 0
  }
  const who = userId === undefined ? 'not told' : `${isBot ? 'bot ' : ''}${userId}`
  const where = address === undefined ? '' : ` at ${address.host} port ${address.port}`
  for (const [name, value] of [
    ['form', `${form}${isSealed ? ', sealed with a passphrase' : ''}`],
    ['user id', who],
    ['data centre', `${dcId}${test ? ' of the test environment' : ''}${where}`],
    ['api id', apiId ?? 'not told'],
  ])
    io.write(`${String(name).padEnd(14)}${value}\n`)
  return 0
}

async function exportSession(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    {
      ...KNOWN,
      format: { type: 'string' },
      out: { type: 'string' },
      force: { type: 'boolean', default: false },
    },
    ONE,
  )
  const form = formOption(values.format)
  const { out, force } = values
  if (out !== undefined) checkTarget('--out', out, force)
  const saved = await readSession(positionals[0]!, values['passphrase-file'], values)
  const apiId = values['api-id']
  const credentials =
    apiId === undefined
      ? saved.credentials
      : { ...saved.credentials, apiId: integerOption('api-id', apiId, 1, 0x7fffffff) }
  const text = `${formatCredentials(credentials, form)}\n`
  io.warn(
    'This string is the account: whoever has it reads and writes as its owner, without a password, until the ' +
      'login is ended. Use it in one program at a time.',
  )
  if (out === undefined) io.write(text)
  else if (force) replacePrivateFile(out, text)
  else createPrivateFile(out, text)
  return 0
}

async function importSession(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    {
      ...SAVE_OPTIONS,
      from: { type: 'string' },
      'api-id': { type: 'string' },
      test: { type: 'boolean' },
      dc: { type: 'string', multiple: true, default: [] },
    },
    ONE,
  )
  const path = positionals[0]!
  const options = saveOptions('FILE', path, values)
  const apiId = values['api-id']
  const told = {
    ...(apiId !== undefined && { apiId: integerOption('api-id', apiId, 1, 0x7fffffff) }),
    ...(values.dc.length > 0 && { addresses: values.dc.map(dcOption) }),
  }
  const { from } = values
  const text = from === undefined ? await readSecretInput('session: ') : readText(from)
  const { form, credentials, stored } = readSessionText(text, values)
  const save = await prepareSaving(options)
  save({ ...stored, ...told })
  io.write(`${form} session of DC ${credentials.dcId}, kept in ${path}\n`)
  return 0
}

async function check(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    { ...KNOWN, ...CONNECTION_OPTIONS, json: { type: 'boolean' } },
    ONE,
  )
  const connection = connectionOptions(values)
  const saved = await readSession(positionals[0]!, values['passphrase-file'], values)
  return online(
    { session: saved, connection, apiId: values['api-id'] },
    io,
    async (client, storage, over) => {
      const who = await whoIs(client, over, io)
      const dc = client.homeDc
      await client.close()
      storage.save({ ...storage.load()!, userId: who.id, isBot: who.bot === true })
      io.write(
        values.json
          ? `${JSON.stringify({ dc, user: jsonUser(who) })}\n`
          : `logged in on DC ${dc} as ${nameOf(who)}\n`,
      )
      return 0
    },
  )
}

async function logout(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...KNOWN, ...CONNECTION_OPTIONS }, ONE)
  const path = positionals[0]!
  const connection = connectionOptions(values)
  const saved = await readSession(path, values['passphrase-file'], values)
  await online({ session: saved, connection, apiId: values['api-id'] }, io, client =>
    client.logOut(),
  )
  rmSync(path)
  io.write('logged out; the file is removed\n')
  return 0
}

function formOption(text: string | undefined): SessionForm {
  const forms = SESSION_FORMS.filter(form => form !== 'own')
  const form = forms.find(name => name === text)
  if (form !== undefined) return form
  throw new MtprotoError('ERR_ARGUMENT', {
    at: '--format',
    got: text ?? 'nothing',
    expected: forms.join(', '),
  })
}
