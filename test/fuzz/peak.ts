// How much memory something needs at its worst moment. Linux counts it for each process; elsewhere it is not
// known. The process has to run with --expose-gc, and --max-semi-space-size=1 keeps garbage out of the figure.
import { readFileSync, writeFileSync } from 'node:fs'

/** What one input may need: 64 MiB. */
export const MAX_PEAK: number = 64 * 2 ** 20

/** Runs something and returns by how many bytes the process grew meanwhile, or undefined where that cannot be told. */
export function peakOf(run: () => unknown): number | undefined {
  if (process.platform !== 'linux') return undefined
  // the second time ends what the first has begun in the background
  globalThis.gc?.()
  globalThis.gc?.()
  // sets the high-water mark back to what is in use now
  writeFileSync('/proc/self/clear_refs', '5')
  const before = statusOf('VmRSS')
  run()
  return statusOf('VmHWM') - before
}

function statusOf(field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync('/proc/self/status', 'utf8')
  return 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)![1])
}
