// What people are told when something goes wrong: what happened and what to do, in two sentences.
// docs/errors.md shows the same table. Source: /api/errors and the error lists of the methods of a login.
import { MtprotoError, RpcError } from '../core/errors.ts'
import type { RuleId } from '../core/rules.ts'

/** An error in words for the person in front of the program. */
export interface Explanation {
  /** stable: the server's text without the number it may end with, or the ErrorCode of the library */
  readonly code: string
  /** what happened: one sentence */
  readonly says: string
  /** what to do about it: one sentence or two, or nothing */
  readonly advice: string
}

/** One line of the table. `{at}`, `{got}` and `{wait}` stand for what the error carries. */
export interface ExplanationRow extends Explanation {
  /** other texts of the server that mean the same */
  readonly also?: RegExp
  /** what `got` of the error has to look like */
  readonly got?: RegExp
  readonly rule?: RuleId
}

/** The first row that fits counts. */
export const EXPLANATIONS: readonly ExplanationRow[] = [
  // the program
  {
    code: 'API_ID_INVALID',
    says: 'The server does not know this pair of api id and api hash.',
    advice: 'Copy both from https://my.telegram.org: they belong together.',
  },
  {
    code: 'API_ID_PUBLISHED_FLOOD',
    says: 'This api id has been published, and the service no longer lets it log in.',
    advice: 'Get one of your own at https://my.telegram.org.',
  },
  {
    code: 'UPDATE_APP_TO_LOGIN',
    says: 'The service does not let a program of this version log in.',
    advice: 'Update raw-mtproto and try again.',
  },
  // too much
  {
    code: 'FLOOD_WAIT',
    also: /^FLOOD_PREMIUM_WAIT_\d+$/,
    says: 'There were too many attempts, and the server wants a pause.',
    advice: 'Try again in {wait}.',
  },
  {
    code: 'PHONE_PASSWORD_FLOOD',
    says: 'There were too many attempts to log in to this account.',
    advice: 'Wait a few hours, then try again.',
  },
  // the link
  {
    code: 'AUTH_TOKEN_EXPIRED',
    says: 'The login link has expired: each is good for about half a minute.',
    advice: 'Accept the one that is shown now.',
  },
  {
    code: 'AUTH_TOKEN_INVALID',
    also: /^AUTH_TOKEN_INVALID[X\d]$/,
    says: 'The server does not know this login link.',
    advice:
      'Copy the whole link that is shown now, and use the same environment (--test) on both sides.',
  },
  {
    code: 'AUTH_TOKEN_ALREADY_ACCEPTED',
    says: 'This login link has been accepted already, perhaps by another device.',
    advice: 'If that was not you, end the session in the settings of Telegram. Accept a new link.',
  },
  {
    code: 'AUTH_TOKEN_EXCEPTION',
    says: 'This account is logged in there already.',
    advice: 'Accept the link with another account.',
  },
  // the password
  {
    code: 'SESSION_PASSWORD_NEEDED',
    says: 'The account has a password, and the login is not complete without it.',
    advice: 'Give it when it is asked for.',
  },
  {
    code: 'PASSWORD_HASH_INVALID',
    says: 'The password is wrong.',
    advice: 'Try again with the right one.',
  },
  {
    code: 'ERR_PASSWORD_WRONG',
    says: 'The password is wrong.',
    advice: 'Correct the file it comes from (--password-file), or let yourself be asked.',
  },
  {
    code: 'SRP_ID_INVALID',
    also: /^SRP_PASSWORD_CHANGED$/,
    says: 'The password was checked against numbers that are out of date.',
    advice: 'Begin the login again; if the password has just been changed, use the new one.',
  },
  {
    code: 'ERR_LOGIN_FAILED',
    got: /^an account with a password$/,
    says: 'The account has a password, and there is no way to ask for it.',
    advice: 'Run the command in a terminal, or give the password in a file (--password-file).',
  },
  {
    code: 'ERR_LOGIN_FAILED',
    rule: 'PW-06',
    says: 'The server finds every proof of the password out of date.',
    advice: 'Begin the login again in a minute.',
  },
  {
    code: 'ERR_SRP_UNSUPPORTED',
    says: 'The password of this account is kept in a way that this version does not know.',
    advice: 'Update raw-mtproto and try again.',
  },
  // the account
  {
    code: 'ERR_SIGN_UP_REQUIRED',
    says: 'There is no account behind this login yet.',
    advice: 'Sign up with an official app first, then log in here.',
  },
  {
    code: 'PHONE_NUMBER_BANNED',
    says: 'The phone number of this account is banned from the service.',
    advice: 'Ask recover@telegram.org, or use another account.',
  },
  {
    code: 'USER_DEACTIVATED_BAN',
    says: 'The service has banned this account.',
    advice: 'Ask recover@telegram.org, or use another account.',
  },
  {
    code: 'USER_DEACTIVATED',
    says: 'This account has been deleted.',
    advice: 'Use another account.',
  },
  {
    code: 'AUTH_KEY_DUPLICATED',
    says: 'This session was used from two places at once, and the server has ended it for good.',
    advice: 'Log in again, and use each session in one place only.',
  },
  {
    code: 'AUTH_KEY_UNREGISTERED',
    also: /^(SESSION_REVOKED|SESSION_EXPIRED|AUTH_KEY_INVALID)$/,
    says: 'This session is not logged in, or not any more.',
    advice: 'Log in again.',
  },
  // the network
  {
    code: 'ERR_CONNECT_FAILED',
    got: /no answer within|ETIMEDOUT/,
    says: '{at} does not answer: the port may be blocked on the way.',
    advice: 'Try another network, another port of the data centre (443, 80, 5222), or a proxy.',
  },
  {
    code: 'ERR_CONNECT_FAILED',
    got: /ECONNREFUSED/,
    says: '{at} refuses connections: nothing listens there, or a firewall is in the way.',
    advice: 'Check the address and the port.',
  },
  {
    code: 'ERR_CONNECT_FAILED',
    got: /ENETUNREACH|EHOSTUNREACH|ENETDOWN|ENOTFOUND|EAI_AGAIN/,
    says: 'There is no way to {at}: this machine seems to have no network.',
    advice: 'Check the connection and, if it has a name, the name of the host.',
  },
  {
    code: 'ERR_CONNECT_FAILED',
    says: 'The connection to {at} failed: {got}.',
    advice:
      'If it happens every time, something on the way may not like it: try obfuscation (--obfuscated) or a proxy.',
  },
  {
    code: 'ERR_HANDSHAKE_TIMEOUT',
    says: '{at} takes connections and says nothing.',
    advice:
      'Check that a data centre listens there, and that nothing on the way holds its answers back.',
  },
  // the settings
  {
    code: 'ERR_UNKNOWN_FINGERPRINT',
    says: '{at} proves itself with another RSA key than the one that is expected.',
    advice:
      'For a data centre of your own give its key (--dc-key). Otherwise something on the way pretends to be it.',
  },
  {
    code: 'ERR_WRONG_DC',
    says: 'The server at this address is another data centre, or belongs to another environment.',
    advice:
      'Check that number and address belong together, and whether the test environment (--test) is meant.',
  },
  {
    code: 'ERR_TRANSPORT',
    got: /^-444$/,
    says: '{at} does not serve that data centre.',
    advice:
      'Check that number and address belong together, and whether the test environment (--test) is meant.',
  },
  {
    code: 'ERR_UNKNOWN_DC',
    says: 'The account lives on DC {got}, whose address is not known here.',
    advice: 'Add its address (--dc {got}=HOST:PORT).',
  },
  {
    code: 'ERR_BAD_MSG',
    got: /^1[67]:/,
    says: 'The server keeps finding the time of our messages wrong.',
    advice: 'Set the clock of this machine, and let it run evenly.',
  },
  {
    code: 'ERR_ABORTED',
    says: 'Cancelled.',
    advice: '',
  },
]

