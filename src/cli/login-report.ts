// How a login is told: as lines for people with the QR code between them, or as JSON for programs.
import type { QrLoginEvent } from '../core/login/qr-login.ts'
import type { user } from '../core/tl/generated/api/index.ts'
import type { Io } from './command.ts'

/** Takes the events of a login one after the other. */
export type LoginReport = (event: QrLoginEvent) => Promise<void>

/** One JSON object a line; ids are decimal strings, since they do not fit a JSON number. */
export function jsonReport(io: Io): LoginReport {
  return async event => {
    io.write(`${JSON.stringify(jsonOf(event))}\n`)
  }
}

/** One line an event, each with the TL name of what the server said. */
export function textReport(io: Io): LoginReport {
  return async event => {
    const { name, text } = await textOf(event)
    io.write(`${name.padEnd(26)} ${text}\n`)
    if (event.event !== 'token') return
    const { renderTerminal } = await import('../qr/index.ts')
    io.write(`\n${await renderTerminal(event.url)}\n${event.url}\n\n`)
  }
}

function jsonOf(event: QrLoginEvent): object {
  switch (event.event) {
    case 'token':
      return { event: 'token', url: event.url, expires: event.expires }
    case 'scanned':
      return { event: 'scanned' }
    case 'migrating':
      return { event: 'migrating', dc: event.dc }
    case 'password-needed':
      return { event: 'password-needed', hint: event.hint ?? null }
    case 'success':
      return { event: 'success', dc: event.dc, user: jsonUser(event.user) }
  }
}

async function textOf(event: QrLoginEvent): Promise<{ name: string; text: string }> {
  switch (event.event) {
    case 'token': {
      const until = new Date(event.expires * 1000).toISOString().slice(11, 19)
      return {
        name: event.variant,
        text: `scan this code, or open the link; good until ${until} UTC`,
      }
    }
    case 'scanned':
      return { name: 'updateLoginToken', text: 'another device has accepted the code' }
    case 'migrating':
      return { name: event.variant, text: `the account lives on DC ${event.dc}, going there` }
    case 'password-needed': {
      const hint = event.hint === undefined ? '' : ` (hint: ${event.hint})`
      return {
        name: 'account.password',
        text: event.wrong ? `that password is wrong${hint}` : `the account has a password${hint}`,
      }
    }
    case 'success':
      return { name: event.variant, text: `logged in on DC ${event.dc} as ${nameOf(event.user)}` }
  }
}

function nameOf({ id, firstName, lastName, phone }: user): string {
  const name = [firstName, lastName].filter(part => part !== undefined).join(' ')
  return `${name || 'someone without a name'} (id ${id}${phone === undefined ? '' : `, +${phone}`})`
}

/** The fields of a user that are plain values. */
function jsonUser(user: user): object {
  const plain = Object.entries(user)
    .filter(([name, value]) => name !== '_' && value !== undefined && typeof value !== 'object')
    .map(([name, value]) => [name, typeof value === 'bigint' ? value.toString() : value])
  return Object.fromEntries(plain)
}
