import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { tl } from '../../src/cli/tl.ts'

const API = fileURLToPath(new URL('../../schema/api.tl', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tl-cli-'))
after(() => rmSync(folder, { recursive: true }))

async function run(...args: string[]) {
  let out = ''
  const warnings: string[] = []
  const code = await tl.run(args, {
    write: text => {
      out += text
    },
    warn: line => warnings.push(line),
  })
  return { code, out, warnings }
}

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

test('tl generate writes a file for each namespace, and nothing else', async () => {
  const out = join(folder, 'generated')
  const { code, warnings } = await run('generate', API, '--out', out, '--name', 'login')
  assert.equal(code, 0)
  assert.deepEqual(warnings, [])
  assert.deepEqual(readdirSync(out).sort(), [
    ...['account.ts', 'auth.ts', 'help.ts', 'index.ts', 'root.ts', 'updates.ts', 'users.ts'],
  ])
  const index = readFileSync(join(out, 'index.ts'), 'utf8')
  assert.match(index, /^export const login: tl\.Schema<Types> = \{$/m)
  assert.match(index, /^import type \* as tl from 'raw-mtproto\/core'$/m)
})

test('tl generate leaves nothing behind when the schema is wrong', async () => {
  const out = join(folder, 'wrong')
  const path = file('wrong.tl', 'a#1 = A;\nb#2 c:C = B;')
  await assert.rejects(run('generate', path, '--out', out), {
    code: 'ERR_SCHEMA_INVALID',
    at: `${path}:2:5`,
  })
  assert.throws(() => readdirSync(out))
})

test('tl generate leaves no half of its files when it cannot write', async () => {
  const out = join(folder, 'blocked')
  await run('generate', file('one.tl', 'a#1 = A;'), '--out', out)
  rmSync(join(out, 'root.ts'))
  const before = readFileSync(join(out, 'index.ts'), 'utf8')
  // where the last part would go there is a folder
  await run('generate', API, '--out', join(out, '.users.ts.part'))
  await assert.rejects(run('generate', API, '--out', out), { code: 'ERR_ARGUMENT' })
  assert.equal(readFileSync(join(out, 'index.ts'), 'utf8'), before)
  assert.ok(!readdirSync(out).includes('auth.ts'))
})

test('tl generate warns of ids that are not those of their text, and keeps them', async () => {
  const out = join(folder, 'ids')
  const { code, warnings } = await run('generate', file('ids.tl', 'a#12 = A;'), '--out', out)
  assert.equal(code, 0)
  assert.match(warnings.join(), /ids\.tl:1:1: a has the id 00000012, its text gives [0-9a-f]{8}$/)
  assert.match(readFileSync(join(out, 'root.ts'), 'utf8'), /id: 0x00000012,/)
})

test('tl subset prints a schema, or writes it', async () => {
  const { code, out } = await run('subset', API, 'help.getNearestDc', 'updates.getState')
  assert.equal(code, 0)
  assert.equal(
    out,
    `// LAYER 223

nearestDc#8e1a1775 country:string this_dc:int nearest_dc:int = NearestDc;

updates.state#a56c2a3e pts:int qts:int date:int seq:int unread_count:int = updates.State;

---functions---

help.getNearestDc#1fb33026 = NearestDc;
updates.getState#edd4882a = updates.State;
`,
  )
  const path = join(folder, 'subset.tl')
  assert.equal(
    (await run('subset', API, 'help.getNearestDc', 'updates.getState', '--out', path)).out,
    '',
  )
  assert.equal(readFileSync(path, 'utf8'), out)
  await assert.rejects(run('subset', API, 'help.getX'), { code: 'ERR_ARGUMENT', at: 'help.getX' })
})

test('tl diff prints what changed', async () => {
  const { code, out } = await run(
    'diff',
    file('old.tl', 'a#1 = A;'),
    file('new.tl', 'a#1 = A;\nb#2 = A;'),
  )
  assert.equal(code, 0)
  assert.equal(out, '+ constructor b#00000002 = A\n')
})

test('tl check succeeds or lists what is wrong', async () => {
  assert.deepEqual(await run('check', API), {
    code: 0,
    out: '119 declarations, layer 223\n',
    warnings: [],
  })
  const { code, out, warnings } = await run('check', file('bad.tl', 'resPQ#05162464 = ResPQ;'))
  assert.equal(code, 1)
  assert.equal(out, '')
  assert.match(warnings.join(), /bad\.tl:1:1: resPQ has the id 05162464/)
  const path = file('broken.tl', 'resPQ#05162463 nonce int128 = ResPQ;')
  await assert.rejects(run('check', path), { code: 'ERR_SCHEMA_INVALID', at: `${path}:1:21` })
})

test('wrong arguments are told apart from wrong schemas', async () => {
  for (const args of [
    [],
    ['frobnicate', API],
    ['generate', API],
    ['generate', '--out', folder],
    ['generate', API, '--out', folder, '--name', '1x'],
    ['generate', API, '--out', folder, '--colour'],
    ['subset', API],
    ['diff', API],
    ['check', API, API],
    ['check', join(folder, 'nowhere.tl')],
  ])
    await assert.rejects(run(...args), { code: 'ERR_ARGUMENT' }, args.join(' '))
})
