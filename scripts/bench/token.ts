// How long it takes from the start of a process to the first login token of a loopback DC.
import { alternate, median, perClient, type Row } from './measure.ts'
import { type Dc, reachToken } from './programs.ts'

const ROUNDS = 9

/** Wall and CPU time; the DC runs beside the client and is not counted. */
export async function token({ target }: Dc): Promise<Row[]> {
  const taken = await alternate(ROUNDS, client => reachToken(client, target))
  const wall = perClient(taken, times => median(times.map(time => time.wall)))
  const cpu = perClient(taken, times => median(times.map(time => time.cpu)))
  return [
    {
      what: 'start to login token, wall',
      unit: 'ms',
      values: wall,
      target: { text: 'half of GramJS', met: wall.ours * 2 <= wall.GramJS },
    },
    { what: 'start to login token, CPU', unit: 'ms', values: cpu },
  ]
}
