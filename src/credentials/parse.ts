// Which form a text has, and credentials from it and into it.
// Invariant: what was read, written in the same form, reads as the same again; half a session is never read.
import { fromBase64, fromBase64Url } from '../core/bytes/base64.ts'
import { MtprotoError } from '../core/errors.ts'
import {
  type Credentials,
  checked,
  invalid,
  type SessionForm,
  type SessionHint,
} from './credentials.ts'
import { formatGramjs, isGramjs, parseGramjs } from './gramjs.ts'
import { formatMtcute, parseMtcute } from './mtcute.ts'
import { formatOwn, parseOwn } from './own.ts'
import { formatPyrogram, PYROGRAM_SIZES, parsePyrogram } from './pyrogram.ts'
import { isSealed } from './sealed.ts'
import { formatTelethon, parseTelethon, TELETHON_SIZES } from './telethon.ts'

/** More than any session string takes, in characters; the stored text of a client is not limited by this. */
const MAX_LENGTH = 1024

type Parser = (hint: SessionHint) => Credentials

const FORMATTERS: Readonly<Record<SessionForm, (credentials: Credentials) => string>> = {
  telethon: formatTelethon,
  gramjs: formatGramjs,
  pyrogram: formatPyrogram,
  mtcute: formatMtcute,
  own: formatOwn,
}

/**
 * Reads a session of any form, which it recognises by itself; white space around it does not matter. Throws
 * ERR_SESSION_STRING_INVALID naming the form and the field, ERR_STORAGE_INVALID for the own form, and
 * ERR_PASSPHRASE_MISSING for a text that is sealed. Neither shows anything of the text.
 */
export function parseCredentials(text: string, hint: SessionHint = {}): Credentials {
  return recognise(text.trim()).parse(hint)
}

/**
 * The form of a text, without reading all of it. Throws ERR_SESSION_STRING_INVALID for a text of none, and
 * ERR_PASSPHRASE_MISSING for one that is sealed.
 */
export function sessionFormOf(text: string): SessionForm {
  return recognise(text.trim()).form
}

/**
 * Writes a session in a form; what the form has no field for is left out. Throws ERR_ARGUMENT when it has a
 * field for something that is not known, such as a user id, and ERR_SESSION_STRING_INVALID for credentials
 * that are none.
 */
export function formatCredentials(credentials: Credentials, form: SessionForm): string {
  return FORMATTERS[form](checked(form, credentials))
}

function recognise(text: string): { form: SessionForm; parse: Parser } {
  if (text.startsWith('{')) return { form: 'own', parse: hint => parseOwn(text, hint) }
  if (isSealed(text)) throw new MtprotoError('ERR_PASSPHRASE_MISSING')
  if (text === '' || text.length > MAX_LENGTH)
    throw invalid('the text', undefined, `${text.length} characters`, `1 to ${MAX_LENGTH}`)
  // SS-05: a version of Telethon and GramJS is one digit; no other form begins with one
  if (/^\d/.test(text)) return recogniseVersioned(text)
  const data = bytesOf(text, fromBase64Url)
  // A Pyrogram string of DC 3 begins like an mtcute string, and none of those is so short.
  if (PYROGRAM_SIZES.includes(data.length))
    return { form: 'pyrogram', parse: () => parsePyrogram(data) }
  if (data[0]! <= 3) return { form: 'mtcute', parse: () => parseMtcute(data) }
  throw invalid('the text', undefined, `${data.length} bytes`, `${PYROGRAM_SIZES.join(', ')}`)
}

function recogniseVersioned(text: string): { form: SessionForm; parse: Parser } {
  if (text[0] !== '1') throw invalid('the text', 'version', text[0], '1')
  const digits = text.slice(1)
  const data = bytesOf(digits, /[-_]/.test(digits) ? fromBase64Url : fromBase64)
  // SS-02: by the length field and the letters after it, since both forms can have the same length
  if (isGramjs(data)) return { form: 'gramjs', parse: hint => parseGramjs(data, hint) }
  if (TELETHON_SIZES.includes(data.length))
    return { form: 'telethon', parse: hint => parseTelethon(data, hint) }
  const sizes = `${TELETHON_SIZES.join(' or ')}, or a length in front of the address`
  throw invalid('the text', undefined, `${data.length} bytes`, sizes)
}

function bytesOf(text: string, decode: (text: string) => Uint8Array): Uint8Array {
  try {
    return decode(text)
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error
    throw invalid('the text', 'base64', error.got?.toString(), 'base64')
  }
}
