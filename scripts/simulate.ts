// Lives through worlds of test/simulation: `npm run simulate -- --seeds N --from S` on every core, or with
// `--trace` through the world of seed S, printing all that happens in it. Exits with 1 when a world fails, or
// when in many worlds some kind of fault or way of recovering never occurs.
import { parseArgs } from 'node:util'
import { missingFrom, replay, runEverywhere } from '../test/simulation/run.ts'

/** In fewer worlds than this some things may well not occur. */
const ENOUGH = 2000

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
    counts: { type: 'boolean', default: false },
  },
})
const from = Number(values.from)
const count = Number(values.seeds)
if (!Number.isSafeInteger(from) || !Number.isSafeInteger(count) || count < 1) {
  console.error('--from and --seeds take whole numbers')
  process.exit(2)
}

if (values.trace) {
  const failure = replay(from, line => console.log(line))
  if (failure !== undefined) {
    console.log(failure)
    process.exitCode = 1
  }
} else {
  const tally = await runEverywhere({ from, count }, part => {
    for (const { message } of part.failures) console.log(message)
  })
  const { seeds, failures, repeated, counts } = tally
  const missing = seeds < ENOUGH ? [] : missingFrom(tally)
  if (values.counts)
    for (const [name, times] of counts.toSorted(([, a], [, b]) => a - b))
      console.log(`${times} × ${name}`)
  for (const name of missing) console.log(`never occurred: ${name}`)
  console.log(
    `${seeds} worlds, ${failures.length} failed, ${repeated} requests executed again as the protocol allows`,
  )
  if (failures.length > 0) {
    console.log(`seeds that fail: ${failures.map(({ seed }) => seed).join(', ')}`)
    console.log('npm run simulate -- --from SEED --trace shows what happens in one')
  }
  if (failures.length + missing.length > 0) process.exitCode = 1
}