/**
 * The sentences for anything that a call, a login or a command has thrown. What the table does not know is
 * told in its own words, without advice. Never throws, and shows nothing secret.
 */
export function explain(error: unknown): Explanation {
  const code = codeOf(error)
  const row = EXPLANATIONS.find(row => fits(row, code, error))
  if (row === undefined)
    return { code, says: error instanceof Error ? error.message : String(error), advice: '' }
  return { code: row.code, says: fill(row.says, error), advice: fill(row.advice, error) }
}

function codeOf(error: unknown): string {
  if (error instanceof RpcError) return error.errorMessage.replace(/_\d+$/, '')
  return error instanceof MtprotoError ? error.code : 'UNEXPECTED'
}

function fits(
  { code: known, also, got, rule }: ExplanationRow,
  code: string,
  error: unknown,
): boolean {
  if (error instanceof RpcError) return code === known || (also?.test(error.errorMessage) ?? false)
  if (!(error instanceof MtprotoError) || code !== known) return false
  return (got?.test(String(error.got)) ?? true) && (rule === undefined || rule === error.rule)
}

function fill(text: string, error: unknown): string {
  const { at = 'the server', got = 'unknown' } = error as MtprotoError
  const { parameter } = error as Partial<RpcError>
  return text.replace(/\{(at|got|wait)\}/g, (_, name) =>
    name === 'wait' ? inWords(parameter) : name === 'at' ? at.split(', ')[0]! : String(got),
  )
}

function inWords(seconds: number | undefined): string {
  if (seconds === undefined) return 'a while'
  if (seconds < 120) return `${seconds} seconds`
  return seconds < 7200
    ? `${Math.ceil(seconds / 60)} minutes`
    : `${Math.ceil(seconds / 3600)} hours`
}
