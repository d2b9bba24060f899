// This project's own test data centre as a server under test.
import type { RsaPrivateKey } from '../core/crypto/rsa.ts'
import { seededRandom } from '../core/crypto/seeded-random.ts'
import type { ListeningHost } from '../host/host.ts'
import { TestDc } from '../test-dc/test-dc.ts'
import type { PeerSetup, Server } from './peer-harness.ts'

/** Of the third account. */
const PASSWORD = 'correct horse'

const ACCOUNTS = { here: 777_000_001n, elsewhere: 777_000_002n, password: 777_000_003n } as const

/** The server, which runs until it is stopped. */
export interface OwnServer extends Server {
  stop(): Promise<void>
}

/** Starts it on `host`. */
export async function launchOwnServer(
  host: ListeningHost,
  key: RsaPrivateKey,
  { collides, test, slow }: PeerSetup,
): Promise<OwnServer> {
  const dc = await TestDc.start({
    host,
    key,
    strict: true,
    dcs: [2, 4],
    port: 0,
    random: seededRandom('own server'),
    accounts: [{ dc: 2 }, { dc: 4 }, { dc: 2, password: PASSWORD }],
    ...(collides && { collides }),
    ...(test && { test }),
  })
  if (slow) dc.handle('updates.getState', () => new Promise(() => {}))
  return {
    dcs: dc.dcs,
    authorize: kind => {
      const account = dc.account(ACCOUNTS[kind])
      const { authKey, serverSalt } = dc.authorize({ account })
      const { id: userId, dc: home, hasPassword } = account
      const password = hasPassword ? { password: PASSWORD } : {}
      return { authKey, serverSalt, userId, dc: home, ...password }
    },
    stop: () => dc.close(),
  }
}
