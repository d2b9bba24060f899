// The form of a report in JSON, as a JSON Schema, and what reads a value by it. The same schema stands in
// docs/report-format.md. Everything in a file from elsewhere is bounded before it is used.
import { MtprotoError } from '../../core/errors.ts'

/** As much of JSON Schema (draft 2020-12) as the form of a report needs. Unknown properties are allowed. */
export interface Schema {
  readonly $schema?: string
  readonly title?: string
  readonly $ref?: `#/$defs/${string}`
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  readonly const?: string | number
  readonly enum?: readonly string[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly minimum?: number
}

const WORDS: Schema = { type: 'string', maxLength: 1000 }
const TEXT: Schema = { type: 'string', maxLength: 1_000_000 }
const NAME: Schema = { type: 'string', minLength: 1, maxLength: 10_000 }
const DURATION: Schema = { type: 'number', minimum: 0 }
const COUNT: Schema = { type: 'integer', minimum: 0 }
const RUN: Schema = { $ref: '#/$defs/run' }

/** The form of a report of version 1. */
export const REPORT_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Report of the conformance cases, version 1',
  type: 'object',
  required: ['version', 'tool', 'target', 'seed', 'startedAt', 'milliseconds', 'cases'],
  properties: {
    version: { const: 1 },
    tool: {
      type: 'object',
      required: ['name', 'version'],
      properties: { name: NAME, version: NAME },
    },
    target: {
      type: 'object',
      required: ['name', 'side'],
      properties: {
        name: NAME,
        version: NAME,
        side: { enum: ['client', 'server'] },
        command: TEXT,
      },
    },
    seed: WORDS,
    startedAt: {
      type: 'string',
      pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z$',
    },
    milliseconds: DURATION,
    cases: { type: 'array', maxItems: 10_000, items: { $ref: '#/$defs/case' } },
  },
  $defs: {
    case: {
      type: 'object',
      required: [
        ...['id', 'slug', 'side', 'kind', 'level', 'rule', 'page', 'stimulus', 'expected'],
        ...['verdict', 'reproduce'],
      ],
      properties: {
        id: { type: 'string', pattern: '^[A-Z]{1,10}-\\d{1,9}$' },
        slug: { type: 'string', pattern: '^[\\w+.-]{1,100}$' },
        side: { enum: ['client', 'server', 'both', 'tool'] },
        kind: { enum: ['wire', 'internal', 'vector'] },
        level: { enum: ['MUST', 'REC', 'INFO'] },
        rule: WORDS,
        page: WORDS,
        stimulus: WORDS,
        expected: { type: 'array', maxItems: 100, items: WORDS },
        verdict: {
          enum: ['pass', 'fail', 'non-strict', 'inconclusive', 'unimplemented', 'skipped'],
        },
        reason: TEXT,
        flaky: { type: 'boolean' },
        expectation: {
          type: 'object',
          required: ['mark', 'reason'],
          properties: {
            mark: { enum: ['fail', 'non-strict', 'flaky', 'inconclusive'] },
            reason: TEXT,
          },
        },
        fault: RUN,
        control: RUN,
        reproduce: TEXT,
      },
    },
    run: {
      type: 'object',
      required: ['seen', 'milliseconds', 'wire'],
      properties: {
        seen: TEXT,
        milliseconds: DURATION,
        wire: { type: 'array', maxItems: 100_000, items: { $ref: '#/$defs/wireEntry' } },
        output: TEXT,
      },
    },
    wireEntry: {
      type: 'object',
      required: ['at', 'link', 'direction', 'kind'],
      properties: {
        at: DURATION,
        link: COUNT,
        direction: { enum: ['in', 'out'] },
        kind: {
          enum: ['plaintext', 'message', 'transport-error', 'opened', 'closed', 'rejected'],
        },
        name: WORDS,
        msgId: { type: 'string', pattern: '^-?\\d{1,19}$' },
        seqNo: { type: 'integer' },
        fields: TEXT,
        bytes: { type: 'string', maxLength: 1_000_000, pattern: '^([0-9a-f]{2})*…?$' },
      },
    },
  },
}

/** Throws ERR_REPORT_INVALID, with the place, unless `value` is of the form. */
export function checkForm(value: unknown, schema: Schema, at: string): void {
  const form = resolve(schema)
  const wrong = complaint(value, form)
  if (wrong !== undefined)
    throw new MtprotoError('ERR_REPORT_INVALID', { at, got: shown(value), expected: wrong })
  if (Array.isArray(value))
    value.forEach((item, i) => {
      checkForm(item, form.items!, `${at}[${i}]`)
    })
  else if (form.type === 'object') checkProperties(value as object, form, at)
}

function checkProperties(
  value: object,
  { required = [], properties = {} }: Schema,
  at: string,
): void {
  for (const [name, schema] of Object.entries(properties)) {
    const place = `${at}.${name}`
    if (Object.hasOwn(value, name)) checkForm((value as never)[name], schema, place)
    else if (required.includes(name))
      throw new MtprotoError('ERR_REPORT_INVALID', { at: place, got: 'nothing' })
  }
}

function resolve(schema: Schema): Schema {
  return schema.$ref === undefined
    ? schema
    : REPORT_SCHEMA.$defs![schema.$ref.slice('#/$defs/'.length)]!
}

/** What the value would have to be, if it is not. */
function complaint(value: unknown, form: Schema): string | undefined {
  if (form.const !== undefined) return value === form.const ? undefined : `${form.const}`
  if (form.enum !== undefined)
    return form.enum.some(each => each === value) ? undefined : form.enum.join(', ')
  if (!isOfType(value, form.type!)) return `${form.type}`
  const { maxItems, minLength = 0, maxLength, pattern, minimum } = form
  if (Array.isArray(value))
    return value.length > maxItems! ? `at most ${maxItems} items` : undefined
  if (typeof value === 'number')
    return minimum !== undefined && value < minimum ? `at least ${minimum}` : undefined
  if (typeof value !== 'string') return undefined
  if (value.length < minLength) return 'a text'
  if (maxLength !== undefined && value.length > maxLength) return `at most ${maxLength} characters`
  return pattern === undefined || new RegExp(pattern).test(value) ? undefined : `${pattern}`
}

function isOfType(value: unknown, type: NonNullable<Schema['type']>): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'integer':
      return Number.isSafeInteger(value)
    default:
      return typeof value === type
  }
}

/** A value in an error: short, whatever it is. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40))
  if (typeof value === 'object') return Array.isArray(value) ? `${value.length} items` : 'an object'
  return `${value}`
}
