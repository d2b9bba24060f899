// How often a client has to wait for the DC from opening TCP to the login token.
import { alternate, median, perClient, type Row } from './measure.ts'
import { type Dc, reachToken } from './programs.ts'
import { Relay } from './relay.ts'

const ROUNDS = 3
const MOST = 4

/** A flight is what a client sends before the DC answers; all connections of a client count together. */
export async function flights({ target }: Dc): Promise<Row[]> {
  const taken = await alternate(ROUNDS, async client => {
    const relay = await Relay.start(target)
    try {
      await reachToken(client, { ...target, port: relay.port })
      return relay.flights
    } finally {
      relay.stop()
    }
  })
  const values = perClient(taken, median)
  return [
    {
      what: 'TCP open to login token',
      unit: 'flights',
      values,
      target: { text: `at most ${MOST}`, met: values.ours <= MOST },
    },
  ]
}
