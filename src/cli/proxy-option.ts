// Options about proxies: the URL of --proxy, and the secret of --proxy-secret. Errors say nothing of a secret.
import { MtprotoError } from '../core/errors.ts'
import { type ProxyAddress, parseProxyLink } from '../core/transport/proxy-link.ts'
import { parseProxySecret } from '../core/transport/proxy-secret.ts'
import { isTunnel, type Tunnel, tunnelOption } from './tunnel.ts'

/** How connections lead through a proxy. */
export interface ProxyOption {
  /** it speaks MTProto itself */
  readonly proxy?: ProxyAddress
  /** it only passes streams on */
  readonly tunnel?: Tunnel
}

/** What a URL means to a client; throws ERR_ARGUMENT. */
export function proxyOption(url: string): ProxyOption {
  if (isTunnel(url)) return { tunnel: tunnelOption(url) }
  return { proxy: read('--proxy', () => parseProxyLink(url)) }
}

/** Returns the secret as it stands; throws ERR_ARGUMENT when it is none. */
export function proxySecretOption(secret: string): string {
  read('--proxy-secret', () => parseProxySecret(secret))
  return secret
}

function read<T>(at: string, parse: () => T): T {
  try {
    return parse()
  } catch (cause) {
    if (!(cause instanceof MtprotoError)) throw cause
    throw new MtprotoError('ERR_ARGUMENT', { at, advice: cause.message, cause })
  }
}
