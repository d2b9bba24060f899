// A link as a QR code: blocks for a terminal, SVG, PNG. The `qrcode` package is loaded by the first
// code that is drawn, not by importing this file. The module matrix is the one `qrcode` makes; the
// terminal form is drawn here.
import type { BitMatrix } from 'qrcode'
import { MtprotoError } from '../core/errors.ts'

/** Characters in the longest text; any text of this length fits the largest code in medium quality. */
const MAX_TEXT_LENGTH = 2048

/** Light modules around the code, which scanners need to find its edge (ISO/IEC 18004). */
const QUIET_ZONE = 4

/** How a code is drawn in a terminal. */
export interface TerminalOptions {
  /** for dark text on a light background; the default suits light text on a dark one */
  readonly invert?: boolean
  /** two rows of modules in one line of half blocks (the default), or one with two columns a module */
  readonly small?: boolean
}

/**
 * Returns the code as lines of Unicode blocks, each ended by a newline, quiet zone included.
 * Takes a text of 1 to 2048 characters of ASCII; throws ERR_ARGUMENT for another.
 */
export async function renderTerminal(text: string, options: TerminalOptions = {}): Promise<string> {
  const { invert = false, small = true } = options
  check(text)
  const { default: QRCode } = await import('qrcode')
  const { modules } = QRCode.create(text)
  return small ? halfBlocks(modules, invert) : fullBlocks(modules, invert)
}

/** Returns the code as an SVG document. Takes what renderTerminal does; throws ERR_ARGUMENT for another text. */
export async function renderSvg(text: string): Promise<string> {
  check(text)
  const { default: QRCode } = await import('qrcode')
  return QRCode.toString(text, { type: 'svg', margin: QUIET_ZONE })
}

/**
 * Returns the bytes of a PNG file, 8 pixels a module. Takes what renderTerminal does; throws ERR_ARGUMENT for
 * another text.
 */
export async function renderPng(text: string): Promise<Uint8Array> {
  check(text)
  const { default: QRCode } = await import('qrcode')
  return new Uint8Array(await QRCode.toBuffer(text, { type: 'png', margin: QUIET_ZONE, scale: 8 }))
}

function check(text: string): void {
  if (text.length === 0 || text.length > MAX_TEXT_LENGTH)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: 'QR text',
      got: text.length,
      expected: `1 to ${MAX_TEXT_LENGTH} characters`,
    })
  for (let i = 0; i < text.length; i++)
    if (text.charCodeAt(i) > 0x7e)
      throw new MtprotoError('ERR_ARGUMENT', { at: 'QR text', got: `a foreign character at ${i}` })
}

function halfBlocks(modules: BitMatrix, invert: boolean): string {
  const inked = ink(modules, invert)
  return lines(modules, 2, (row, column) => {
    const upper = inked(row, column)
    const lower = inked(row + 1, column)
    return upper ? (lower ? '█' : '▀') : lower ? '▄' : ' '
  })
}

function fullBlocks(modules: BitMatrix, invert: boolean): string {
  const inked = ink(modules, invert)
  return lines(modules, 1, (row, column) => (inked(row, column) ? '██' : '  '))
}

/** Whether a module is drawn in the colour of the text: the light ones, or inverted the dark ones. */
function ink({ size, data }: BitMatrix, invert: boolean): (row: number, column: number) => boolean {
  return (row, column) => {
    const inside = row >= 0 && row < size && column >= 0 && column < size
    const dark = inside && data[row * size + column] === 1
    return dark === invert
  }
}

function lines(
  { size }: BitMatrix,
  rowsPerLine: number,
  cell: (row: number, column: number) => string,
): string {
  let text = ''
  for (let row = -QUIET_ZONE; row < size + QUIET_ZONE; row += rowsPerLine) {
    for (let column = -QUIET_ZONE; column < size + QUIET_ZONE; column++) text += cell(row, column)
    text += '\n'
  }
  return text
}
