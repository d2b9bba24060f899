// Who is logged in and where, with the state of each data centre, and the storage all that is kept in.
import type { DcState } from '../core/dc-client/dc-client-io.ts'
import type { Storage } from './storage.ts'

export class Account {
  readonly #storage: Storage
  readonly #dcs = new Map<number, DcState>()
  #homeDc: number
  #userId: bigint | undefined
  #restored: Promise<void> | undefined
  #failure: unknown

  /** `homeDc` counts until a login, in this run or before, says otherwise. */
  constructor(storage: Storage, homeDc: number) {
    this.#storage = storage
    this.#homeDc = homeDc
  }

  get homeDc(): number {
    return this.#homeDc
  }

  get userId(): bigint | undefined {
    return this.#userId
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
    if (userId === this.#userId) return
    this.#userId = userId
    this.#save()
  }

  /** Nothing is left of the account and its keys. */
  clear(): void {
    this.#dcs.clear()
    this.#userId = undefined
    this.#save()
  }

  async #read(): Promise<void> {
    const stored = await this.#storage.load()
    if (stored === undefined) return
    for (const [dc, state] of stored.dcs) this.#dcs.set(dc, state)
    this.#homeDc = stored.homeDc ?? this.#homeDc
    this.#userId = stored.userId
  }

  #save(): void {
    const homeDc = this.#userId === undefined ? undefined : this.#homeDc
    const stored = { homeDc, userId: this.#userId, dcs: new Map(this.#dcs) }
    // A machine in the middle of its work cannot wait for this; the next call is told of a failure.
    Promise.resolve(stored)
      .then(value => this.#storage.save(value))
      .catch(error => {
        this.#failure = error
      })
  }
}
