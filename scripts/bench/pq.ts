// The proof of work of the key exchange: splitting a number of 63 bits into its two primes.
import { fromBigInt, readUint32LE, toBigInt } from '../../src/core/bytes/integers.ts'
import type { Factors } from '../../src/core/crypto/job.ts'
import { factorize } from '../../src/core/crypto/pq.ts'
import { seededRandom } from '../../src/core/crypto/seeded-random.ts'
import {
  type ClientName,
  median,
  type PerClient,
  perClient,
  quantile,
  type Row,
} from './measure.ts'
import { loadGramJs, loadMtcute } from './peers.ts'

const PRODUCTS = 1000
/** The peers take ten times as long and more, and get the first so many of the same numbers. */
const PEER_PRODUCTS = 40
const WARM_UP = 5
const MOST = 2

/** Medians and 99th percentiles; every answer is checked. */
export async function pq(): Promise<Row[]> {
  const gramJs = loadGramJs()
  const mtcute = await loadMtcute()
  // each is given pq in the form its client has it in, and returns what is timed
  const prepare: PerClient<(pq: bigint) => () => bigint> = {
    ours: pq => () => factorize(pq)?.p ?? 0n,
    GramJS: pq => {
      const number = gramJs.bigInt(String(pq))
      return () => BigInt(String(gramJs.Factorizator.factorize(number).p))
    },
    mtcute: pq => {
      const bytes = fromBigInt(pq)
      return () => toBigInt(mtcute.factorizePQ(bytes)[0]!)
    },
  }
  const products = drawProducts(WARM_UP + PRODUCTS)
  const times = (client: ClientName, count: number): number[] => {
    const all = products.slice(0, WARM_UP + count).map(({ p, q }) => {
      const split = prepare[client](p * q)
      const started = performance.now()
      const found = split()
      const taken = performance.now() - started
      if (found !== p && found !== q) throw new Error(`${client} splits ${p * q} wrongly`)
      return taken
    })
    return all.slice(WARM_UP)
  }
  const taken = {
    ours: times('ours', PRODUCTS),
    GramJS: times('GramJS', PEER_PRODUCTS),
    mtcute: times('mtcute', PEER_PRODUCTS),
  }
  const values = perClient(taken, median)
  return [
    {
      what: 'pq of 63 bits, median',
      unit: 'ms',
      values,
      target: { text: `below ${MOST}`, met: values.ours < MOST },
    },
    { what: 'pq of 63 bits, p99', unit: 'ms', values: perClient(taken, t => quantile(t, 0.99)) },
  ]
}

/** Pairs of primes between 2^31 and 2^31.5, the same in every run. */
function drawProducts(count: number): Factors[] {
  const random = seededRandom('bench')
  const draw = (): bigint => {
    for (;;) {
      const n = readUint32LE(random(4, 'pq'))
      if (n >= 2 ** 31 && n < 2 ** 31.5 && isPrime(n)) return BigInt(n)
    }
  }
  return Array.from({ length: count }, () => ({ p: draw(), q: draw() }))
}

function isPrime(n: number): boolean {
  if (n % 2 === 0) return false
  for (let divisor = 3; divisor * divisor <= n; divisor += 2) if (n % divisor === 0) return false
  return true
}
