import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { decode } from '../../src/cli/decode.ts'
import { fromHex } from '../../src/core/bytes/hex.ts'
import { MtprotoError } from '../../src/core/errors.ts'

const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-decode-'))
after(() => rmSync(folder, { recursive: true }))

const { messages_v2 } = JSON.parse(
  readFileSync(new URL('../vectors/vectors.json', import.meta.url), 'utf8'),
) as { messages_v2: { client_to_server: { wire: string } } }
const SEALED = messages_v2.client_to_server.wire
const KEY = '98cb29c6ffa89e79da695a54f572e6cb101e81c688b63a4bf73c3622dec230e0'.repeat(8)

const LOGOUT = '   0  19ba723e                             body: Object = auth.logOut#3e72ba19\n'

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function run(...args: string[]): Promise<string> {
  let text = ''
  const write = (chunk: string): void => {
    text += chunk
  }
  assert.equal(await decode.run(args, { write, warn: assert.fail }), 0)
  return text
}

function refuses(args: readonly string[], text: RegExp): Promise<void> {
  return assert.rejects(run(...args), error => {
    assert.ok(error instanceof MtprotoError)
    assert.equal(error.code, 'ERR_ARGUMENT')
    assert.match(error.message, text)
    assert.doesNotMatch(error.message, /\n/)
    return true
  })
}

test('prints a message as a tree', async () => {
  assert.equal(await run('19ba723e'), LOGOUT)
})

test('takes digits of either case, with spaces and line breaks, in one argument or several', async () => {
  assert.equal(await run(' 19BA\n72 3e\t'), LOGOUT)
  assert.equal(await run('19', 'ba72', '3e'), LOGOUT)
})

test('reads the digits from standard input', () => {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
  const args = ['--conditions=source', '--import', 'tsx', main, 'decode', '-']
  assert.equal(
    execFileSync(process.execPath, args, { input: '19ba 723e\n', encoding: 'utf8' }),
    LOGOUT,
  )
})

test('a schema of the user explains what those of the package do not', async () => {
  const schema = file('own.tl', 'own.thing#00000007 owner:User size:int = own.Thing;')
  const hex = '07000000 7a4bbcd3 0100000000000000 09000000'
  assert.match(await run(hex), /unknown constructor 0x00000007, 20 bytes/)
  assert.equal(
    await run('--schema', schema, hex),
    [
      '   0  07000000                             body: own.Thing = own.thing#00000007',
      '   4  7a4bbcd3                               owner: User = userEmpty#d3bc4b7a',
      '   8  01000000 00000000                        id: long = 1',
      '  16  09000000                               size: int = 9',
      '',
    ].join('\n'),
  )
})

test('the schema of the user comes first, and there may be several', async () => {
  const first = file('first.tl', 'first#3e72ba19 = First;')
  const second = file('second.tl', 'second#00000007 = Second;')
  assert.match(
    await run('--schema', first, '--schema', second, '19ba723e'),
    /First = first#3e72ba19/,
  )
  assert.match(
    await run('--schema', first, '--schema', second, '07000000'),
    /Second = second#00000007/,
  )
})

test('a schema that cannot be parsed is refused with its place', async () => {
  const schema = file('broken.tl', 'own.thing#00000007 = own.Thing;\nown.other size=')
  await assert.rejects(run('--schema', schema, '00'), {
    code: 'ERR_SCHEMA_INVALID',
    message: /broken\.tl:2:/,
  })
})

test('an auth key, binary or in digits, opens an encrypted message', async () => {
  const closed = await run(SEALED)
  assert.doesNotMatch(closed, /decrypted/)
  const binary = await run('--auth-key', file('key.bin', fromHex(KEY)), SEALED)
  assert.match(binary, /^ciphertext at 24, decrypted, sent by the client: 64 bytes$/m)
  assert.equal(await run('--auth-key', file('key.hex', `${KEY}\n`), SEALED), binary)
  assert.ok(binary.startsWith(closed.trimEnd()))
  assert.doesNotMatch(binary.replaceAll(' ', ''), /98cb29c6/)
})

test('an auth key of another size is refused without being shown', async () => {
  const sizes =
    /auth-key: .*\(got a file of \d+ bytes, expected 256 bytes, or 512 hexadecimal digits\)/
  for (const content of [
    KEY.slice(2),
    `${KEY}00`,
    `${KEY.slice(2)}xy`,
    fromHex(KEY).subarray(1),
    '',
  ])
    await refuses(['--auth-key', file('bad.key', content), SEALED], sizes)
})

test('what cannot be read as bytes is refused with its place', async () => {
  await refuses(['12bx'], /HEX: .*\(got "x" at 3, expected hexadecimal digits\)/)
  await refuses(['12b'], /HEX: .*\(got 3 digits, expected two digits for each byte\)/)
  await refuses([' '], /HEX: .*\(got 0 digits/)
})

test('missing arguments, unknown options and missing files are refused', async () => {
  await refuses([], /got nothing/)
  await refuses(['--nonsense', '00'], /--nonsense/)
  await refuses(['--schema', join(folder, 'absent.tl'), '00'], /--schema: .*absent\.tl/)
  await refuses(['--auth-key', join(folder, 'absent.key'), '00'], /--auth-key: .*absent\.key/)
})

test('uses the escape sequences of terminals only when asked', async () => {
  assert.ok(!(await run('19ba723e')).includes('\u001b'))
  assert.ok((await run('--color', '19ba723e')).includes('\u001b[2m'))
})
