import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read } from '../../scripts/sources.ts'
import { openHashed, tmpAes } from '../../src/core/auth-key/derive.ts'
import { fromHex, toHex } from '../../src/core/bytes/hex.ts'
import { portable } from '../../src/core/crypto/portable.ts'
import { parseRsaPublicKey } from '../../src/core/crypto/rsa.ts'
import { rsaPad } from '../../src/core/crypto/rsa-pad.ts'
import { mtproto, Server_DH_inner_data } from '../../src/core/tl/generated/mtproto/index.ts'
import { decodePrefix, encode } from '../../src/core/tl/schema.ts'
import { commandsOf, run, wordsOf } from '../docs/commands.ts'
import { type Block, blocksOf, linksOf, pages } from '../docs/pages.ts'
import { type GuideRun, playGuideRun } from './run.ts'

const FOLDER = 'docs/guide/'
const chapters = pages().filter(path => path.startsWith(FOLDER))
const blocks = chapters.flatMap(blocksOf)
const placeOf = ({ path, line }: Block): string => `${path}:${line}`

const guideRun = playGuideRun()
const innerData = guideRun.then(serverInnerData)

/** What a text block is taken from, by what its comment says. */
const SOURCES: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  'from the run': async () => (await guideRun).trace,
  'from the run with forward secrecy': async () =>
    (await playGuideRun({ tempKeyLifetime: 86_400 })).trace,
  'from server_DH_inner_data': async () => {
    const [, text] = await run(['decode', toHex(await innerData)])
    return text.split('\n')
  },
}

/** The server's half of Diffie-Hellman, as the client opened it. */
function serverInnerData({ drawn, received }: GuideRun): Uint8Array {
  const wire = fromHex(received[1]!)
  const value = decodePrefix(mtproto, wire.subarray(24)).value
  assert.ok(value._ === 'server_DH_params_ok')
  const aes = tmpAes(fromHex(drawn.get('new_nonce')![0]!), value.serverNonce, portable)
  const rules = { size: 'HS-20', type: 'HS-25', hash: 'HS-21', padding: 'HS-22' } as const
  const inner = openHashed(value.encryptedAnswer, aes, Server_DH_inner_data, rules, portable)
  return encode(mtproto, inner)
}

/** Whether the lines stand in `all` in this order; `…` is any number of lines, and others follow at once. */
function isExcerpt(lines: readonly string[], all: readonly string[]): boolean {
  const fits = (at: number, index: number): boolean => {
    const line = lines[index]
    if (line === undefined) return true
    if (line === '…') return all.slice(at).some((_, skipped) => fits(at + skipped, index + 1))
    return at < all.length && all[at]!.trimEnd() === line && fits(at + 1, index + 1)
  }
  return all.some((_, at) => fits(at, 0))
}

const linesOf = ({ text }: Block): string[] => text.trimEnd().split('\n')

/** The text blocks that stand right below a command, and the command. */
function outputs(): { readonly command: string; readonly block: Block }[] {
  return blocks.flatMap((block, index) => {
    const above = blocks[index - 1]
    if (block.language !== 'text' || above?.language !== 'sh' || above.path !== block.path)
      return []
    if (above.line + linesOf(above).length + 3 !== block.line) return []
    return [{ command: commandsOf(above.text).at(-1)!, block }]
  })
}

/** What stands in front of two spaces in each line, as digits. */
function digitsOf(block: Block): string {
  return linesOf(block)
    .map(line => line.split(/ {2}|(?<=[0-9a-f]{8}) (?![0-9a-f]{8}\b)/)[0]!.replace(/ /g, ''))
    .join('')
}

test('the guide begins with a page that leads to every other, and every chapter leads into the source', () => {
  const linked = linksOf(`${FOLDER}README.md`)
  for (const path of chapters.filter(each => !each.endsWith('README.md'))) {
    assert.ok(linked.includes(path), path)
    if (/\d\d-/.test(path))
      assert.ok(
        linksOf(path).some(target => /^src\/.+\.ts$/.test(target)),
        path,
      )
  }
  assert.ok(chapters.length >= 12)
})

