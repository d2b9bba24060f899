// The four machines behind a connection, drawn from the tables that they run on, with the way this connection took.
import { CLIENT_TRANSITIONS } from '../core/auth-key/client-step.ts'
import { SERVER_TRANSITIONS } from '../core/auth-key/server-step.ts'
import type { Transition } from '../core/course.ts'
import { SESSION_TRANSITIONS } from '../core/dc-client/introduction.ts'
import { CONNECTION_TRANSITIONS } from '../core/dc-client/phase.ts'
import type { Side } from '../core/machine.ts'
import type { Frame } from './field.ts'
import { lineLink } from './field-view.ts'
import { type Html, html } from './html.ts'
import { machineOf } from './machine-view.ts'
import { type Encounter, encountersOf, passageOf } from './passage.ts'
import type { References } from './references.ts'

interface Machine {
  readonly title: string
  readonly about: string
  readonly table: readonly Transition[]
  /** what the table is called in the code */
  readonly name: string
  readonly first: string
  readonly side: Side
}

const MACHINES: readonly Machine[] = [
  {
    title: 'The key exchange at the client',
    about: 'It waits for one answer at a time; any other answer ends it.',
    table: CLIENT_TRANSITIONS,
    name: 'CLIENT_TRANSITIONS',
    first: 'idle',
    side: 'client',
  },
  {
    title: 'The key exchange at the server',
    about: 'The same exchange from the other end; one wrong request, and it is over.',
    table: SERVER_TRANSITIONS,
    name: 'SERVER_TRANSITIONS',
    first: 'idle',
    side: 'server',
  },
  {
    title: 'The connection of the client',
    about:
      'It makes the keys that are missing, then calls can be made. When it is lost, another one takes its place.',
    table: CONNECTION_TRANSITIONS,
    name: 'CONNECTION_TRANSITIONS',
    first: 'idle',
    side: 'client',
  },
  {
    title: 'The session of the client',
    about:
      'It outlives connections. A temporary key is bound to the permanent one first; then calls introduce the client, until one of them is answered. ' +
      'A server has no such states: a session is there from its first message on.',
    table: SESSION_TRANSITIONS,
    name: 'SESSION_TRANSITIONS',
    first: 'unintroduced',
    side: 'client',
  },
]

/** The drawings of all machines, each with the table that it is drawn from. */
export function machinesOf(frames: readonly Frame[], references: References): Html {
  const figures = MACHINES.map(({ title, about, table, name, first, side }) => {
    const met = [...opening(frames), ...encountersOf(frames, side)]
    const source = lineLink(references.declared(name), 'table', name)
    return html`<figure><figcaption><b>${title}</b> ${about} <span class="refs">${source}</span></figcaption>
${machineOf(title, table, passageOf(table, first, met))}</figure>`
  })
  return html`<div class="machines">${figures}</div>`
}

/** Before the first frame, a client wants a connection and gets it. */
function opening(frames: readonly Frame[]): Encounter[] {
  return [
    { way: 'in', names: new Set(['wanted']), frame: undefined },
    { way: 'in', names: new Set(['opened']), frame: frames[0]?.id },
  ]
}
