// What makes a client a logged-in one: an auth key and where it is known. Session strings of other clients
// are text forms of this; each form has a file of its own, and each names the layout it implements.
// Invariant: an error names the form and the field, and never holds anything of the text.
import { AUTH_KEY_SIZE } from '../core/crypto/auth-key.ts'
import { MtprotoError } from '../core/errors.ts'

/** Where a data centre listens for TCP. */
export interface SessionAddress {
  /** an IP address, IPv6 without brackets */
  readonly host: string
  readonly port: number
}

/** A login. It is as secret as a password: whoever has it is the account. */
export interface Credentials {
  /** 256 bytes */
  readonly authKey: Uint8Array
  /** the data centre of the account */
  readonly dcId: number
  /** whether that belongs to the separate test environment */
  readonly test: boolean
  /** where the data centre was reached; undefined: as the public list has it */
  readonly address?: SessionAddress | undefined
  /** where its servers for files are, if they are elsewhere */
  readonly mediaAddress?: SessionAddress | undefined
  /** who is logged in, where that is known */
  readonly userId?: bigint | undefined
  /** whether that is a bot, where that is known */
  readonly isBot?: boolean | undefined
  /** the program that logged in, from my.telegram.org, where that is known */
  readonly apiId?: number | undefined
}

/** The forms: the strings of other clients, and `own`, the text that a client of this package is stored as. */
export const SESSION_FORMS = ['telethon', 'gramjs', 'pyrogram', 'mtcute', 'own'] as const

/** The name of a form. */
export type SessionForm = (typeof SESSION_FORMS)[number]

/** Of what a string has no field for, and a caller may know. */
export interface SessionHint {
  /** the test environment, for forms that do not tell; default: what the address says */
  readonly test?: boolean | undefined
}

/** Letters, digits and what stands between them in host names and IP addresses, and nothing a terminal obeys. */
export const HOST: RegExp = /^[0-9A-Za-z.:_-]{2,253}$/

/** User ids that every form can hold: 1 … 2^53 - 1. */
const MAX_USER_ID = 2n ** 53n - 1n
const MAX_PORT = 65_535
const MAX_API_ID = 0x7fffffff
/** The data centres that a form with one byte for them can name. */
const MAX_DC = 255

/**
 * What a string says, or is to say, each part checked. Throws ERR_SESSION_STRING_INVALID.
 * A user id or api id of 0 is how some forms write that it is not known.
 */
export function checked(form: SessionForm, parts: Credentials): Credentials {
  const { authKey, dcId, address, mediaAddress, userId, isBot, apiId } = parts
  if (dcId < 1) throw invalid(form, 'dc', dcId, '1 or more')
  // SS-05: a key that was cut is no key
  if (authKey.length !== AUTH_KEY_SIZE)
    throw invalid(form, 'auth key', `${authKey.length} bytes`, `${AUTH_KEY_SIZE} bytes`)
  for (const place of [address, mediaAddress]) {
    if (place === undefined) continue
    if (!HOST.test(place.host)) throw invalid(form, 'address', undefined, 'a host')
    if (place.port < 1 || place.port > MAX_PORT)
      throw invalid(form, 'port', place.port, `1 to ${MAX_PORT}`)
  }
  if (userId !== undefined && (userId < 0n || userId > MAX_USER_ID))
    throw invalid(form, 'user id', undefined, `1 to ${MAX_USER_ID}`)
  if (apiId !== undefined && (apiId < 0 || apiId > MAX_API_ID))
    throw invalid(form, 'api id', undefined, `1 to ${MAX_API_ID}`)
  return {
    ...{ authKey, dcId, test: parts.test },
    ...(address && { address }),
    ...(mediaAddress && { mediaAddress }),
    ...(userId && { userId }),
    ...(isBot !== undefined && { isBot }),
    ...(apiId && { apiId }),
  }
}

/** The error about one field of a string. */
export function invalid(
  form: SessionForm | 'the text',
  field: string | undefined,
  got: string | number | undefined,
  expected: string,
): MtprotoError {
  return new MtprotoError('ERR_SESSION_STRING_INVALID', {
    rule: 'SS-05',
    at: field === undefined ? form : `${form}, ${field}`,
    ...(got !== undefined && { got }),
    expected,
  })
}

/** Returns what a form has a field for; throws ERR_ARGUMENT when it is not known. */
export function needed<T>(form: SessionForm, field: string, value: T | undefined): T {
  if (value !== undefined) return value
  throw new MtprotoError('ERR_ARGUMENT', {
    at: field,
    got: 'nothing',
    advice: `a ${form} string holds it`,
  })
}

/** The number of the data centre as one byte; throws ERR_ARGUMENT when it is larger. */
export function dcByte({ dcId }: Credentials): number {
  if (dcId <= MAX_DC) return dcId
  throw new MtprotoError('ERR_ARGUMENT', { at: 'dc', got: dcId, expected: `1 to ${MAX_DC}` })
}
