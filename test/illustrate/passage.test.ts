// The way through the state machines, read off the frames of the runs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Transition } from '../../src/core/course.ts'
import { type Encounter, passageOf } from '../../src/illustrate/passage.ts'
import { wholeSite } from './runs.ts'

const TABLE: readonly Transition[] = [
  { from: 'idle', on: 'start', to: 'asking', sends: 'question' },
  { from: 'asking', on: 'answer', to: 'thinking' },
  { from: 'thinking', on: 'computed', to: 'deep' },
  { from: 'deep', on: 'computed', to: 'asking', sends: 'question' },
  { from: 'asking', on: 'answer', to: 'telling', sends: 'news' },
  { from: 'telling', on: 'thanks', to: 'done' },
  { from: '*', on: 'failure', to: 'failed' },
]

/** Frames by what they carry, `>` for what the machine sent. */
function met(...frames: string[]): Encounter[] {
  return frames.map((text, i) => ({
    way: text.startsWith('>') ? 'out' : 'in',
    names: new Set([text.replace('>', '')]),
    frame: `f${i + 1}`,
  }))
}

function passed(...frames: string[]): Record<string, readonly string[]> {
  return Object.fromEntries(passageOf(TABLE, 'idle', met(...frames)))
}

test('each step has the frame that led there, one that is passed unseen the frame before', () => {
  assert.deepEqual(passed('>question', 'answer', '>question'), {
    idle: [],
    asking: ['f1', 'f3'],
    thinking: ['f2'],
    deep: ['f2'],
  })
})

test('of two ways on the same answer, what is sent next decides', () => {
  assert.deepEqual(passed('>question', 'answer', '>news', 'thanks'), {
    idle: [],
    asking: ['f1'],
    telling: ['f2'],
    done: ['f4'],
  })
})

test('what no way begins with leads nowhere, and a machine at its end begins again', () => {
  assert.deepEqual(passed('thanks', '>noise', '>question'), { idle: [], asking: ['f3'] })
  const twice = ['>question', 'answer', '>news', 'thanks', 'answer', '>question']
  assert.deepEqual(passed(...twice)['asking'], ['f1', 'f6'])
})

test('a failure is a way from every step but the last', () => {
  assert.deepEqual(passed('>question', 'failure')['failed'], ['f2'])
  assert.equal(passed('>question', 'answer', '>news', 'thanks', 'failure')['failed'], undefined)
})

/** The frames of each state in each drawing of a page, as `state: 1 2`; a state that was not passed is left out. */
async function drawn(page: string): Promise<string[][]> {
  const text = (await wholeSite()).get(page)!
  return [...text.matchAll(/<svg class="machine".*?<\/svg>/gs)].map(([drawing]) =>
    [
      ...drawing.matchAll(
        /class="state[^"]* passed".*?class="name"[^>]*>([^<]+)<(.*?)(?=<rect|$)/gs,
      ),
    ].map(([, state, rest]) =>
      [state, ...[...rest!.matchAll(/href="#f(\d+)"/g)].map(([, frame]) => frame)].join(' '),
    ),
  )
}

test('the machines of a first login: one exchange, ready after its confirmation', async () => {
  assert.deepEqual(await drawn('qr.html'), [
    [
      ...['idle', 'awaiting-res-pq 1', 'factorizing 2', 'awaiting-dh-params 3', 'computing-key 4'],
      ...['awaiting-dh-gen 5', 'done 6'],
    ],
    [
      ...['idle', 'awaiting-req-dh-params 1', 'decrypting 3', 'computing-g-a 3'],
      ...['awaiting-set-client-dh-params 4', 'computing-key 5', 'done 6'],
    ],
    ['idle', 'connecting', 'exchanging 1', 'ready 6'],
    ['unintroduced 6', 'introduced 9'],
  ])
})

test('with forward secrecy there are two exchanges, and the session waits for the binding', async () => {
  const [client, , connection, session] = await drawn('pfs.html')
  assert.ok(client!.includes('done 6 12'))
  assert.deepEqual(connection, ['idle', 'connecting', 'exchanging 1 6', 'ready 12'])
  assert.deepEqual(session, ['unbound 12 13', 'unintroduced 6 15', 'introduced 17'])
})
