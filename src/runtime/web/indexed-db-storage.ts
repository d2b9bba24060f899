// Keeps a client's state in a database of the browser, one record for each client. A record is replaced
// as a whole in one transaction: whenever the page ends, it holds either the old state or the new one.
import type { Storage, StoredClient } from '../../client/storage.ts'
import { formatStored, parseStored } from '../../client/stored-text.ts'
import { MtprotoError } from '../../core/errors.ts'
import {
  missing,
  type PlatformDatabase,
  type PlatformRequest,
  type PlatformStore,
  platform,
} from './platform.ts'

const DATABASE = 'raw-mtproto'
const VERSION = 1
const STORE = 'clients'

/** Give it to a client as its `storage`. What is kept is as secret as a password, and any script of the page can read it. */
export class IndexedDbStorage implements Storage {
  readonly #name: string
  #database: Promise<PlatformDatabase> | undefined

  /**
   * `name`: which client of this origin this is. Two pages that are open at the same time need two names,
   * or the one that saves last wins.
   */
  constructor(name: string = 'default') {
    this.#name = name
  }

  /**
   * Undefined when nothing is kept yet. Rejects with ERR_STORAGE_INVALID when it is something else, with
   * ERR_PLATFORM where there is no IndexedDB, and with ERR_STORAGE_FAILED when the browser refuses.
   */
  async load(): Promise<StoredClient | undefined> {
    const text = await this.#perform('readonly', store => store.get(this.#name))
    return text === undefined ? undefined : parseStored(`${text}`)
  }

  /** Resolves when it is on the disk. Rejects with ERR_PLATFORM and ERR_STORAGE_FAILED, as load does. */
  async save(stored: StoredClient): Promise<void> {
    const text = formatStored(stored)
    await this.#perform('readwrite', store => store.put(text, this.#name))
  }

  /** Makes one request in a transaction of its own; transactions run in the order they are asked for. */
  async #perform(
    mode: 'readonly' | 'readwrite',
    ask: (store: PlatformStore) => PlatformRequest<unknown>,
  ): Promise<unknown> {
    this.#database ??= this.#open().catch(error => {
      this.#forget()
      throw error instanceof MtprotoError ? error : failed(error)
    })
    const database = await this.#database
    return new Promise<unknown>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: 'strict' })
      const request = ask(transaction.objectStore(STORE))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error)
    }).catch(cause => {
      throw failed(cause)
    })
  }

  async #open(): Promise<PlatformDatabase> {
    const { indexedDB } = platform()
    if (indexedDB === undefined)
      throw missing('indexedDB', 'give the client a storage of another kind')
    const opening = indexedDB.open(DATABASE, VERSION)
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
    const database = await new Promise<PlatformDatabase>((resolve, reject) => {
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error)
    })
    // Somebody clears the data of this page: the next request opens it anew.
    database.onclose = () => this.#forget()
    database.onversionchange = () => {
      database.close()
      this.#forget()
    }
    return database
  }

  #forget(): void {
    this.#database = undefined
  }
}

function failed(cause: unknown): MtprotoError {
  return new MtprotoError('ERR_STORAGE_FAILED', {
    at: 'IndexedDB',
    ...(cause instanceof Error && { got: cause.message }),
    cause,
    advice: 'allow this page to keep data, or give the client a storage of another kind',
  })
}
