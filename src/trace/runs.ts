// The runs of a recording, each as a recording of its own: what one run is must not depend on what others did.
import type { RecordedLine, Recording } from './recording.ts'

/** By their names, in the order in which they began. Connections that belong to no run are one without a name. */
export function runsOf(recording: Recording): Map<string | undefined, Recording> {
  const linesOf = new Map<string | undefined, RecordedLine[]>()
  const runs = new Map<number, RecordedLine[]>()
  for (const line of recording.lines) {
    if (line.kind === 'opened') {
      const lines = linesOf.get(line.run) ?? []
      linesOf.set(line.run, lines)
      runs.set(line.link, lines)
    }
    runs.get(line.link)?.push(line)
  }
  return new Map([...linesOf].map(([run, lines]) => [run, { ...recording, lines }]))
}
