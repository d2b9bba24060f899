// Lights every bomb and prints what each took, as JSON. A program of its own: the memory of a process tells about
// an input only when nothing else happens in it. To be run with --expose-gc.
import { BOMBS } from './bombs.ts'
import { peakOf } from './peak.ts'

/** What one bomb did; sizes in bytes, times in milliseconds. */
export interface Measured {
  readonly name: string
  readonly size: number
  readonly peak: number | undefined
  readonly time: number
}

const measured: Measured[] = BOMBS.map(({ name, light }) => {
  const { input, run } = light()
  const start = performance.now()
  const peak = peakOf(run)
  return { name, size: input.length, peak, time: performance.now() - start }
})
process.stdout.write(JSON.stringify(measured))
