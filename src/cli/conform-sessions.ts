// The sessions that `raw-mtproto conform server` is given, as the keys that cases need which are logged in.
import type { AccountKind, Login } from '../conformance/peer-harness.ts'
import { type Found, identify } from '../conformance/targets/server-probe.ts'
import type { ServerTarget } from '../conformance/targets/server-target.ts'
import { MtprotoError } from '../core/errors.ts'
import { fileOption } from './options.ts'
import { readSession } from './saved-session.ts'

/** For parseOptions. */
export const SESSION_OPTIONS = {
  session: { type: 'string', multiple: true, default: [] as string[] },
  'passphrase-file': { type: 'string' },
  'password-file': { type: 'string' },
} as const

interface SessionValues {
  readonly session: readonly string[]
  readonly 'passphrase-file'?: string | undefined
  readonly 'password-file'?: string | undefined
}

/** Who is logged in, by what the account is good for. Throws ERR_ARGUMENT for a session that nobody is logged in with. */
export async function loginsOf(
  { session, 'passphrase-file': passphraseFile, 'password-file': passwordFile }: SessionValues,
  target: ServerTarget,
  dcs: readonly { readonly id: number }[],
): Promise<ReadonlyMap<AccountKind, Login>> {
  const password =
    passwordFile === undefined
      ? undefined
      : fileOption('password-file', passwordFile).split(/\r?\n/)[0]!
  const logins = new Map<AccountKind, Login>()
  for (const file of session) {
    const { stored } = await readSession(file, passphraseFile)
    const dc = stored.homeDc
    const state = dc === undefined ? undefined : stored.dcs.get(dc)
    if (dc === undefined || state === undefined || !dcs.some(({ id }) => id === dc))
      throw new MtprotoError('ERR_ARGUMENT', {
        at: '--session',
        got: dc === undefined ? 'nobody who is logged in' : `an account at home on DC ${dc}`,
        expected: 'an account at home on a data centre of --dc',
      })
    const { authKey, serverSalt } = state
    const { found, seen } = await identify(target, { authKey, serverSalt, dc })
    if (found === undefined)
      throw new MtprotoError('ERR_ARGUMENT', {
        at: '--session',
        got: seen,
        expected: 'a session that is logged in',
      })
    logins.set(kindOf(found, dcs[0]!.id), { ...found, ...(password !== undefined && { password }) })
  }
  return logins
}

function kindOf({ dc, hasPassword }: Found, home: number): AccountKind {
  if (dc !== home) return 'elsewhere'
  return hasPassword ? 'password' : 'here'
}
