// A world: clients, data centres and a network between them.
import { type AuthKey, createAuthKey } from '../../src/core/crypto/auth-key.ts'
import { Chance } from './chance.ts'
import { realCrypto } from './light-crypto.ts'
import type { Line } from './line.ts'
import { Office } from './office.ts'
import { PasswordDesk } from './password-desk.ts'
import { Setting, type SettingOptions } from './setting.ts'
import { SimClient } from './sim-client.ts'
import { SimDc } from './sim-dc.ts'

export interface WorldOptions extends SettingOptions {
  /** the ids of its data centres */
  readonly dcs?: readonly number[]
  /** whether the account has a password */
  readonly password?: boolean
}

export interface ClientOptions {
  readonly skew?: number
  /** whether it has a key in common with a data centre already */
  readonly hasKey?: (dc: SimDc) => boolean
}

export class World extends Setting {
  readonly clients: SimClient[] = []
  readonly dcs: readonly SimDc[]
  /** where the account is at home */
  readonly accountDc: number

  constructor(options: WorldOptions) {
    super(options)
    const { seed, dcs = [1], password = false } = options
    const chance = new Chance(`${seed}/office`)
    const desk = password ? new PasswordDesk(chance, this) : undefined
    const office = new Office(this.chance.one(dcs), this.timeline, chance, desk)
    this.accountDc = office.accountDc
    this.dcs = dcs.map(id => new SimDc(id, this, office, new Chance(`${seed}/dc/${id}`)))
  }

  /** Adds a client that talks to these data centres; its clock shows `skew` milliseconds too much. */
  addClient(
    dcs: readonly SimDc[],
    { skew = 0, hasKey = () => true }: ClientOptions = {},
  ): SimClient {
    const number = this.clients.length + 1
    const chance = new Chance(`${this.seed}/${number}`)
    const client = new SimClient(`client ${number}`, skew, this, chance)
    for (const dc of dcs) client.talkTo(dc, hasKey(dc) ? someKey(number, dc.id) : undefined)
    this.clients.push(client)
    return client
  }

  get lines(): Line[] {
    return this.clients.flatMap(({ lines }) => lines)
  }
}

const keys = new Map<string, AuthKey>()

/** A key that client and data centre have in common in every world. */
function someKey(client: number, dc: number): AuthKey {
  const name = `${client}/${dc}`
  let key = keys.get(name)
  if (key === undefined) {
    key = createAuthKey(new Chance(name).random(256, 'auth_key'), realCrypto)
    keys.set(name, key)
  }
  return key
}
