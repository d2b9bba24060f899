// Where a login stands as people see it: one value after each piece of news, and the sentence that tells it.
import type { user } from '../core/tl/generated/api/index.ts'
import type { LoginNews } from './login-news.ts'
import { printable } from './printable.ts'

export interface LoginState {
  readonly step: 'starting' | 'code' | 'going-on' | 'password' | 'over'
  /** what is happening */
  readonly words: string
  /** in the step `code`; `goodUntil` in milliseconds of a monotonic clock */
  readonly code?: { readonly url: string; readonly goodUntil: number }
  /** what stands in the way, and until when if that is known */
  readonly trouble?: { readonly words: string; readonly until?: number }
}

export const FIRST_STATE: LoginState = { step: 'starting', words: 'Starting ...' }

const SCAN = 'Scan with Telegram: Settings > Devices > Link Desktop Device.'
/** A code stays on the screen this long after its end, since the next one is on its way: milliseconds. */
const GRACE = 2000

/** The state after some news; `now` in milliseconds of the clock of `goodUntil`. */
export function stateAfter(state: LoginState, news: LoginNews, now: number): LoginState {
  switch (news.event) {
    case 'connecting': {
      if (!news.alone) return state
      const words = `Connecting to ${news.place} ...`
      return state.step === 'starting' ? { ...state, words } : { ...state, trouble: { words } }
    }
    case 'connected': {
      const { trouble: _, ...rest } = state
      return state.step === 'starting' ? { ...rest, words: 'Connected. Getting a code ...' } : rest
    }
    case 'disconnected':
      return { ...state, trouble: { words: `${disconnection(news)}. Trying again ...` } }
    case 'token': {
      const { url, goodUntil } = news
      return { step: 'code', words: SCAN, code: { url, goodUntil } }
    }
    case 'scanned':
      return { step: 'going-on', words: 'Accepted on the other device. Logging in ...' }
    case 'migrating':
      return { step: 'going-on', words: `The account lives on DC ${news.dc}. Going there ...` }
    case 'password-needed': {
      const hint = news.hint === undefined ? '' : ` Hint: ${printable(news.hint)}`
      const words = news.wrong ? 'That password is wrong.' : 'The account has a password.'
      return { step: 'password', words: words + hint }
    }
    case 'checking':
      return { step: 'going-on', words: 'Checking the password ...' }
    case 'waiting':
      return { ...state, trouble: { words: pause(news), until: now + news.seconds * 1000 } }
    case 'success':
      return { step: 'over', words: `Logged in on DC ${news.dc} as ${nameOf(news.user)}.` }
  }
}

/** One sentence or two about the state at this moment. */
export function sentenceOf({ words, code, trouble }: LoginState, now: number): string {
  if (trouble !== undefined) {
    const { words, until } = trouble
    return until === undefined ? words : `${words} Going on in ${secondsTo(until, now)} s.`
  }
  if (code === undefined) return words
  return now < code.goodUntil
    ? `${words} Good for ${secondsTo(code.goodUntil, now)} s.`
    : 'The code has expired. Getting a new one ...'
}

/** The link of the code that may still be scanned. */
export function currentLink({ code }: LoginState, now: number): string | undefined {
  return code !== undefined && now < code.goodUntil + GRACE ? code.url : undefined
}

/** What became of a connection, without a full stop. */
export function disconnection({
  place,
  reason,
  lost,
}: LoginNews & { event: 'disconnected' }): string {
  const why = reason === undefined ? '' : ` (${printable(reason)})`
  return lost ? `The connection to ${place} was lost${why}` : `No connection to ${place}${why}`
}

/** Why the server lets us wait. */
export function pause({ error }: LoginNews & { event: 'waiting' }): string {
  return error.errorCode === 420
    ? 'The server wants a pause after so many attempts.'
    : `The server has a problem (${error.errorCode} ${printable(error.errorMessage)}).`
}

/** A user as people know them; never a character that a terminal would obey. */
export function nameOf({ id, firstName, lastName, phone }: user): string {
  const name = [firstName, lastName].filter(part => part !== undefined).join(' ')
  const known = phone === undefined ? '' : `, +${phone}`
  return printable(`${name || 'someone without a name'} (id ${id}${known})`)
}

function secondsTo(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000))
}
