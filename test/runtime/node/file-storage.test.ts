// The file a client is kept in: nobody else reads it, and whenever the process ends it holds a whole state.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { StoredClient } from '../../../src/client/storage.ts'
import { MtprotoError } from '../../../src/core/errors.ts'
import { FileStorage } from '../../../src/runtime/node/file-storage.ts'
import { sharedKey } from '../../support/pair.ts'

const KILLS = 20
/** This many processes at a time, each with a file of its own. */
const LANES = 4
const STORED: StoredClient = {
  homeDc: 2,
  userId: 5n,
  dcs: new Map([[2, { authKey: sharedKey, serverSalt: 1n, futureSalts: [], timeOffset: 0 }]]),
}

/** Gives the test a folder of its own. */
async function inFolder(run: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'file-storage-'))
  try {
    await run(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const mode = (path: string): number => statSync(path).mode & 0o777

test('what is saved is loaded again, by this process and by the next', () =>
  inFolder(folder => {
    const path = join(folder, 'client.json')
    const storage = new FileStorage(path)
    assert.equal(storage.load(), undefined)
    storage.save(STORED)
    assert.deepEqual(storage.load(), STORED)
    assert.deepEqual(new FileStorage(path).load(), STORED)
    storage.save({ dcs: new Map() })
    assert.deepEqual(new FileStorage(path).load()!.dcs.size, 0)
    assert.deepEqual(readdirSync(folder), ['client.json'])
  }))

test('only the owner reads and writes the file, whatever it was before', () =>
  inFolder(folder => {
    const path = join(folder, 'client.json')
    const umask = process.umask(0)
    try {
      new FileStorage(path).save(STORED)
      assert.equal(mode(path), 0o600)
      chmodSync(path, 0o666)
      new FileStorage(path).save(STORED)
      assert.equal(mode(path), 0o600)
    } finally {
      process.umask(umask)
    }
  }))

test('what an earlier process left beside the file is neither loaded nor trusted', () =>
  inFolder(folder => {
    const path = join(folder, 'client.json')
    const left = `${path}.${process.pid}.new`
    writeFileSync(left, '{"version":1', { mode: 0o666 })
    writeFileSync(`${path}.1.new`, 'anything')
    chmodSync(left, 0o666)
    assert.equal(new FileStorage(path).load(), undefined)
    new FileStorage(path).save(STORED)
    assert.equal(mode(path), 0o600)
    assert.deepEqual(new FileStorage(path).load(), STORED)
    assert.equal(existsSync(left), false)

    const target = join(folder, 'somebody else')
    symlinkSync(target, left)
    new FileStorage(path).save(STORED)
    assert.equal(existsSync(target), false)
    assert.deepEqual(new FileStorage(path).load(), STORED)
  }))

test('a save that fails says so, and leaves the last state and nothing else', () =>
  inFolder(folder => {
    const path = join(folder, 'client.json')
    const storage = new FileStorage(path)
    storage.save(STORED)
    const broken: StoredClient = {
      ...STORED,
      get dcs(): never {
        throw new Error('no state')
      },
    }
    assert.throws(() => storage.save(broken), /no state/)
    assert.deepEqual(storage.load(), STORED)
    assert.deepEqual(readdirSync(folder), ['client.json'])
    assert.throws(() => new FileStorage(join(folder, 'none', 'client.json')).save(STORED), {
      code: 'ENOENT',
    })
  }))

test('a damaged file is refused without a word of what is in it, and is left as it is', () =>
  inFolder(folder => {
    const path = join(folder, 'client.json')
    const storage = new FileStorage(path)
    storage.save(STORED)
    const text = readFileSync(path, 'utf8')
    const secret = Buffer.from(sharedKey.key).toString('hex')
    for (const damaged of [
      text.slice(0, -40),
      text.replace('"authKey"', '"key"'),
      `${text}x`,
      '',
    ]) {
      writeFileSync(path, damaged)
      assert.throws(
        () => new FileStorage(path).load(),
        (error: unknown) => {
          assert.ok(error instanceof MtprotoError)
          assert.equal(error.code, 'ERR_STORAGE_INVALID')
          for (let at = 0; at + 16 <= secret.length; at += 16)
            assert.ok(!`${error.stack}${error.cause}`.includes(secret.slice(at, at + 16)))
          return true
        },
      )
      assert.equal(readFileSync(path, 'utf8'), damaged)
    }
  }))

test('with a passphrase the file is sealed as a whole, and opened by no other', () =>
  inFolder(folder => {
    const path = join(folder, 'client.sealed')
    const passphrase = 'open sesame'
    const storage = new FileStorage(path, { passphrase })
    assert.equal(storage.load(), undefined)
    storage.save(STORED)
    assert.equal(mode(path), 0o600)
    assert.match(readFileSync(path, 'utf8'), /^raw-mtproto-sealed:[\w-]+\n$/)
    assert.deepEqual(new FileStorage(path, { passphrase }).load(), STORED)
    assert.throws(() => new FileStorage(path, { passphrase: 'open' }).load(), {
      code: 'ERR_PASSPHRASE_WRONG',
    })
    assert.throws(() => new FileStorage(path).load(), { code: 'ERR_PASSPHRASE_MISSING', at: path })
    assert.deepEqual(readdirSync(folder), ['client.sealed'])
  }))

test('a file that was not sealed does not pass for one that was', () =>
  inFolder(folder => {
    const path = join(folder, 'client.json')
    new FileStorage(path).save(STORED)
    const sealed = new FileStorage(path, { passphrase: 'open sesame' })
    assert.throws(() => sealed.load(), { code: 'ERR_STORAGE_INVALID' })
  }))

test('a new file is made only where there is none, and not through a link', () =>
  inFolder(folder => {
    const path = join(folder, 'client.json')
    new FileStorage(path).create(STORED)
    assert.equal(mode(path), 0o600)
    assert.deepEqual(new FileStorage(path).load(), STORED)
    assert.throws(() => new FileStorage(path).create({ dcs: new Map() }), {
      code: 'ERR_ARGUMENT',
      at: path,
    })
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'link'))
    assert.throws(() => new FileStorage(join(folder, 'link')).create(STORED), {
      code: 'ERR_ARGUMENT',
    })
    assert.deepEqual(new FileStorage(path).load(), STORED)
    assert.deepEqual(readdirSync(folder), ['client.json', 'link'])
  }))

