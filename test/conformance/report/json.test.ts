// The form of a report, and what reads it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read } from '../../../scripts/sources.ts'
import { parseReport, toJson } from '../../../src/conformance/report/json.ts'
import { REPORT_SCHEMA, type Schema } from '../../../src/conformance/report/schema.ts'
import { FULL_CASE, MIXED, reportOf } from './sample.ts'

const full = reportOf('full', [FULL_CASE])
/** What has to be there, by its place. */
const required = new Map<string, readonly string[]>([
  ['report', ['version', 'tool', 'target', 'seed', 'startedAt', 'milliseconds', 'cases']],
  ['report.tool', ['name', 'version']],
  ['report.target', ['name', 'side']],
  [
    'report.cases[0]',
    [
      ...['id', 'slug', 'side', 'kind', 'level', 'rule', 'page', 'stimulus', 'expected'],
      ...['verdict', 'reproduce'],
    ],
  ],
  ['report.cases[0].fault', ['seen', 'milliseconds', 'wire']],
  ['report.cases[0].control.wire[2]', ['at', 'link', 'direction', 'kind']],
])

/** The report with `value` at a place such as `report.cases[0].id`; undefined takes out what is there. */
function changed(place: string, value: unknown): string {
  const steps = place.split(/[.[\]]+/).filter(step => step !== '' && step !== 'report')
  const last = steps.pop()!
  const copy = JSON.parse(toJson(full))
  steps.reduce((inner, step) => inner[step], copy)[last] = value
  return JSON.stringify(copy)
}

test('a report that is written is read as the same', () => {
  assert.deepEqual(parseReport(toJson(full)), JSON.parse(JSON.stringify(full)))
  assert.deepEqual(parseReport(toJson(reportOf('mixed', MIXED))), reportOf('mixed', MIXED))
})

test('the schema of the documentation is the one that is used', () => {
  const [, block] = /^```json\n(.+?)^```$/ms.exec(read('docs/report-format.md'))!
  assert.deepEqual(JSON.parse(block!), REPORT_SCHEMA)
})

test('the schema knows everything that a report holds, and a report can hold everything in it', () => {
  const resolve = (schema: Schema): Schema =>
    schema.$ref ? REPORT_SCHEMA.$defs![schema.$ref.replace('#/$defs/', '')]! : schema
  const visit = (values: readonly unknown[], schema: Schema, at: string): void => {
    const { items, properties } = resolve(schema)
    if (items !== undefined) return visit(values.flat(), items, `${at}[]`)
    if (properties === undefined) return
    const names = new Set(values.flatMap(value => Object.keys(value as object)))
    assert.deepEqual([...names].sort(), Object.keys(properties).sort(), at)
    for (const [name, inner] of Object.entries(properties)) {
      const held = values.filter(value => Object.hasOwn(value as object, name))
      visit(
        held.map(value => (value as never)[name]),
        inner,
        `${at}.${name}`,
      )
    }
  }
  visit([JSON.parse(toJson(full))], REPORT_SCHEMA, 'report')
})

test('what is missing is named with its place', () => {
  const places = [...required].flatMap(([place, names]) => names.map(name => `${place}.${name}`))
  for (const at of places)
    assert.throws(() => parseReport(changed(at, undefined)), { code: 'ERR_REPORT_INVALID', at })
  assert.throws(() => parseReport(changed('report.cases[0].rule', undefined)), { got: 'nothing' })
})

test('what is not of the form is refused with its place, whatever it is', () => {
  const wrong: [place: string, value: unknown][] = [
    ['report.version', 2],
    ['report.tool', null],
    ['report.target', []],
    ['report.target.side', 'both'],
    ['report.target.name', ''],
    ['report.seed', 7],
    ['report.seed', 'x'.repeat(1001)],
    ['report.startedAt', 'yesterday'],
    ['report.milliseconds', -1],
    ['report.cases', {}],
    ['report.cases', Array(10_001).fill(FULL_CASE)],
    ['report.cases[0]', 7],
    ['report.cases[0].id', '../../x'],
    ['report.cases[0].slug', 'a/b'],
    ['report.cases[0].verdict', 'passed'],
    ['report.cases[0].flaky', 'no'],
    ['report.cases[0].expected[1]', {}],
    ['report.cases[0].fault.wire[1].link', 1.5],
    ['report.cases[0].control.wire[1].bytes', 'be7'],
  ]
  for (const [at, value] of wrong)
    assert.throws(() => parseReport(changed(at, value)), { code: 'ERR_REPORT_INVALID', at })
  for (const text of ['', '{', 'null', '7', '[]', '"x"'])
    assert.throws(() => parseReport(text), { code: 'ERR_REPORT_INVALID', at: 'report' })
})

test('an error shows no more than the head of what was found', () => {
  const text = changed('report.cases[0].verdict', 'x'.repeat(5000))
  assert.throws(() => parseReport(text), { got: JSON.stringify('x'.repeat(40)) })
})

test('properties that are not known are passed over', () => {
  assert.equal(parseReport(changed('report.cases[0].more', 1)).cases.length, 1)
  assert.equal(parseReport(changed('report.more', 1)).cases.length, 1)
})
