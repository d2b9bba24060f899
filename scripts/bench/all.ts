// Runs the measures and prints them side by side with two other clients: `npm run bench`. Names of measures
// choose some of them, `--json` prints the rows as JSON. The numbers are for reading: none fails the run.
import { cpus } from 'node:os'
import { flights } from './flights.ts'
import { keyExchange } from './key-exchange.ts'
import { type Row, table } from './measure.ts'
import { pq } from './pq.ts'
import { type Dc, startDc } from './programs.ts'
import { size } from './size.ts'
import { tl } from './tl.ts'
import { token } from './token.ts'

const MEASURES: Readonly<Record<string, (dc: Dc) => Row[] | Promise<Row[]>>> = {
  token,
  flights,
  'key-exchange': keyExchange,
  pq,
  tl,
  size,
}

const args = process.argv.slice(2)
const json = args.includes('--json')
const names = args.filter(arg => arg !== '--json')
const unknown = names.find(name => !Object.hasOwn(MEASURES, name))

if (unknown !== undefined) {
  console.error(`no measure ${unknown}; there are ${Object.keys(MEASURES).join(', ')}`)
  process.exitCode = 2
} else {
  const { length: cores, 0: core } = cpus()
  const machine = { cores, cpu: core?.model ?? 'unknown', node: process.version }
  const rows: Row[] = []
  const dc = await startDc()
  try {
    for (const name of names.length > 0 ? names : Object.keys(MEASURES)) {
      console.error(`${name} …`)
      rows.push(...(await MEASURES[name]!(dc)))
    }
  } finally {
    await dc.stop()
  }
  if (json) console.log(JSON.stringify({ machine, rows }, null, 2))
  else
    console.log(`${machine.cores} cores (${machine.cpu}), Node ${machine.node}\n\n${table(rows)}`)
}