test('a file that cannot be read is an error, and not a new beginning', () =>
  inFolder(folder => {
    assert.throws(() => new FileStorage(folder).load(), { code: 'EISDIR' })
  }))

test(`a process that is killed while it saves leaves a whole state, ${KILLS} times of ${KILLS}`, () =>
  inFolder(async folder => {
    const program = join(folder, 'saving.mjs')
    await build({
      entryPoints: [fileURLToPath(new URL('saving.ts', import.meta.url))],
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['source'],
      outfile: program,
    })
    await Promise.all(
      Array.from({ length: LANES }, async (_, lane) => {
        const path = join(folder, `client-${lane}.json`)
        for (let kill = lane; kill < KILLS; kill += LANES) {
          await killed(program, path, kill)
          const { homeDc, dcs } = new FileStorage(path).load()!
          assert.equal(dcs.size, homeDc! % 2 === 0 ? 2 : 500)
          assert.equal(mode(path), 0o600)
        }
        new FileStorage(path).save(STORED)
        assert.deepEqual(new FileStorage(path).load(), STORED)
      }),
    )
  }))

/** Lets the program save for so many milliseconds at least, then kills it. */
async function killed(program: string, path: string, milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), gone])
  await setTimeout(milliseconds)
  child.kill('SIGKILL')
  assert.deepEqual(await gone, [null, 'SIGKILL'])
}
