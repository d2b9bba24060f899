// Lives through worlds of test/simulation: `npm run simulate -- --seeds N --from S`, on both cores, or one of
// them with everything that happens in it: `-- --from S --trace`. Exits with 1 when a world fails.
import { replay, runSeeds } from '../test/simulation/run.ts'

const t = performance.now()
const [from = '1', seeds = '10', trace] = process.argv.slice(2)
if (trace) console.log(replay(Number(from), line => console.log(line)))
else {
  const tally = runSeeds(Number(from), Number(seeds))
  for (const f of tally.failures.slice(0, 12)) console.log(f.seed, f.message.split('\n').slice(0, 6).join('\n'))
  console.log(tally.failures.length, 'failures', tally.repeated, 'repeated', ((performance.now() - t) / Number(seeds)).toFixed(1), 'ms/seed')
  const { Coverage } = await import('../test/simulation/coverage.ts')
  const c = new Coverage(); c.add(tally.counts)
  console.log('missing', c.missing)
  console.log([...c.counts].map(([n,k])=>`${n}: ${k}`).join('\n'))
}
