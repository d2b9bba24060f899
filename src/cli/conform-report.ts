// `raw-mtproto conform report`: reports that were kept, as text, or merged into pages.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeHtml } from '../conformance/report/html.ts'
import { parseReport } from '../conformance/report/json.ts'
import { MARK_NAMES, type Mark } from '../conformance/report/mark.ts'
import type { Report } from '../conformance/report/model.ts'
import { MtprotoError } from '../core/errors.ts'
import type { Io } from './command.ts'
import { formatConsole } from './conform-console.ts'
import { parseOptions } from './options.ts'

/** Bytes of a report. */
const MAX_SIZE = 1 << 28

export async function conformReport(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    { html: { type: 'string' }, pages: { type: 'string' } },
    { min: 1, max: Number.POSITIVE_INFINITY },
  )
  const pages = values.pages?.split(',').map(markOption)
  if (pages && values.html === undefined)
    throw new MtprotoError('ERR_ARGUMENT', { at: '--pages', expected: '--html DIR as well' })
  const reports = positionals.map(readReport)
  if (values.html === undefined) io.write(reports.map(formatConsole).join('\n'))
  else {
    writeHtml(reports, values.html, pages && { pages })
    io.write(`${join(values.html, 'index.html')}\n`)
  }
  return 0
}

function markOption(text: string): Mark {
  const mark = MARK_NAMES.find(each => each === text)
  if (mark !== undefined) return mark
  throw new MtprotoError('ERR_ARGUMENT', {
    at: '--pages',
    got: text,
    expected: MARK_NAMES.join(', '),
  })
}

/** Throws ERR_ARGUMENT when the file holds no report. */
function readReport(file: string): Report {
  try {
    const { size } = statSync(file)
    if (size > MAX_SIZE)
      throw new MtprotoError('ERR_REPORT_INVALID', { at: 'size', got: size, expected: MAX_SIZE })
    return parseReport(readFileSync(file, 'utf8'))
  } catch (cause) {
    const advice = 'FILE is what `raw-mtproto conform --json FILE` has written'
    if (!(cause instanceof MtprotoError))
      throw new MtprotoError('ERR_ARGUMENT', { at: file, got: (cause as Error).message, cause })
    const { at, got, expected } = cause
    throw new MtprotoError('ERR_ARGUMENT', {
      at: `${file}, ${at}`,
      ...(got !== undefined && { got }),
      ...(expected !== undefined && { expected }),
      ...{ advice, cause },
    })
  }
}
