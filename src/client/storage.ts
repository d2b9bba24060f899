// What a client keeps beyond a connection, one record a data centre.
import type { DcState } from '../core/dc-client/dc-client-io.ts'

/** Where the state of each data centre is kept. A state holds an auth key: whoever has it is logged in. */
export interface Storage {
  /** the state of a DC, asked for once, before the first connection to it */
  load(dc: number): DcState | undefined | Promise<DcState | undefined>
  /** called at every change; undefined when the key is gone */
  save(dc: number, state: DcState | undefined): void
}

/** Keeps the states as long as the process runs. */
export class MemoryStorage implements Storage {
  readonly #states: Map<number, DcState>

  /** `states` by the id of their DC: logins that exist already. */
  constructor(states: Iterable<readonly [dc: number, state: DcState]> = []) {
    this.#states = new Map(states)
  }

  load(dc: number): DcState | undefined {
    return this.#states.get(dc)
  }

  save(dc: number, state: DcState | undefined): void {
    if (state === undefined) this.#states.delete(dc)
    else this.#states.set(dc, state)
  }
}
