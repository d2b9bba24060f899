// What a measure yields and how its numbers are summed up and shown: the three clients side by side.

/** The clients that are compared; `ours` is this project. */
export const CLIENTS = ['ours', 'GramJS', 'mtcute'] as const
export type ClientName = (typeof CLIENTS)[number]
export type PerClient<T> = Readonly<Record<ClientName, T>>

/** One line of the table. */
export interface Row {
  readonly what: string
  readonly unit: string
  readonly values: PerClient<number>
  /** what this project has set itself, and whether it holds in this run */
  readonly target?: { readonly text: string; readonly met: boolean }
}

/** A peer that drops the leading zeros of its key fails in one of 256 exchanges. */
const ATTEMPTS = 3

/**
 * Takes a measurement of each client in turn, `rounds` times, after one round that does not count. One that
 * fails is taken again.
 */
export async function alternate<T>(
  rounds: number,
  measure: (client: ClientName) => T | Promise<T>,
): Promise<PerClient<T[]>> {
  const taken: Record<ClientName, T[]> = { ours: [], GramJS: [], mtcute: [] }
  for (let round = 0; round <= rounds; round++) {
    for (let turn = 0; turn < CLIENTS.length; turn++) {
      // another one begins each round, so that none always follows the same neighbour
      const client = CLIENTS[(round + turn) % CLIENTS.length]!
      const value = await attempt(client, measure)
      if (round > 0) taken[client].push(value)
    }
  }
  return taken
}

async function attempt<T>(
  client: ClientName,
  measure: (client: ClientName) => T | Promise<T>,
): Promise<T> {
  for (let left = ATTEMPTS; ; left--) {
    try {
      return await measure(client)
    } catch (error) {
      if (left === 1) throw error
      console.error(`${client}, once more: ${error instanceof Error ? error.message : error}`)
    }
  }
}

/** The value below which a `share` (0 … 1) of the numbers lies. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5)
}

/** The same for each client. */
export function perClient<T, U>(of: PerClient<T>, map: (value: T) => U): PerClient<U> {
  return { ours: map(of.ours), GramJS: map(of.GramJS), mtcute: map(of.mtcute) }
}

/** The rows as a table in text; the ratios say how many times ours the peer's number is. */
export function table(rows: readonly Row[]): string {
  const head = ['', ...CLIENTS, 'GramJS/ours', 'mtcute/ours', 'target']
  const cells = rows.map(({ what, unit, values, target }) => [
    `${what}, ${unit}`,
    ...CLIENTS.map(client => figure(values[client])),
    (values.GramJS / values.ours).toFixed(1),
    (values.mtcute / values.ours).toFixed(1),
    target === undefined ? '' : `${target.text}: ${target.met ? 'met' : 'MISSED'}`,
  ])
  const widths = head.map((_, column) =>
    Math.max(...[head, ...cells].map(row => row[column]!.length)),
  )
  const isText = (column: number): boolean => column === 0 || column === head.length - 1
  return [head, ...cells]
    .map(row =>
      row
        .map((cell, i) => (isText(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Three figures that mean something. */
function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3).replace(/\.0+$/, '')
}
