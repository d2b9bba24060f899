// Nothing that the command line prints holds a secret, however much it is asked to tell: only `session export`
// prints one, on standard output.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseStored } from '../../src/client/stored-text.ts'
import { API, KeptLogin, type Run } from './kept-login.ts'

const PASSWORD = 'correct horse battery staple'
const PASSPHRASE = 'open sesame, please'
const TALKATIVE = ['--trace', '--trace-bytes']

/** Every way in which the bytes may be written: whole, or any part of them. */
function spellings(secret: Uint8Array): string[] {
  const parts = Array.from({ length: Math.ceil(secret.length / 16) - 1 }, (_, i) =>
    Buffer.from(secret.subarray(16 * i, 16 * i + 16)),
  )
  return parts.flatMap(part => [
    part.toString('hex'),
    part.toString('hex').match(/../g)!.join(' '),
    ...[0, 1, 2].flatMap(shift => {
      // base64 of a part in the middle of something longer, without the digits its neighbours are in
      const text = Buffer.concat([Buffer.alloc(shift), part])
        .toString('base64')
        .slice(shift + 1, 18)
      return [text, text.replaceAll('+', '-').replaceAll('/', '_')]
    }),
    [...part].join(','),
  ])
}

const holds = ({ out, err }: Pick<Run, 'out' | 'err'>, secrets: readonly string[]): string[] => {
  const squeezed = (out + err).toLowerCase()
  return secrets.filter(secret => squeezed.includes(secret.toLowerCase()))
}

test('no secret is in what login, show, check, accept, import and logout print', async () => {
  const kept = await KeptLogin.start({ accounts: [{ password: PASSWORD }], autoAccept: 0 })
  try {
    const password = kept.file('password', `${PASSWORD}\n`)
    const phrase = ['--passphrase-file', kept.file('passphrase', `${PASSPHRASE}\n`)]
    const path = kept.file('saved.json')
    const runs: Run[] = []
    const run = async (args: readonly string[]): Promise<Run> => {
      const done = await kept.run(args)
      runs.push(done)
      return done
    }
    const login = ['login', ...kept.where, ...API, '--password-file', password, ...TALKATIVE]
    await run([...login, '--save', path])
    await run([...login, '--save', kept.file('json.json'), '--json', '--pfs'])
    await run([...login, '--save', kept.file('sealed.json'), ...phrase])
    const keys = ['saved.json', 'json.json'].map(name => {
      const { dcs } = parseStored(readFileSync(kept.file(name), 'utf8'))
      return dcs.get(2)!.authKey.key
    })
    await run(['session', 'show', path])
    await run(['session', 'show', path, '--json'])
    await run(['session', 'check', path, ...TALKATIVE])
    await run(['session', 'check', kept.file('json.json'), '--pfs', ...kept.where, ...TALKATIVE])
    await run(['session', 'check', kept.file('sealed.json'), ...phrase, ...TALKATIVE])
    await run(['session', 'show', kept.file('sealed.json'), '--passphrase-file', password])
    await run(['accept', 'tg://login?token=AQID', '--session', path, '--yes', ...TALKATIVE])
    await run(['login', ...kept.where, ...API, '--save', path, ...TALKATIVE])

    const exported: string[] = []
    for (const form of ['telethon', 'gramjs', 'pyrogram', 'mtcute']) {
      const done = await kept.run(['session', 'export', path, '--format', form])
      exported.push(done.out.trim())
      runs.push({ ...done, out: '' })
      for (const [name, text] of [
        ['whole', done.out],
        ['cut', done.out.slice(0, -9)],
        ['wrong', done.out.replace('A', '!')],
      ] as const) {
        const from = kept.file(`${form}-${name}`, text)
        await run(['session', 'import', kept.file(`${form}-${name}.json`), '--from', from])
      }
    }
    await run(['session', 'logout', path, ...TALKATIVE])

    const secrets = [PASSWORD, PASSPHRASE, ...keys.flatMap(spellings)]
    for (const done of runs) assert.deepEqual(holds(done, secrets), [], done.err.slice(-400))
    assert.equal(runs.filter(({ code }) => code === 0).length >= 13, true)
    assert.equal(
      runs.some(({ err }) => err.includes('auth.checkPassword')),
      true,
    )
    // they would have been found
    for (const text of exported) assert.notDeepEqual(holds({ out: text, err: '' }, secrets), [])
    const saved = readFileSync(kept.file('json.json'), 'utf8')
    assert.notDeepEqual(holds({ out: saved, err: '' }, secrets), [])
  } finally {
    await kept.stop()
  }
})
