// What a client keeps beyond its process: who is logged in, where, and the state of each data centre.
import type { DcState } from '../core/dc-client/dc-client-io.ts'
import type { DcAddress } from './dcs.ts'

/** Everything there is to keep. It holds auth keys: whoever has it is logged in. */
export interface StoredClient {
  /** the data centre of the account; undefined before a login */
  readonly homeDc?: number | undefined
  /** who is logged in; undefined before a login, and where a login made elsewhere does not tell */
  readonly userId?: bigint | undefined
  /** whether that is a bot, where it is known */
  readonly isBot?: boolean | undefined
  /** the program that is logged in, from my.telegram.org; this and the following are kept with a login */
  readonly apiId?: number | undefined
  /** whether the data centres belong to the separate test environment */
  readonly test?: boolean | undefined
  /** where the data centres are, home first, when they are not the public ones */
  readonly addresses?: readonly DcAddress[] | undefined
  /** by the id of the data centre */
  readonly dcs: ReadonlyMap<number, DcState>
}

/** Where it is kept. */
export interface Storage {
  /** called once, before the first connection */
  load(): StoredClient | undefined | Promise<StoredClient | undefined>
  /** called at every change, with everything */
  save(stored: StoredClient): void | Promise<void>
}

/** Keeps it as long as the process runs. */
export class MemoryStorage implements Storage {
  /** what was saved last */
  stored: StoredClient

  constructor(stored: StoredClient = { dcs: new Map() }) {
    this.stored = stored
  }

  load(): StoredClient {
    return this.stored
  }

  save(stored: StoredClient): void {
    this.stored = stored
  }
}
