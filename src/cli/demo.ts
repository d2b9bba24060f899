// `raw-mtproto login --demo`: a test DC in a process of its own, a phone that accepts, and two logins: one
// that migrates, and one of an account with a password. Only the protocol passes between them.
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from '../client/client.ts'
import type { DcAddress } from '../client/dcs.ts'
import { qrLogin } from '../client/qr-login.ts'
import { parseRsaPublicKey } from '../core/crypto/rsa.ts'
import { MtprotoError } from '../core/errors.ts'
import { parseLoginUrl } from '../core/login/login-url.ts'
import type { Io } from './command.ts'
import type { LoginOptions } from './login-options.ts'
import { type LoginFollower, logIn } from './terminal-login.ts'

/** What `raw-mtproto dc --json` prints first. */
interface Listening {
  readonly dcs: readonly DcAddress[]
  readonly publicKeyPem: string
  readonly control: string
}

const PASSWORD = 'correct horse battery staple'
/** How long a person needs to take out the phone, in milliseconds. */
const PHONE_DELAY = 1000

/** Plays both logins; the embedded processes are gone when it returns. */
export async function playDemo(
  options: LoginOptions,
  follower: LoginFollower,
  io: Io,
  signal: AbortSignal,
): Promise<void> {
  const say = (line: string): void => {
    if (!options.json) io.write(`${line}\n`)
  }
  say('1. an account on another data centre\n')
  await playLogin(undefined, options, follower, io, say, signal)
  say('\n2. the same account with a password\n')
  await playLogin(PASSWORD, options, follower, io, say, signal)
}

async function playLogin(
  password: string | undefined,
  options: LoginOptions,
  follower: LoginFollower,
  io: Io,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const args = ['dc', '--json', '--dcs', '2,4', '--migrate-to', '4']
  if (password !== undefined) args.push('--password', password)
  const dc = spawn(process.execPath, [...process.execArgv, mainModule(), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = (): boolean => dc.kill()
  process.once('exit', gone)
  try {
    const { dcs, publicKeyPem, control } = await firstLine(dc)
    const keys = [parseRsaPublicKey(publicKeyPem)]
    say(
      `test DC   listening: ${dcs.map(({ id, host, port }) => `DC ${id} on ${host}:${port}`).join(', ')}`,
    )
    const phone = new Client({ apiId: options.apiId, dcs, keys })
    try {
      await logInPhone(phone, control, options.apiHash, password)
      say(`phone     logged in on DC ${phone.homeDc} by a key exchange and a QR login of its own\n`)
      const phoneFailed = new AbortController()
      const watched = acceptOn(phone, follower, say, error => phoneFailed.abort(error))
      const either = AbortSignal.any([signal, phoneFailed.signal])
      await logIn({ ...options, dcs, keys, password }, watched, io, either)
    } finally {
      await phone.close()
    }
  } finally {
    process.off('exit', gone)
    dc.kill()
  }
}

/** Passes everything on, and lets the phone accept the first token after a moment. */
function acceptOn(
  phone: Client,
  follower: LoginFollower,
  say: (line: string) => void,
  failed: (error: unknown) => void,
): LoginFollower {
  let accepting = false
  return {
    askPassword: signal => follower.askPassword(signal),
    async tell(news) {
      await follower.tell(news)
      if (news.event !== 'token' || accepting) return
      accepting = true
      setTimeout(() => {
        say('phone     sends auth.acceptLoginToken')
        const token = parseLoginUrl(news.url)
        phone.invoke({ _: 'auth.acceptLoginToken', token }).catch(failed)
      }, PHONE_DELAY)
    },
  }
}

/** The phone's own login is accepted by the test DC itself. */
async function logInPhone(
  phone: Client,
  control: string,
  apiHash: string,
  password: string | undefined,
): Promise<void> {
  for await (const event of qrLogin(phone, { apiHash, password: () => password ?? '' }))
    if (event.event === 'token')
      await fetch(`${control}/accept?token=${encodeURIComponent(event.url)}`)
}

async function firstLine(dc: ChildProcess): Promise<Listening> {
  for await (const line of createInterface({ input: dc.stdout! })) return JSON.parse(line)
  throw new MtprotoError('ERR_CONNECT_FAILED', {
    at: 'the embedded test DC',
    got: 'it did not start',
  })
}

function mainModule(): string {
  return fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? './main.ts' : './main.js', import.meta.url),
  )
}
