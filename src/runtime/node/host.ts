// The host that Node provides.
import { pbkdf2 } from 'node:crypto'
import type { Job, JobValue } from '../../core/crypto/job.ts'
import { solve } from '../../core/crypto/solve.ts'
import type { ListeningHost } from '../../host/host.ts'
import { createNodeCrypto } from './crypto.ts'
import { type Connect, dialer } from './dial.ts'
import { compress } from './gzip.ts'
import { random } from './random.ts'
import { listen } from './sockets.ts'

/** What replaces a part of Node. */
export interface NodeHostOptions {
  /** opens the streams that connections run over, WebSockets included; default: sockets of Node */
  readonly connect?: Connect
}

/** Makes the host for this process: OpenSSL where it is faster, TCP sockets, the system's randomness. */
export function createHost(options: NodeHostOptions = {}): ListeningHost {
  const crypto = createNodeCrypto()
  return {
    system: `Node ${process.versions.node} on ${process.platform}`,
    crypto,
    random,
    compress,
    now: () => ({ monotonic: performance.now(), unix: Date.now() }),
    setTimer(delay, run) {
      const timer = setTimeout(run, delay)
      return () => clearTimeout(timer)
    },
    compute<J extends Job>(job: J): JobValue<J> | Promise<JobValue<J>> {
      // The one job that takes long enough to hold up others has a thread of its own.
      return job.kind === 'pbkdf2'
        ? (deriveInThread(job) as Promise<JobValue<J>>)
        : solve(job, crypto)
    },
    connect: dialer(options.connect),
    listen,
  }
}

function deriveInThread({
  password,
  salt,
  iterations,
}: Job & { kind: 'pbkdf2' }): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    pbkdf2(password, salt, iterations, 64, 'sha512', (error, key) =>
      error === null ? resolve(new Uint8Array(key)) : reject(error),
    )
  })
}
