// The proof of work of the key exchange: splitting a number of 63 bits into its two primes.
import { fromBigInt, readUint32LE, toBigInt } from '../../src/core/bytes/integers.ts'
import { factorize } from '../../src/core/crypto/pq.ts'
import { seededRandom } from '../../src/core/crypto/seeded-random.ts'
import type { ClientName, PerClient, Row } from './measure.ts'
import { median, perClient, quantile } from './measure.ts'
import { loadGramJs, loadMtcute } from './peers.ts'

const PRODUCTS = 1000
/** The peers take a hundred times as long and get the first so many of the same numbers. */
const PEER_PRODUCTS = 40
const WARM_UP = 5
const MOST = 2

interface Product {
  readonly p: bigint
  readonly pq: bigint
}

/** Medians and 99th percentiles; every answer is checked. */
export async function pq(): Promise<Row[]> {
  const products = drawProducts(PRODUCTS + WARM_UP)
  const gramJs = loadGramJs()
  const mtcute = await loadMtcute()
  const one = (client: ClientName, { p, pq }: Product): number => {
    const solvers: PerClient<() => () => bigint> = {
      ours: () => () => factorize(pq)?.p ?? 0n,
      GramJS: () => {
        const number = gramJs.bigInt(String(pq))
        return () => BigInt(String(gramJs.Factorizator.factorize(number).p))
      },
      mtcute: () => {
        const bytes = fromBigInt(pq)
        return () => toBigInt(mtcute.factorizePQ(bytes)[0]!)
      },
    }
    const solve = solvers[client]()
    const started = performance.now()
    const found = solve()
    const taken = performance.now() - started
    if (found !== p && found * p !== pq) throw new Error(`${client} splits ${pq} wrongly`)
    return taken
  }
  const all = (client: ClientName, count: number): number[] =>
    products
      .slice(0, WARM_UP + count)
      .map(product => one(client, product))
      .slice(WARM_UP)
  const taken = {
    ours: all('ours', PRODUCTS),
    GramJS: all('GramJS', PEER_PRODUCTS),
    mtcute: all('mtcute', PEER_PRODUCTS),
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

/** Products of two primes between 2^31 and 2^31.5, the same in every run. */
function drawProducts(count: number): Product[] {
  const random = seededRandom('bench')
  const draw = (): number => {
    for (;;) {
      const candidate = readUint32LE(random(4, 'pq')) | 0
      const n = candidate >>> 0
      if (n >= 2 ** 31 && n < 2 ** 31.5 && isPrime(n)) return n
    }
  }
  return Array.from({ length: count }, () => {
    const one = draw()
    const other = draw()
    return { p: BigInt(Math.min(one, other)), pq: BigInt(one) * BigInt(other) }
  })
}

function isPrime(n: number): boolean {
  if (n % 2 === 0) return false
  for (let divisor = 3; divisor * divisor <= n; divisor += 2) if (n % divisor === 0) return false
  return true
}
