// The way that the frames of a connection take through a state machine: which steps it was in, and which frame led
// there. It is read off the wire with nothing but the table, so it is there for the recording of a stranger as well;
// it is then the way that the machine of this library would have gone.
import type { Transition } from '../core/course.ts'
import type { Side } from '../core/machine.ts'
import { allFields, type Frame } from './field.ts'

/** What a machine met: what came in, or what it sent, by its names. */
export interface Encounter {
  readonly way: 'in' | 'out'
  readonly names: ReadonlySet<string>
  /** the frame that was seen, if it was one */
  readonly frame: string | undefined
}

/** The frames that led to each step that was passed, none where nothing was seen that led there. */
export type Passage = ReadonlyMap<string, readonly string[]>

/** What happens inside a machine, and is seen by nobody until it sends something. */
const UNSEEN = ['start', 'computed', 'another binding']

/** What the machine at one end of a connection met, in the order of the frames. */
export function encountersOf(frames: readonly Frame[], side: Side): Encounter[] {
  return frames.map(frame => ({
    way: frame.sender === side ? 'out' : 'in',
    names: namesIn(frame),
    frame: frame.id,
  }))
}

/** The names of all constructors and methods in a frame. */
function namesIn({ fields }: Frame): Set<string> {
  const objects = [...allFields(fields)].filter(({ value }) => value.includes('#'))
  return new Set(objects.map(({ key }) => key))
}

/** Follows a table from its step `first`; a machine that has come to an end begins again when it can. */
export function passageOf(
  table: readonly Transition[],
  first: string,
  encounters: readonly Encounter[],
): Passage {
  const passage = new Map<string, string[]>([[first, []]])
  const explicit = table.filter(({ from }) => from !== '*')
  let step = first
  let before: string | undefined
  const enter = (to: string, frame: string | undefined): void => {
    step = to
    const frames = passage.get(to) ?? []
    passage.set(to, frames)
    if (frame !== undefined && frames.at(-1) !== frame) frames.push(frame)
  }
  for (const [i, encounter] of encounters.entries()) {
    const answer = encounters.slice(i + 1).find(({ way }) => way === 'out')
    const isOver = table.every(({ from }) => from !== step)
    const ways = isOver
      ? waysOf(explicit, first, encounter, answer)
      : waysOf(table, step, encounter, answer)
    for (const [nth, { to }] of ways.entries())
      enter(to, nth === ways.length - 1 ? encounter.frame : before)
    before = encounter.frame
  }
  return passage
}

/** The ways that an encounter leads along, the unseen ones before it included; none when it leads nowhere. */
function waysOf(
  table: readonly Transition[],
  first: string,
  { way, names }: Encounter,
  answer: Encounter | undefined,
): Transition[] {
  const open: { readonly step: string; readonly ways: Transition[] }[] = [{ step: first, ways: [] }]
  const known = new Set([first])
  for (const { step, ways } of open) {
    const next = table.filter(({ from }) => from === step || (from === '*' && step === first))
    const fitting = next.filter(({ on, sends }) =>
      way === 'in' ? names.has(on) : sends !== undefined && names.has(sends) && UNSEEN.includes(on),
    )
    // of two ways on the same input, the one on which was sent what comes next
    const found =
      fitting.find(
        ({ sends }) => sends !== undefined && (way === 'out' || answer?.names.has(sends)),
      ) ?? fitting.find(({ sends }) => sends === undefined)
    if (found !== undefined) return [...ways, found]
    for (const quiet of next) {
      if (!UNSEEN.includes(quiet.on) || quiet.sends !== undefined || known.has(quiet.to)) continue
      known.add(quiet.to)
      open.push({ step: quiet.to, ways: [...ways, quiet] })
    }
  }
  return []
}
