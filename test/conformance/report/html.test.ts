// The pages of reports, and the folder they are written into.
import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { checkHtmlFolder, writeHtml } from '../../../src/conformance/report/html.ts'
import { markup } from '../../../src/conformance/report/markup.ts'
import { type SiteFile, siteOf } from '../../../src/conformance/report/site.ts'
import { caseOf, FULL_CASE, HOSTILE, MIXED, reportOf } from './sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'report-'))
after(() => rmSync(folder, { recursive: true }))

const hostile = [
  reportOf(HOSTILE, [FULL_CASE, ...MIXED]),
  { ...reportOf('x', [FULL_CASE]), seed: HOSTILE, startedAt: HOSTILE },
]

const pathsOf = (files: Iterable<SiteFile>): string[] => [...files].map(({ path }) => path)

test('text is escaped, control characters are shown, colours of terminals are left out', () => {
  assert.equal(markup`<a title="${HOSTILE}">`.text.includes('<img'), false)
  assert.equal(
    markup`<b title="${`<&>"'`}">${'\u001b[1;31mred\u001b[0m\u0000\u001b\t\n\u007f\u202e\ud800\uffff'}</b>`
      .text,
    '<b title="&lt;&amp;&gt;&quot;&#39;">red␀␛\t\n\ufffd\ufffd\ufffd\ufffd</b>',
  )
  assert.equal(markup`${[markup`<i>`, markup`${'<i>'}`]}${undefined}${7}`.text, '<i>&lt;i&gt;7')
})

test('no page holds anything that a program said as markup', () => {
  for (const { path, text } of siteOf(hostile)) {
    const tags = new Set([...text.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag))
    for (const tag of ['script', 'img', 'iframe', 'object', 'form']) assert.ok(!tags.has(tag), path)
    for (const [, attributes] of text.matchAll(/<[a-z0-9]+((?: [a-z-]+(?:="[^"]*")?)*)>/gi))
      assert.doesNotMatch(attributes!.replace(/="[^"]*"/g, ''), / on/, path)
    assert.equal(
      text.split('<').length,
      text.match(/<\/?[a-z0-9]+(?: [a-z-]+(?:="[^"]*")?)*>|<!doctype html>/gi)!.length + 1,
      path,
    )
  }
})

test('a page allows no script, fetches nothing, and says so to the browser', () => {
  for (const { path, text } of siteOf(hostile)) {
    assert.match(
      text,
      /<meta http-equiv="content-security-policy" content="default-src &#39;none&#39;; style-src &#39;sha256-[\w+/]{43}=&#39;; img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;">/,
      path,
    )
    for (const [, link] of text.matchAll(/ (?:href|src)="([^"]*)"/g))
      assert.match(
        link!,
        /^([\w./-]+\.html|data:,|https:\/\/core\.telegram\.org\/mtproto\/auth_key)$/,
      )
  }
})

test('a source that is no path of a page is not linked', () => {
  for (const page of ['javascript:alert(1)', 'this project', '/x" onclick="y']) {
    const files = [...siteOf([reportOf('x', [{ ...FULL_CASE, page }])])]
    assert.ok(!files[2]!.text.includes('core.telegram.org'), page)
  }
})

test('names of files say nothing but letters, digits and hyphens, and differ', () => {
  const cases = [
    ...[
      caseOf('../..', '../x', 'pass'),
      caseOf('HS-01', 'A', 'pass'),
      caseOf('HS-01', 'a', 'fail'),
    ],
    ...[caseOf('index', '', 'pass'), caseOf('HS-01', 'y'.repeat(300), 'pass')],
  ]
  const files = pathsOf(
    siteOf([reportOf('@a/b', cases), reportOf('@a_b', []), reportOf('../', [])]),
  )
  assert.deepEqual(files, [
    'index.html',
    'a-b/index.html',
    'a-b/hs-01-a.html',
    'a-b/hs-01-a-2.html',
    `a-b/hs-01-${'y'.repeat(74)}.html`,
    'a-b/x.html',
    'a-b/index-2.html',
    'a-b-2/index.html',
    'unnamed/index.html',
  ])
})

test('the matrix tells every case of every program by a sign and a word', () => {
  const [{ text }] = [...siteOf([reportOf('one', MIXED), reportOf('two', [MIXED[1]!])])] as [
    SiteFile,
  ]
  const cells = [
    ...text.matchAll(
      /<td><a class="sign (\w+)" title="one 1.2: ([\w-]+)" href="one\/[^"]+"><span aria-hidden="true">(.)<\/span><span class="hidden">\2</g,
    ),
  ]
  assert.deepEqual(
    cells.map(([, tone, mark, sign]) => `${tone} ${mark} ${sign}`),
    [
      ...['green pass ✓', 'amber flaky ±', 'grey inconclusive ?', 'grey unimplemented –'],
      ...['red fail ✗', 'amber non-strict ~', 'grey skipped ·'],
    ],
  )
  assert.equal(text.match(/<td><\/td>/g)!.length, 6)
  assert.match(
    text,
    /<th scope="rowgroup">Key exchange <span class="soft">5 cases; passed:<\/span><\/th><td>1<span class="hidden"> of 5 passed<\/span><\/td><td>0<span class="hidden"> of 1 passed/,
  )
  assert.match(text, /for="show-fail">✗ fail 2</)
})

test('clients and servers stand apart', () => {
  const server = reportOf('dc', [{ ...FULL_CASE, side: 'server' }])
  const reports = [
    { ...server, target: { ...server.target, side: 'server' } as const },
    reportOf('c', MIXED),
  ]
  const [{ text }] = [...siteOf(reports)] as [SiteFile]
  assert.deepEqual(
    [...text.matchAll(/<h2>(.+?)<\/h2>/g)].map(([, title]) => title),
    ['Clients', 'Servers'],
  )
})

test('pages are written into a missing or empty folder, and again over themselves', () => {
  const path = join(folder, 'deep/site')
  writeHtml([reportOf('one', MIXED)], path)
  assert.ok(existsSync(join(path, 'one/hs-10-c.html')))
  writeHtml([reportOf('two', MIXED)], path)
  assert.deepEqual(readdirSync(path).sort(), ['files-of-report.txt', 'index.html', 'two'])
  assert.deepEqual(readdirSync(join(folder, 'deep')), ['site'])
  mkdirSync(join(folder, 'empty'))
  writeHtml([], join(folder, 'empty'))
  assert.ok(existsSync(join(folder, 'empty/index.html')))
})

test('a folder that holds anything else is left alone', () => {
  const path = join(folder, 'foreign')
  for (const foreign of ['notes.txt', 'one/notes.txt', '.git']) {
    writeHtml([reportOf('one', MIXED)], path)
    writeFileSync(join(path, foreign), 'mine')
    assert.throws(() => writeHtml([reportOf('two', [])], path), {
      code: 'ERR_ARGUMENT',
      got: `a folder that holds ${foreign}`,
    })
    assert.throws(() => checkHtmlFolder(path), { code: 'ERR_ARGUMENT' })
    assert.equal(readFileSync(join(path, foreign), 'utf8'), 'mine')
    assert.ok(existsSync(join(path, 'one')))
    rmSync(path, { recursive: true })
  }
  mkdirSync(path)
  writeFileSync(join(path, 'index.html'), 'mine')
  assert.throws(() => writeHtml([], path), { code: 'ERR_ARGUMENT' })
  assert.throws(() => writeHtml([], join(path, 'index.html')), { code: 'ERR_ARGUMENT' })
  assert.equal(readFileSync(join(path, 'index.html'), 'utf8'), 'mine')
  assert.deepEqual(readdirSync(path), ['index.html'])
})

test('a link to a folder stays, and the pages go where it leads', () => {
  const [path, link] = [join(folder, 'real'), join(folder, 'link')]
  mkdirSync(path)
  symlinkSync(path, link)
  writeHtml([reportOf('one', MIXED)], link)
  assert.ok(existsSync(join(path, 'one/index.html')))
  writeHtml([reportOf('two', MIXED)], link)
  assert.ok(existsSync(join(link, 'two/index.html')))
})

test('a site has pages for the cases of the chosen verdicts alone, and no link leads to a page that is not there', () => {
  const passed = MIXED.map(each => caseOf(each.id, each.slug, 'pass'))
  const reports = [reportOf('some', MIXED), reportOf('other', passed)]
  const files = [...siteOf(reports, { pages: ['fail', 'flaky'] })]
  const paths = files.map(({ path }) => path)
  assert.deepEqual(paths, [
    'index.html',
    'some/index.html',
    'some/hs-03-a.html',
    'some/hs-10-c.html',
    'other/index.html',
  ])
  for (const { path, text } of files)
    for (const [, link] of text.matchAll(/ href="([\w./-]+\.html)"/g))
      assert.ok(paths.includes(join(path, '..', link!)), `${path} leads to ${link}`)
  assert.match(files[0]!.text, /<td><span class="sign green" title="some 1.2: pass">/)
})
