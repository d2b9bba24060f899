// The secret of an MTProxy: 16 key bytes, and with them what connections to it have to look like.
// Source: /mtproto/mtproto-transports#transport-obfuscation. No error says anything of what the secret holds.
import { fromBase64, fromBase64Url } from '../bytes/base64.ts'
import { concat } from '../bytes/bytes.ts'
import { fromHex, toHex } from '../bytes/hex.ts'
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts'
import { MtprotoError } from '../errors.ts'
import type { FramingName } from './framing.ts'

/** What a secret says; `key` is 16 bytes. Source: /mtproto/mtproto-transports#transport-obfuscation */
export type ProxySecret =
  /** obfuscation in any framing that has a tag, or obfuscation in the padded one */
  | { readonly mode: 'plain' | 'padded'; readonly key: Uint8Array }
  /** a TLS connection to `domain`, to all appearance, with the padded framing inside */
  | { readonly mode: 'tls'; readonly key: Uint8Array; readonly domain: string }

const KEY_LENGTH = 16
const PADDED = 0xdd
const TLS = 0xee
/** Of a domain, in bytes. */
const MAX_DOMAIN = 182
/** Letters, digits, and whatever else is visible in ASCII. */
const DOMAIN = /^[!-~]+$/

/**
 * Reads a secret: its bytes, or their text in hexadecimal, URL-safe or standard base64, padded or not, whichever
 * of these the text first fits. Throws ERR_PROXY_SECRET_INVALID.
 */
export function parseProxySecret(secret: Uint8Array | string): ProxySecret {
  const bytes = typeof secret === 'string' ? bytesIn(secret) : secret
  const { length } = bytes
  const key = (): Uint8Array => bytes.slice(length === KEY_LENGTH ? 0 : 1).slice(0, KEY_LENGTH)
  // TR-40: length and first byte tell the mode.
  if (length === KEY_LENGTH) return { mode: 'plain', key: key() }
  if (length === 1 + KEY_LENGTH && bytes[0] === PADDED) return { mode: 'padded', key: key() }
  if (length > 1 + KEY_LENGTH && bytes[0] === TLS)
    return { mode: 'tls', key: key(), domain: domainIn(bytes.subarray(1 + KEY_LENGTH)) }
  throw invalid(`${length} bytes`, '16, or dd and 16, or ee and 16 and a domain')
}

/** The text of a secret, in hexadecimal. */
export function formatProxySecret(secret: ProxySecret): string {
  return toHex(
    secret.mode === 'tls'
      ? concat(Uint8Array.of(TLS), secret.key, encodeUtf8(secret.domain))
      : concat(Uint8Array.from(secret.mode === 'padded' ? [PADDED] : []), secret.key),
  )
}

/**
 * The framing of a connection through a proxy with this secret: the one that is `wanted`, or the one the secret
 * asks for. Throws ERR_ARGUMENT when the two contradict each other.
 */
export function framingThrough({ mode }: ProxySecret, wanted?: FramingName): FramingName {
  // TR-42: such a secret allows no other framing.
  const [usual, ...others]: FramingName[] =
    mode === 'plain' ? ['intermediate', 'abridged', 'padded'] : ['padded']
  const framing = wanted ?? usual!
  if (framing !== usual && !others.includes(framing))
    throw new MtprotoError('ERR_ARGUMENT', {
      rule: 'TR-42',
      at: 'transport',
      got: framing,
      expected: [usual, ...others].join(' or '),
      advice: 'the secret of the proxy does not allow it',
    })
  return framing
}

function bytesIn(text: string): Uint8Array {
  if (text.length > 2 * (1 + KEY_LENGTH + MAX_DOMAIN))
    throw invalid(`${text.length} characters`, 'fewer')
  for (const decode of [fromHex, fromBase64Url, fromBase64]) {
    try {
      return decode(text)
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
    }
  }
  throw invalid(`${text.length} characters`, 'hexadecimal or base64')
}

function domainIn(bytes: Uint8Array): string {
  const domain = bytes.length > MAX_DOMAIN ? '' : decodeUtf8(bytes.map(byte => byte & 0x7f))
  if (!DOMAIN.test(domain) || bytes.some(byte => byte > 0x7f))
    throw invalid(`a domain of ${bytes.length} bytes`, `up to ${MAX_DOMAIN} characters of ASCII`)
  return domain
}

function invalid(got: string, expected: string): MtprotoError {
  return new MtprotoError('ERR_PROXY_SECRET_INVALID', { rule: 'TR-40', got, expected })
}
