// The data centres that every engine logs in to, behind relays that see how connections open, and what they must
// have heard when an engine says that it is logged in.
import assert from 'node:assert/strict'
import type { DcAddress } from '../../src/client/dcs.ts'
import {
  encodeProxyLink,
  type ProxyAddress,
  parseProxyLink,
} from '../../src/core/transport/proxy-link.ts'
import { type LogEntry, TestDc } from '../../src/test-dc/index.ts'
import { openingOf, type Relay, startRelay } from '../support/relay.ts'
import type { Plan, Report } from './scenario.ts'
import type { Way } from './ways.ts'

/** The data centre an engine starts from, and the account's own. */
const HOME = 2
const AWAY = 4
const USER = 777_000_001n
const PASSWORD = 'correct horse battery staple'
/** Seconds until the phone has scanned a code. */
const SCAN = 0.1

const EXCHANGE = ['req_pq_multi', 'req_DH_params', 'set_client_DH_params']
const NEEDS_PASSWORD = '401 SESSION_PASSWORD_NEEDED'

/** Each call as DC, method and what it was answered. */
const CALLS = [
  `${HOME} auth.exportLoginToken auth.loginToken`,
  `${HOME} auth.exportLoginToken auth.loginTokenMigrateTo`,
  `${AWAY} auth.importLoginToken ${NEEDS_PASSWORD}`,
  `${AWAY} account.getPassword account.password`,
  `${AWAY} auth.checkPassword auth.authorization`,
  `${AWAY} users.getUsers vector`,
  `${AWAY} users.getUsers vector`,
]

const SELF = { id: String(USER), dc: AWAY }
const EXPECTED: Report = {
  events: ['token', 'scanned', `migrating ${AWAY}`, 'password-needed', `success ${AWAY}`],
  updates: [`updateLoginToken from ${HOME}`],
  exchanges: [HOME, AWAY],
  user: SELF,
  again: SELF,
}

export class Office {
  readonly #dc: TestDc
  /** by the port that is behind it */
  readonly #relays: ReadonlyMap<number, Relay>
  readonly #proxy: ProxyAddress | undefined

  private constructor(
    dc: TestDc,
    relays: ReadonlyMap<number, Relay>,
    proxy: ProxyAddress | undefined,
  ) {
    this.#dc = dc
    this.#relays = relays
    this.#proxy = proxy
  }

  /** With an MTProxy in front that wants `secret`, if one is given. */
  static async open(secret: string | undefined): Promise<Office> {
    const dc = await TestDc.start({
      dcs: [HOME, AWAY],
      accounts: [{ id: USER, dc: AWAY, password: PASSWORD }],
      autoAccept: SCAN,
      ...(secret !== undefined && { proxy: { secret } }),
    })
    const proxy = dc.proxyLink === undefined ? undefined : parseProxyLink(dc.proxyLink)
    const relays = new Map<number, Relay>()
    for (const { host, port } of proxy ? [proxy] : dc.dcs)
      relays.set(port, await startRelay({ host, port }))
    return new Office(dc, relays, proxy)
  }

  /** Lets an engine log in and asserts what it reports and what was heard of it. */
  async prove(way: Way, login: (plan: Plan) => Promise<Report>): Promise<void> {
    const since = this.#dc.log.at(-1)?.seq ?? 0
    for (const relay of this.#relays.values()) relay.openings()
    const report = await login(this.#plan(way))
    assert.deepEqual(report, EXPECTED)
    const log = this.#dc.log.filter(({ seq }) => seq > since)
    for (const dc of [HOME, AWAY]) {
      const heard = log.filter(entry => entry.dc === dc && entry.direction === 'in')
      const plaintext = heard.filter(({ kind }) => kind === 'plaintext')
      assert.deepEqual(
        plaintext.map(({ name }) => name),
        EXCHANGE,
      )
    }
    for (const relay of this.#relays.values())
      assert.deepEqual([...new Set(relay.openings().map(openingOf))], [way.opening])
    assert.deepEqual(answersIn(log), CALLS)
    const complaints = log.filter(({ kind }) => /^(rejected|violation|transport-error)$/.test(kind))
    assert.deepEqual(complaints, [])
  }

  async close(): Promise<void> {
    for (const relay of this.#relays.values()) relay.close()
    await this.#dc.close()
  }

  #plan({ opening: _, secret: __, webSocket, ...client }: Way): Plan {
    const proxy = this.#proxy
    const dcs = this.#dc.dcs.map((dc): DcAddress => {
      const port = this.#relays.get(dc.port)?.port ?? dc.port
      return { ...dc, port, ...(webSocket && { webSocket: 'ws' }) }
    })
    return {
      dcs,
      publicKeyPem: this.#dc.publicKeyPem,
      password: PASSWORD,
      client,
      proxy: proxy && encodeProxyLink({ ...proxy, port: this.#relays.get(proxy.port)!.port }),
    }
  }
}

/** The API calls of a log, each with what answered it. */
function answersIn(log: readonly LogEntry[]): string[] {
  return log.flatMap(({ dc, msgId, calls }) => {
    const answer = log.find(entry => entry.dc === dc && entry.request?.msgId === msgId)?.request
    return calls ? [[dc, calls.at(-1), answer?.error ?? answer?.result].join(' ')] : []
  })
}
