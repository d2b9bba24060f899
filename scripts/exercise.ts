// Marks an exercise of docs/guide/exercises.md: `npm run exercise -- 1 FILE`. Says in one sentence what is wrong
// first, and exits with 1, or with 0 when all is right; 2 stands for arguments that mean nothing.
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { markAbridged } from './exercises/abridged.ts'
import { markEnvelope } from './exercises/envelope.ts'
import { markExchange } from './exercises/exchange.ts'
import type { Answer, Marker } from './exercises/marker.ts'

const MARKERS: readonly Marker[] = [markAbridged, markEnvelope, markExchange]

/** Marks the answer in `file` to exercise `number`, from 1; undefined: it is right. */
export async function mark(number: number, file: string): Promise<string | undefined> {
  let answer: Answer
  try {
    answer = await import(pathToFileURL(resolve(file)).href)
  } catch (error) {
    return `${file} cannot be loaded: ${error}`
  }
  return MARKERS[number - 1]!(answer)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [number, file, ...rest] = process.argv.slice(2)
  if (!/^[1-3]$/.test(number ?? '') || file === undefined || rest.length > 0) {
    console.error('npm run exercise -- 1|2|3 FILE, where FILE is TypeScript or JavaScript')
    process.exit(2)
  }
  const fault = await mark(Number(number), file)
  console.log(fault ?? `exercise ${number}: all of it is right`)
  // an answer may have left a socket open
  process.exit(fault === undefined ? 0 : 1)
}
