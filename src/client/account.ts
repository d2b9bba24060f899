// Who is logged in and where, with the state of each data centre, and the storage all that is kept in.
import type { DcState } from '../core/dc-client/dc-client-io.ts'
import { MtprotoError } from '../core/errors.ts'
import type { Storage, StoredClient } from './storage.ts'

/** What is stored beside a login, so that it can be used later without being told again. */
export type LoginPlace = Pick<StoredClient, 'apiId' | 'test' | 'addresses'>

export class Account {
  readonly #storage: Storage
  readonly #dcs = new Map<number, DcState>()
  #homeDc: number
  readonly #place: LoginPlace
  #loggedIn = false
  #userId: bigint | undefined
  #isBot: boolean | undefined
  #restored: Promise<void> | undefined
  #failure: unknown

  /** `homeDc` counts until a login, in this run or before, says otherwise. */
  constructor(storage: Storage, homeDc: number, place: LoginPlace) {
    this.#storage = storage
    this.#place = place
    this.#homeDc = homeDc
  }

  get homeDc(): number {
    return this.#homeDc
  }

  get userId(): bigint | undefined {
    return this.#userId
  }

  /** Whether somebody is logged in as far as is known; a login made elsewhere may not tell who. */
  get loggedIn(): boolean {
    return this.#loggedIn
  }

  /** Reads what was stored, once; rejects with what the storage throws, now or when it last saved. */
  async restore(): Promise<void> {
    this.#restored ??= this.#read()
    await this.#restored.catch(error => {
      this.#restored = undefined
      throw error
    })
    const failure = this.#failure
    this.#failure = undefined
    if (failure !== undefined) throw failure
  }

  /** What is known of a data centre. */
  state(dc: number): DcState | undefined {
    return this.#dcs.get(dc)
  }

  setHomeDc(dc: number): void {
    this.#homeDc = dc
    this.#save()
  }

  setState(dc: number, state: DcState | undefined): void {
    if (state === undefined) this.#dcs.delete(dc)
    else this.#dcs.set(dc, state)
    this.#save()
  }

  setUser(userId: bigint | undefined): void {
    const loggedIn = userId !== undefined
    if (userId === this.#userId && loggedIn === this.#loggedIn) return
    this.#userId = userId
    this.#loggedIn = loggedIn
    this.#isBot = undefined
    this.#save()
  }

  /** Nothing is left of the account and its keys; rejects with what the storage throws. */
  async clear(): Promise<void> {
    this.#dcs.clear()
    this.#userId = undefined
    this.#loggedIn = false
    await this.#save()
    await this.restore()
  }

  async #read(): Promise<void> {
    const stored = await this.#storage.load()
    if (stored === undefined) return
    const { test = false } = this.#place
    // The same numbers stand for other data centres there.
    if (stored.test !== undefined && stored.test !== test)
      throw new MtprotoError('ERR_STORAGE_INVALID', {
        at: 'test',
        got: String(stored.test),
        expected: String(test),
        advice: 'use a file for each environment',
      })
    for (const [dc, state] of stored.dcs) this.#dcs.set(dc, state)
    this.#homeDc = stored.homeDc ?? this.#homeDc
    this.#userId = stored.userId
    this.#isBot = stored.isBot
    this.#loggedIn = stored.homeDc !== undefined
  }

  /** Resolves when it is done, well or not. */
  #save(): Promise<void> {
    const stored: StoredClient = {
      homeDc: this.#loggedIn ? this.#homeDc : undefined,
      userId: this.#userId,
      ...(this.#loggedIn && { isBot: this.#isBot, ...this.#place }),
      dcs: new Map(this.#dcs),
    }
    // A machine in the middle of its work cannot wait for this; the next call is told of a failure.
    return Promise.resolve(stored)
      .then(value => this.#storage.save(value))
      .catch(error => {
        this.#failure = error
      })
  }
}
