// What each runtime has been seen to do, as tests and, when they are over, as a table in Markdown.
import { after, describe, test } from 'node:test'
import { Office } from './office.ts'
import type { Plan, Report } from './scenario.ts'
import { COLUMNS, type Column, type Way } from './ways.ts'

export interface Runtime {
  readonly name: RuntimeName
  /** such as a version number */
  readonly version: string
  /** the columns it has no way for */
  readonly without?: readonly Column[]
  /** runs the scenario in it */
  login(plan: Plan): Promise<Report>
}

type Cell = 'yes' | 'NO' | '–' | 'skipped'

/** The runtimes in the order of the table. */
const ORDER = [
  'Node',
  'Deno',
  'Bun',
  'Chromium page',
  'Chromium worker',
  'QuickJS',
  'workerd',
] as const

type RuntimeName = (typeof ORDER)[number]

const rows = new Map<RuntimeName, { title: string; cells: Record<Column, Cell> }>()
const columns = Object.keys(COLUMNS) as Column[]
/** by the secret of the proxy in front */
const offices = new Map<string | undefined, Promise<Office>>()

after(async () => {
  for (const office of offices.values()) await (await office).close()
})
process.once('exit', print)

/** Registers the login of a runtime by every way it has; a cell is `yes` when all of them were gone. */
export function proveRuntime({ name, version, without = [], login }: Runtime): void {
  const cells = row(name, `${name} ${version}`, '–')
  describe(`${name} ${version}`, () => {
    for (const column of columns) {
      if (without.includes(column)) continue
      cells[column] = 'NO'
      let left = COLUMNS[column].length
      for (const way of COLUMNS[column] as readonly Way[])
        test(`logs in by ${column}, ${way.transport}`, async () => {
          await (await officeFor(way)).prove(way, login)
          if (--left === 0) cells[column] = 'yes'
        })
    }
  })
}

/** Registers a runtime that is not there. */
export function skipRuntime(name: RuntimeName, reason: string): void {
  row(name, name, 'skipped')
  test(`${name} logs in`, { skip: reason })
}

function officeFor({ secret }: Way): Promise<Office> {
  const office = offices.get(secret) ?? Office.open(secret)
  offices.set(secret, office)
  return office
}

function row(name: RuntimeName, title: string, cell: Cell): Record<Column, Cell> {
  const cells = Object.fromEntries(columns.map(column => [column, cell])) as Record<Column, Cell>
  rows.set(name, { title, cells })
  return cells
}

function print(): void {
  const lines = ORDER.flatMap(name => {
    const { title, cells } = rows.get(name) ?? {}
    return cells ? [[title, ...columns.map(column => cells[column])]] : []
  })
  const table = [['runtime', ...columns], ['---', ...columns.map(() => '---')], ...lines]
  console.log(`\n${table.map(cells => `| ${cells.join(' | ')} |`).join('\n')}\n`)
}
