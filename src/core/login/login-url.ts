// The link a QR code carries: `tg://login?token=` and the login token in URL-safe base64.
// Source: /api/qr-login
// Invariant: parseLoginUrl(encodeLoginUrl(token)) equals token for every token this file accepts.
import { fromBase64Url, toBase64Url } from '../bytes/base64.ts'
import { MtprotoError } from '../errors.ts'

const PREFIX = 'tg://login?token='

/** Bytes of the longest token; its link still fits one QR code. Servers send about 32. */
const MAX_TOKEN_LENGTH = 1024

/**
 * Returns the link that shows a login token of 1 to 1024 bytes, without base64 padding.
 * Throws ERR_LOGIN_URL_INVALID for a token of another size. Source: /api/qr-login
 */
export function encodeLoginUrl(token: Uint8Array): string {
  checkLength(token.length)
  return PREFIX + toBase64Url(token)
}

/**
 * Returns the token, 1 to 1024 bytes, of a `tg://login` link whose base64 is padded or not.
 * Throws ERR_LOGIN_URL_INVALID for anything else. Source: /api/qr-login
 */
export function parseLoginUrl(text: string): Uint8Array {
  // QR-03: no other scheme, host or parameter is a login link
  if (!text.startsWith(PREFIX)) throw invalid('the text', `${PREFIX}…`)
  const digits = text.slice(PREFIX.length)
  checkLength((digits.length * 3) >>> 2)
  try {
    // QR-02, QR-03: the URL-safe alphabet, padded and unpadded alike
    return fromBase64Url(digits)
  } catch (cause) {
    throw new MtprotoError('ERR_LOGIN_URL_INVALID', { rule: 'QR-03', at: 'token', cause })
  }
}

function checkLength(length: number): void {
  if (length === 0 || length > MAX_TOKEN_LENGTH)
    throw invalid('token', `1 to ${MAX_TOKEN_LENGTH} bytes`, length)
}

function invalid(at: string, expected: string, got?: number): MtprotoError {
  return new MtprotoError('ERR_LOGIN_URL_INVALID', {
    rule: 'QR-03',
    at,
    expected,
    ...(got !== undefined && { got }),
  })
}
