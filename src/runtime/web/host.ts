// The host that browsers, workers and other engines with the interfaces of the web provide.
import type { Job, JobValue, Pbkdf2Job } from '../../core/crypto/job.ts'
import { solve } from '../../core/crypto/solve.ts'
import type { Host } from '../../host/host.ts'
import { webCrypto } from './crypto.ts'
import { type PlatformSubtle, platform } from './platform.ts'
import { random } from './random.ts'
import { connect } from './sockets.ts'

/**
 * Makes the host for this page or worker: WebSockets, the platform's randomness, crypto in JavaScript, since
 * the platform's own answers later and the protocol cannot wait. Nothing is compressed for the same reason.
 */
export function createHost(): Host {
  return {
    system: 'a web platform',
    crypto: webCrypto,
    random,
    webSocketOnly: true,
    now: () => ({ monotonic: performance.now(), unix: Date.now() }),
    setTimer(delay, run) {
      const timer = setTimeout(run, delay)
      return () => clearTimeout(timer)
    },
    compute<J extends Job>(job: J): JobValue<J> | Promise<JobValue<J>> {
      // The one job that takes long enough to hold up a page is done beside it, where that can be had.
      const subtle = platform().crypto?.subtle
      return job.kind === 'pbkdf2' && subtle !== undefined
        ? (derive(job, subtle) as Promise<JobValue<J>>)
        : solve(job, webCrypto)
    },
    connect,
  }
}

async function derive(
  { password, salt, iterations }: Pbkdf2Job,
  subtle: PlatformSubtle,
): Promise<Uint8Array> {
  const key = await subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits'])
  const algorithm = { name: 'PBKDF2', hash: 'SHA-512', salt, iterations } as const
  return new Uint8Array(await subtle.deriveBits(algorithm, key, 512))
}
