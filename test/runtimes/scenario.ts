// The login that every engine runs: key exchange, a token out, its acceptance received as an update, import on
// another data centre, the password, and the same login once more from what was stored. Nothing here but the
// language and the public package, so that it runs wherever they do.
import type * as RawMtproto from '../../src/index.ts'

/** What to log in to and how; JSON. */
export interface Plan {
  /** the data centre to start from first */
  readonly dcs: readonly RawMtproto.DcAddress[]
  readonly publicKeyPem: string
  /** of the account */
  readonly password: string
  /** the `tg://proxy` link to an MTProxy to go through */
  readonly proxy?: string | undefined
  /** the options of the client that choose how its bytes travel */
  readonly client?: Partial<Pick<RawMtproto.ClientOptions, 'transport' | 'obfuscated'>>
}

/** What the engine brings beside the plan. */
export interface Surroundings {
  readonly host?: RawMtproto.Host
  /** default: memory */
  readonly storage?: RawMtproto.Storage
}

/** What was seen; JSON. */
export interface Report {
  /** of the login, in their order: `token`, `scanned`, `migrating 4`, `password-needed`, `success 4` */
  readonly events: readonly string[]
  /** that came without being asked for: `updateLoginToken from 2` */
  readonly updates: readonly string[]
  /** the data centres that keys were exchanged with, in the order of the exchanges */
  readonly exchanges: readonly number[]
  readonly user: { readonly id: string; readonly dc: number }
  /** the same from a second client that had nothing but the storage */
  readonly again: { readonly id: string; readonly dc: number }
}

/** `req_pq_multi`, which begins every key exchange. */
const REQ_PQ_MULTI = [0xf1, 0x8e, 0x7e, 0xbe]

export async function runScenario(
  raw: typeof RawMtproto,
  { dcs, publicKeyPem, password, proxy, client: how, host, storage }: Plan & Surroundings,
): Promise<Report> {
  const exchanges: number[] = []
  const options: RawMtproto.ClientOptions = {
    ...how,
    apiId: 4,
    dcs,
    keys: [raw.parseRsaPublicKey(publicKeyPem)],
    storage: storage ?? new raw.MemoryStorage(),
    ...(host && { host }),
    ...(proxy !== undefined && { proxy: raw.parseProxyLink(proxy) }),
    trace: dc => event => {
      if (event.kind !== 'plaintext' || event.direction !== 'out') return
      if (REQ_PQ_MULTI.every((byte, at) => event.body[at] === byte)) exchanges.push(dc)
    },
  }
  const client = new raw.Client(options)
  const updates: string[] = []
  const listening = listen(client, updates)
  const events: string[] = []
  for await (const event of raw.qrLogin(client, {
    apiHash: '0123456789abcdef0123456789abcdef',
    password: () => password,
  }))
    events.push('dc' in event ? `${event.event} ${event.dc}` : event.event)
  const user = await whoAmI(client)
  await client.close()
  await listening

  const second = new raw.Client(options)
  const again = await whoAmI(second)
  await second.close()
  return { events, updates, exchanges, user, again }
}

async function listen(client: RawMtproto.Client, updates: string[]): Promise<void> {
  for await (const { dc, update } of client.updates())
    updates.push(`${update._ === 'updateShort' ? update.update._ : update._} from ${dc}`)
}

/** Who is logged in: as the server says, and as the client knows. */
async function whoAmI(client: RawMtproto.Client): Promise<Report['user']> {
  const [self] = await client.invoke({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
  const id = self?._ === 'user' ? self.id : undefined
  if (id !== client.userId) throw new Error(`the server says ${id}, the client ${client.userId}`)
  return { id: `${id}`, dc: client.homeDc }
}
