// How a login is told: as lines for people with the QR code between them, or as JSON for programs.
import type { user } from '../core/tl/generated/api/index.ts'
import type { Io } from './command.ts'
import type { LoginNews } from './login-news.ts'
import { disconnection, nameOf, pause } from './login-state.ts'
import { printable } from './printable.ts'

/** Takes the news of a login one after the other. */
export type LoginReport = (news: LoginNews) => Promise<void>

export interface TextReportOptions {
  /** whether text is dark on a light background */
  readonly invert: boolean
  /** said in place of the code, where it cannot be drawn */
  readonly noCode: string | undefined
}

/** One JSON object a line; ids are decimal strings, since they do not fit a JSON number. */
export function jsonReport(io: Io): LoginReport {
  return async news => {
    const told = jsonOf(news)
    if (told !== undefined) io.write(`${JSON.stringify(told)}\n`)
  }
}

/** One line for each piece of news, with the TL name of what the server said. */
export function textReport(io: Io, { invert, noCode }: TextReportOptions): LoginReport {
  return async news => {
    const line = lineOf(news)
    if (line === undefined) return
    io.write(`${line.name.padEnd(26)} ${line.text}\n`)
    if (news.event !== 'token') return
    const { renderTerminal } = await import('../qr/index.ts')
    const code = noCode === undefined ? await renderTerminal(news.url, { invert }) : `${noCode}\n`
    io.write(`\n${code}\n${news.url}\n\n`)
  }
}

function jsonOf(news: LoginNews): object | undefined {
  switch (news.event) {
    case 'token':
      return { event: 'token', url: news.url, expires: news.expires }
    case 'scanned':
      return { event: 'scanned' }
    case 'migrating':
      return { event: 'migrating', dc: news.dc }
    case 'password-needed':
      return { event: 'password-needed', hint: news.hint ?? null, wrong: news.wrong }
    case 'waiting':
      return { event: 'waiting', seconds: news.seconds, code: news.error.errorMessage }
    case 'success':
      return { event: 'success', dc: news.dc, user: jsonUser(news.user) }
    case 'disconnected':
      return news.lost ? { event: 'disconnected', reason: news.reason ?? null } : undefined
    case 'connected':
      return news.again ? { event: 'connected' } : undefined
    case 'connecting':
    case 'checking':
      return undefined
  }
}

/** Undefined for what only a screen shows. */
function lineOf(news: LoginNews): { name: string; text: string } | undefined {
  switch (news.event) {
    case 'token': {
      const until = new Date(news.expires * 1000).toISOString().slice(11, 19)
      return {
        name: news.variant,
        text: `scan this code, or open the link; good until ${until} UTC`,
      }
    }
    case 'scanned':
      return { name: 'updateLoginToken', text: 'another device has accepted the code' }
    case 'migrating':
      return { name: news.variant, text: `the account lives on DC ${news.dc}, going there` }
    case 'password-needed': {
      const hint = news.hint === undefined ? '' : ` (hint: ${printable(news.hint)})`
      return {
        name: 'account.password',
        text: news.wrong ? `that password is wrong${hint}` : `the account has a password${hint}`,
      }
    }
    case 'waiting':
      return { name: 'rpc_error', text: `${pause(news)} Going on in ${Math.ceil(news.seconds)} s.` }
    case 'success':
      return { name: news.variant, text: `logged in on DC ${news.dc} as ${nameOf(news.user)}` }
    case 'disconnected':
      return news.lost
        ? { name: 'network', text: `${disconnection(news)}. Trying again ...` }
        : undefined
    case 'connected':
      return news.again ? { name: 'network', text: `Connected to ${news.place} again.` } : undefined
    case 'connecting':
    case 'checking':
      return undefined
  }
}

/** The fields of a user that are plain values. */
export function jsonUser(user: user): object {
  const plain = Object.entries(user)
    .filter(([name, value]) => name !== '_' && value !== undefined && typeof value !== 'object')
    .map(([name, value]) => [name, typeof value === 'bigint' ? value.toString() : value])
  return Object.fromEntries(plain)
}
