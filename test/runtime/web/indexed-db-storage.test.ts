import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MtprotoError } from '../../../src/core/errors.ts'
import { IndexedDbStorage } from '../../../src/runtime/web/indexed-db-storage.ts'
import type {
  Platform,
  PlatformDatabase,
  PlatformOpening,
  PlatformTransaction,
} from '../../../src/runtime/web/platform.ts'
import { withPlatform } from './platform.ts'

/** A database that keeps one store of records; `fails` is what becomes of the next transactions. */
class FakeDatabase {
  readonly records = new Map<string, unknown>()
  opened = 0
  refusal: Error | undefined
  fails: Error | undefined
  current: PlatformDatabase | undefined

  readonly indexedDB: NonNullable<Platform['indexedDB']> = {
    open: (name, version) => {
      assert.deepEqual([name, version], ['raw-mtproto', 1])
      const isNew = this.opened++ === 0
      const database = this.#database()
      const opening: PlatformOpening = {
        result: database,
        error: this.refusal ?? null,
        onsuccess: null,
        onerror: null,
        onupgradeneeded: null,
      }
      queueMicrotask(() => {
        if (this.refusal !== undefined) return opening.onerror?.()
        this.current = database
        if (isNew) opening.onupgradeneeded?.()
        opening.onsuccess?.()
      })
      return opening
    },
  }

  #database(): PlatformDatabase {
    let isOpen = true
    return {
      onclose: null,
      onversionchange: null,
      createObjectStore: name => {
        assert.equal(name, 'clients')
        return {}
      },
      transaction: () => {
        if (!isOpen) throw new TypeError('the database is closed')
        return this.#transaction()
      },
      close: () => {
        isOpen = false
      },
    }
  }

  #transaction(): PlatformTransaction {
    const { fails = null } = this
    const transaction: PlatformTransaction = {
      error: fails,
      oncomplete: null,
      onabort: null,
      objectStore: () => ({
        get: key => request(this.records.get(key)),
        put: (value, key) => {
          if (fails === null) this.records.set(key, value)
          return request(key)
        },
      }),
    }
    queueMicrotask(() => (fails === null ? transaction.oncomplete?.() : transaction.onabort?.()))
    return transaction
  }
}

function request(
  result: unknown,
): ReturnType<ReturnType<PlatformTransaction['objectStore']>['get']> {
  return { result, error: null, onsuccess: null, onerror: null }
}

const is = (code: string) => (error: unknown) =>
  error instanceof MtprotoError && error.code === code
const STORED = { homeDc: 2, userId: 7n, dcs: new Map() }

test('each client has a record of its own, which is loaded as it was saved last', async () => {
  const database = new FakeDatabase()
  await withPlatform(database, async () => {
    const storage = new IndexedDbStorage('one')
    assert.equal(await storage.load(), undefined)
    await storage.save(STORED)
    await storage.save({ ...STORED, userId: 8n })
    const loaded = await new IndexedDbStorage('one').load()
    assert.deepEqual([loaded?.homeDc, loaded?.userId, loaded?.dcs.size], [2, 8n, 0])
    assert.equal(await new IndexedDbStorage('two').load(), undefined)
    assert.equal(await new IndexedDbStorage().load(), undefined)
  })
})

test('a record that is something else is refused', async () => {
  const database = new FakeDatabase()
  await withPlatform(database, async () => {
    for (const record of ['{}', 5, null]) {
      database.records.set('default', record)
      await assert.rejects(new IndexedDbStorage().load(), is('ERR_STORAGE_INVALID'))
    }
  })
})

test('where there is no database, loading and saving say so, again each time', async () => {
  await withPlatform({ indexedDB: undefined }, async () => {
    const storage = new IndexedDbStorage()
    await assert.rejects(storage.load(), is('ERR_PLATFORM'))
    await assert.rejects(storage.save(STORED), is('ERR_PLATFORM'))
  })
})

test('a database that cannot be opened is tried again at the next request', async () => {
  const database = new FakeDatabase()
  await withPlatform(database, async () => {
    const storage = new IndexedDbStorage()
    database.refusal = new TypeError('not in this mode')
    await assert.rejects(storage.load(), (error: MtprotoError) => {
      assert.equal(error.code, 'ERR_STORAGE_FAILED')
      assert.match(error.message, /not in this mode/)
      return true
    })
    database.refusal = undefined
    await assert.doesNotReject(storage.load())
  })
})

test('a transaction that is aborted rejects and leaves the old record', async () => {
  const database = new FakeDatabase()
  await withPlatform(database, async () => {
    const storage = new IndexedDbStorage()
    await storage.save(STORED)
    database.fails = new TypeError('the disk is full')
    await assert.rejects(storage.save({ ...STORED, userId: 9n }), is('ERR_STORAGE_FAILED'))
    database.fails = undefined
    assert.equal((await storage.load())?.userId, 7n)
  })
})

test('a database that is closed from outside is opened anew', async () => {
  const database = new FakeDatabase()
  await withPlatform(database, async () => {
    const storage = new IndexedDbStorage()
    await storage.save(STORED)
    database.current?.onversionchange?.()
    await assert.doesNotReject(storage.load())
    assert.equal((await storage.load())?.userId, 7n)
    database.current?.onclose?.()
    assert.equal((await storage.load())?.userId, 7n)
    assert.equal(database.opened, 3)
  })
})