test('what is shown below a command is what the command prints', async () => {
  const found = outputs()
  assert.ok(found.length >= 5)
  for (const { command, block } of found) {
    const [code, text] = await run(wordsOf(command).slice(2))
    assert.equal(code, 0, text)
    const lines = text.trimEnd().split('\n')
    assert.ok(isExcerpt(linesOf(block), lines), `${placeOf(block)}, but it prints\n${text}`)
    assert.equal(linesOf(block)[0], lines[0])
  }
})

test('what is said to be from the run is from the run', async () => {
  const shown = blocks.filter(({ note = '' }) => note in SOURCES)
  assert.ok(shown.length >= 10)
  for (const block of shown) {
    const all = await SOURCES[block.note!]!()
    assert.ok(isExcerpt(linesOf(block), all), `${placeOf(block)} is not in\n${all.join('\n')}`)
  }
})

test('no line of a recording stands in the guide without a check', () => {
  const below = new Set(outputs().map(({ block }) => block))
  const unchecked = blocks.filter(
    block =>
      block.language === 'text' &&
      !below.has(block) &&
      !(block.note !== undefined && (block.note in SOURCES || block.note.startsWith('bytes '))) &&
      /^ *(\d+ {2}[0-9a-f]{8}|dc\d |[0-9a-f]{8} )/m.test(block.text),
  )
  assert.deepEqual(unchecked.map(placeOf), [])
})

test('bytes that are shown are those that were sent and received', async () => {
  const { sent, received } = await guideRun
  const streams = { sent: sent.join(''), received: received.join('') }
  const shown = blocks.filter(({ note = '' }) => note.startsWith('bytes '))
  assert.equal(shown.length, 2)
  for (const block of shown) {
    const [, way] = /^bytes the client (sent|received), from 0$/.exec(block.note!)!
    const digits = digitsOf(block)
    assert.equal(digits, streams[way as keyof typeof streams].slice(0, digits.length))
  }
})

test('messages that the guide decodes are messages of the run', async () => {
  const { sent, received, trace, authKey, drawn, publicKeyPem } = await guideRun
  const wire = [...sent, ...received].join('')
  const explained = trace.filter(line => line.startsWith('  '))
  const bodies = explained.map(line => line.slice(10, 45).replace(/ /g, '')).join('')
  const commands = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => commandsOf(text))
    .filter(command => command.includes(' decode '))
  assert.ok(commands.length >= 5)
  for (const command of commands) {
    const digits = wordsOf(command)
      .filter(word => /^([0-9a-f]{2}){8,}$/.test(word))
      .join('')
    if (wire.includes(digits) || bodies.includes(digits)) continue
    // p_q_inner_data_dc is the one that travels inside RSA_PAD: made again, it is what was sent
    const draws = { padding: drawn.get('padding')![0]!, temp_key: drawn.get('temp_key')![0]! }
    const sealed = rsaPad(
      fromHex(digits),
      parseRsaPublicKey(publicKeyPem),
      (_, purpose) => fromHex(draws[purpose as keyof typeof draws]),
      portable,
    )
    assert.ok(wire.includes(toHex(sealed)), command)
  }
  assert.equal(read(`${FOLDER}auth-key.hex`).trim(), authKey)
})

test('the obfuscated run begins as the guide says', async () => {
  const { sent } = await playGuideRun({ obfuscated: true })
  const page = read(`${FOLDER}03-obfuscation.md`).replace(/' \+\s+'/g, '')
  assert.ok(page.includes(`'${sent[0]}'`), sent[0])
})

test('the link in the guide is the one that was shown', async () => {
  const { link } = await guideRun
  assert.ok(read(`${FOLDER}10-qr-login.md`).includes(`prints ${link} -->`), link)
})
