// What one key exchange costs a client in CPU time, once its code has warmed up.
import { alternate, median, perClient, type Row } from './measure.ts'
import { type Dc, runProgram } from './programs.ts'

const ROUNDS = 3
/** A peer takes a quarter of a second for one, so that three rounds of them stay bearable. */
const COUNTS = { ours: 100, GramJS: 12, mtcute: 12 }
const MOST = 15
const TIMES_LESS = 5

/** Each round is a process of its own that makes exchanges one after the other; their mean counts. */
export async function keyExchange({ target }: Dc): Promise<Row[]> {
  const { host, port, keyFile } = target
  const taken = await alternate(ROUNDS, async client => {
    const count = COUNTS[client]
    const args = [client, host, port, keyFile, Math.ceil(count / 4), count].map(String)
    return (await runProgram<{ cpu: number }>('exchanges.mjs', args)).cpu
  })
  const values = perClient(taken, median)
  const met =
    values.ours <= MOST && values.ours * TIMES_LESS <= Math.min(values.GramJS, values.mtcute)
  return [
    {
      what: 'one key exchange, client CPU',
      unit: 'ms',
      values,
      target: { text: `at most ${MOST}, a ${TIMES_LESS}th of both`, met },
    },
  ]
}
