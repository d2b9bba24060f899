// A link to an MTProxy: where it is and the secret it wants, `tg://proxy?server=…&port=…&secret=…` or the same
// behind https://t.me/. Source: /api/links#mtproxy-links. No error shows the link: it holds the secret.
import { MtprotoError } from '../errors.ts'
import { formatProxySecret, type ProxySecret, parseProxySecret } from './proxy-secret.ts'

/** An MTProxy and how it is spoken to. */
export interface ProxyAddress {
  /** a host name or an IP address, IPv6 without brackets */
  readonly host: string
  readonly port: number
  readonly secret: ProxySecret
}

/** Characters of the longest link that is read. */
const MAX_LINK = 2048
const LINK =
  /^(?:tg:(?:\/\/)?|(?:https?:\/\/)?(?:t\.me|telegram\.me|telegram\.dog)\/)proxy\/?\?([^#]*)(?:#.*)?$/i
const NAME = /^[0-9a-z_-](?:[0-9a-z_.-]{0,251}[0-9a-z_.-])?$/i
const IPV6 = /^\[?([0-9a-f.]*:[0-9a-f:.]*)\]?$/i

/**
 * Reads a link in either form, of t.me, telegram.me or telegram.dog; parameters that it does not know are
 * ignored. Throws ERR_PROXY_LINK_INVALID, or ERR_PROXY_SECRET_INVALID when only the secret is wrong.
 */
export function parseProxyLink(text: string): ProxyAddress {
  const query = text.length > MAX_LINK ? undefined : LINK.exec(text)?.[1]
  if (query === undefined) throw invalid('the text', 'tg://proxy?server=…&port=…&secret=…')
  const value = (name: string): string => parameterIn(query, name)
  const server = value('server')
  const host = IPV6.exec(server)?.[1] ?? (NAME.test(server) ? server : undefined)
  if (host === undefined) throw invalid('server', 'a host name or an IP address')
  const digits = value('port')
  const port = /^\d{1,5}$/.test(digits) ? Number(digits) : 0
  if (port < 1 || port > 65_535) throw invalid('port', 'a number from 1 to 65535')
  return { host, port, secret: parseProxySecret(value('secret')) }
}

/** The `tg://proxy` link of a proxy, with its secret in hexadecimal. */
export function encodeProxyLink({ host, port, secret }: ProxyAddress): string {
  return `tg://proxy?server=${host}&port=${port}&secret=${formatProxySecret(secret)}`
}

/** The value of a parameter that has to be there once. A plus sign is one of base64, not a space. */
function parameterIn(query: string, name: string): string {
  const [value, another] = query
    .split('&')
    .filter(parameter => parameter.startsWith(`${name}=`))
    .map(parameter => parameter.slice(name.length + 1))
  if (value === undefined || another !== undefined) throw invalid(name, 'one value')
  return value.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
}

function invalid(at: string, expected: string): MtprotoError {
  return new MtprotoError('ERR_PROXY_LINK_INVALID', { at, expected })
}
