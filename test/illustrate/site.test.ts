// The site hangs together: its links lead somewhere, it fetches nothing, and it can be read aloud.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MtprotoError } from '../../src/core/errors.ts'
import { perform } from '../../src/illustrate/scenario.ts'
import { checkLinks } from '../../src/illustrate/site.ts'
import { siteOf, wholeSite } from './runs.ts'

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
  assert.throws(() => checkLinks(new Map([['a.html', '<img src="a.png">']])), MtprotoError)
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

test('a run with a seed of its own can be illustrated as well', async () => {
  const site = siteOf(new Map([['qr', await perform('qr', 5)]]))
  assert.deepEqual(
    [...site.keys()].filter(name => !name.startsWith('src-')),
    ['index.html', 'qr.html'],
  )
})
