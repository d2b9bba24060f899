// A report as a file. Source: docs/report-format.md
import { MtprotoError } from '../../core/errors.ts'
import type { Report } from './model.ts'
import { checkForm, REPORT_SCHEMA } from './schema.ts'

/** The report in JSON, which `parseReport` reads. */
export function toJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`
}

/**
 * Reads a report. Throws ERR_REPORT_INVALID, with the place in it, when the text is none or is of a version
 * that is not known here. Properties that are not known here are passed over.
 */
export function parseReport(text: string): Report {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new MtprotoError('ERR_REPORT_INVALID', { at: 'report', got: 'no JSON', cause })
  }
  checkForm(value, REPORT_SCHEMA, 'report')
  return value as Report
}
