import assert from 'node:assert/strict'
import { test } from 'node:test'
import QRCode from 'qrcode'
import { renderPng, renderSvg, renderTerminal } from '../../src/qr/render.ts'

const LINK = 'tg://login?token=8Pf-5ezT2sHIz7a9pKuSmYCHjnV8Y2pRWF9GTTQ7Iik'
const QUIET = 4

/** The code with its quiet zone, one string of 0 and 1 a row. */
function expected(text: string): string[] {
  const { size, data } = QRCode.create(text).modules
  const side = '0'.repeat(QUIET)
  const blank = '0'.repeat(size + 2 * QUIET)
  const rows: string[] = Array(QUIET).fill(blank)
  for (let row = 0; row < size; row++)
    rows.push(side + [...data.slice(row * size, (row + 1) * size)].join('') + side)
  return [...rows, ...Array<string>(QUIET).fill(blank)]
}

const HALVES: Record<string, readonly [string, string]> = {
  '█': ['0', '0'],
  '▀': ['0', '1'],
  '▄': ['1', '0'],
  ' ': ['1', '1'],
}

/** Reads half blocks back: what is drawn is light. */
function readHalves(drawing: string): string[] {
  return drawing
    .trimEnd()
    .split('\n')
    .flatMap(line => {
      const pairs = [...line].map(character => HALVES[character]!)
      return [pairs.map(([upper]) => upper).join(''), pairs.map(([, lower]) => lower).join('')]
    })
}

function flipped(rows: string[]): string[] {
  return rows.map(row => row.replace(/[01]/g, bit => (bit === '0' ? '1' : '0')))
}

test('half blocks show the modules of the code with a quiet zone of four', async () => {
  const rows = readHalves(await renderTerminal(LINK))
  const want = expected(LINK)
  assert.equal(want.length, 41)
  // an odd number of rows leaves one more light row at the bottom
  assert.deepEqual(rows, [...want, '0'.repeat(41)])
})

test('inverted half blocks draw the dark modules instead', async () => {
  const drawing = (await renderTerminal(LINK, { invert: true })).replace(/\n$/, '')
  const rows = drawing.split('\n').flatMap(line => {
    const pairs = [...line].map(character => HALVES[character]!)
    return [pairs.map(([upper]) => upper).join(''), pairs.map(([, lower]) => lower).join('')]
  })
  assert.deepEqual(flipped(rows), [...expected(LINK), '0'.repeat(41)])
})

test('full blocks show one module in two columns', async () => {
  const drawing = (await renderTerminal(LINK, { small: false })).replace(/\n$/, '')
  const rows = drawing.split('\n').map(line => line.replace(/██/g, '0').replace(/ {2}/g, '1'))
  assert.deepEqual(rows, expected(LINK))
})

test('the SVG paints exactly the dark modules', async () => {
  const svg = await renderSvg(LINK)
  assert.match(svg, /^<svg [^>]*viewBox="0 0 41 41"/)
  const path = /stroke="#000000" d="([^"]*)"/.exec(svg)![1]!
  const dark = new Set<string>()
  let x = 0
  let y = 0
  for (const [, command, numbers] of path.matchAll(/([Mmh])([-0-9. ]+)/g)) {
    const [first, second] = numbers!
      .trim()
      .split(/ |(?=-)/)
      .map(Number)
    if (command === 'M') [x, y] = [first!, second!]
    else if (command === 'm') [x, y] = [x + first!, y + second!]
    else for (const end = x + first!; x < end; x++) dark.add(`${Math.floor(y)},${x}`)
  }
  const want = expected(LINK).flatMap((row, y) =>
    [...row].flatMap((bit, x) => (bit === '1' ? [`${y},${x}`] : [])),
  )
  assert.deepEqual([...dark].sort(), want.sort())
})

test('the PNG is a plain Uint8Array of 8 pixels a module', async () => {
  const png = await renderPng(LINK)
  assert.equal(Object.getPrototypeOf(png), Uint8Array.prototype)
  assert.deepEqual([...png.slice(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const header = new DataView(png.buffer, png.byteOffset)
  assert.deepEqual([header.getUint32(16), header.getUint32(20)], [41 * 8, 41 * 8])
})

test('an empty text, one over 2048 characters and one beyond ASCII are refused by every renderer', async () => {
  for (const render of [renderTerminal, renderSvg, renderPng]) {
    await assert.rejects(render(''), { code: 'ERR_ARGUMENT' })
    await assert.rejects(render('a'.repeat(2049)), { code: 'ERR_ARGUMENT' })
    await assert.rejects(render('é'), { code: 'ERR_ARGUMENT' })
  }
  assert.notEqual(await renderTerminal('a'.repeat(2048)), '')
})
