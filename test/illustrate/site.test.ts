// The site hangs together: its links lead somewhere, it fetches nothing, and it can be read aloud.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toHex } from '../../src/core/bytes/hex.ts'
import { seededRandom } from '../../src/core/crypto/seeded-random.ts'
import { MtprotoError } from '../../src/core/errors.ts'
import { perform } from '../../src/illustrate/scenario.ts'
import { checkLinks } from '../../src/illustrate/site.ts'
import { allConnections, runOf, siteOf, wholeSite } from './runs.ts'

test('the site has an index, a page for each connection and the sources that they link to', async () => {
  const names = [...(await wholeSite()).keys()]
  const pages = ['index.html', 'qr.html', 'migrate-1.html', 'migrate-2.html', 'password.html']
  assert.deepEqual(
    names.filter(name => !name.startsWith('src-')),
    [...pages, 'pfs.html'],
  )
  assert.ok(names.includes('src-core-auth-key-client-exchange.ts.html'))
  assert.ok(names.includes('src-conformance-cases-handshake-client.ts.html'))
})

test('a link to a place that is not there is refused', () => {
  const page = '<p id="here"></p><a href="#here">here</a>'
  assert.doesNotThrow(() => checkLinks(new Map([['a.html', page]])))
  for (const link of ['#gone', 'b.html', 'b.html#here', 'https://example.org/'])
    assert.throws(
      () => checkLinks(new Map([['a.html', `${page}<a href="${link}">there</a>`]])),
      (error: MtprotoError) => error.got === link,
    )
})

test('something that a page would fetch is refused', () => {
  for (const text of ['<img src="a.png">', '<iframe src="a.html"></iframe>'])
    assert.throws(() => checkLinks(new Map([['a.html', text]])), MtprotoError, text)
})

test('no id stands twice on a page', async () => {
  for (const [file, text] of await wholeSite()) {
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(match => match[1])
    assert.equal(new Set(ids).size, ids.length, file)
  }
})

test('headings go down one step at a time', async () => {
  for (const [file, text] of await wholeSite()) {
    const levels = [...text.matchAll(/<h([1-6])/g)].map(match => Number(match[1]))
    assert.equal(levels[0], 1, file)
    for (const [i, level] of levels.entries())
      assert.ok(i === 0 || level <= levels[i - 1]! + 1, `${file}: h${level}`)
  }
})

test('an arrow of the drawing leads to each frame', async () => {
  const page = (await wholeSite()).get('pfs.html')!
  const arrows = [...page.matchAll(/<a href="#(f\d+)" class="arrow/g)].map(match => match[1])
  const frames = [...page.matchAll(/<section class="frame \w+" id="(f\d+)"/g)].map(
    match => match[1],
  )
  assert.equal(frames.length, 21)
  assert.deepEqual(arrows, frames)
})

test('the bytes that protect the token are where the page says', async () => {
  const [connection] = await allConnections()
  const text = (await wholeSite()).get('qr.html')!
  const [, number, sealed, end, proof, last] =
    /href="#f(\d+)">frame .*?which is bytes (\d+) to (\d+) of the frame.*?bytes (\d+) to (\d+), is a hash/s.exec(
      text,
    )!
  const { wire, fields } = connection!.frames[Number(number) - 1]!
  const bytesOf = (key: string) => toHex(fields.find(field => field.key === key)!.bytes)
  const between = (from = '', to = '') => toHex(wire.subarray(Number(from), Number(to) + 1))
  assert.equal(between(sealed, end), bytesOf('envelope.ciphertext'))
  assert.equal(between(proof, last), bytesOf('envelope.msg_key'))
  assert.ok(text.includes(`Any from byte ${proof} of the frame on.`))
})

test('on the way there is nothing to be seen of what was sealed', async () => {
  for (const [file, text] of await wholeSite()) {
    const rows = [...text.matchAll(/<div role="cell"><p><a href="#f\d+">.*?<\/div>/gs)]
    assert.ok(rows.length > 5 || !/^(qr|migrate|password|pfs)/.test(file), file)
    for (const [cell] of rows) assert.doesNotMatch(cell, /href="#f[^"]*-in-/, file)
  }
})

test('what cannot be read is a page of its own that says why, and in a run of ours a defect', async () => {
  const { recording } = await runOf('qr')
  const place = { at: 0, link: 1 } as const
  const bytes = seededRandom('proxied')(200, 'obfuscation')
  const opened = { ...place, kind: 'opened', host: '127.0.0.1', port: 443 } as const
  const lines = [opened, { ...place, kind: 'bytes', from: 'client', bytes } as const]
  const run = { title: 'Proxied', story: '', draws: [], recording: { ...recording, lines } }
  const text = siteOf(new Map([['proxied', run]]), true).get('proxied.html')!
  assert.match(text, /Not read: the start names no transport.*not the secrets of proxies/)
  assert.match(text, /200 bytes/)
  assert.throws(() => siteOf(new Map([['proxied', run]])), { code: 'ERR_ARGUMENT' })
})

test('a run with a seed of its own can be illustrated as well', async () => {
  const site = siteOf(new Map([['qr', await perform('qr', 5)]]))
  assert.deepEqual(
    [...site.keys()].filter(name => !name.startsWith('src-')),
    ['index.html', 'qr.html'],
  )
})
