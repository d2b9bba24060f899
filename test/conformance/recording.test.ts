// Cases as recordings: what was wrong on the wire is what the recording says, and runs do not mix.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHost } from '#runtime'
import type { Case } from '../../src/conformance/case.ts'
import { CASE_FILES } from '../../src/conformance/cases/all.ts'
import { DcHarness } from '../../src/conformance/dc-harness.ts'
import { launchOwnClient } from '../../src/conformance/own-client.ts'
import { launchOwnServer } from '../../src/conformance/own-server.ts'
import { PeerHarness } from '../../src/conformance/peer-harness.ts'
import { SocketHost } from '../../src/conformance/socket-host.ts'
import { runTitle, SuiteRecorder } from '../../src/conformance/targets/suite-recorder.ts'
import { Solver, VirtualHost } from '../../src/conformance/virtual-host.ts'
import { summarise } from '../../src/trace/listing.ts'
import { Recorder } from '../../src/trace/recorder.ts'
import { type Recording, readRecording } from '../../src/trace/recording.ts'
import type { RecordingEvent } from '../../src/trace/recording-events.ts'
import { openRecording } from '../../src/trace/replay.ts'
import { testRsaKey } from '../support/rsa-key.ts'
import { vocabulary } from '../trace/schemas.ts'

const solver = new Solver()
const cases = CASE_FILES.flatMap(file => file.cases())

/** A recorder at one end, opened by the RSA key of the harness, and what it has written. */
function taped(role: 'client' | 'server'): { recorder: SuiteRecorder; read: () => Recording } {
  let text = ''
  const recorder = new Recorder({
    ...{ tool: 'test 1', role, now: () => ({ monotonic: 0, unix: 0 }) },
    write: line => {
      text += line
    },
  })
  if (role === 'server') recorder.secret({ kind: 'rsa-key', ...testRsaKey })
  return {
    recorder: new SuiteRecorder(recorder, recorder.secret),
    read: () => readRecording(text),
  }
}

function find(name: string): Exclude<Case, { readonly check: unknown }> {
  const test = cases.find(({ id, slug }) => `${id}/${slug}` === name)!
  assert.ok(!('check' in test))
  return test
}

/** Plays one run of a case against this project's own code. */
async function play(name: string, recorder: SuiteRecorder, isFault = true): Promise<void> {
  const test = find(name)
  const title = runTitle(test, (isFault && test.fault) || {})
  const isReal = test.side === 'client' ? test.subject?.webSocket : test.peer?.webSocket
  const host = isReal
    ? new SocketHost(solver)
    : new VirtualHost(solver, isFault ? 'with a fault' : 'without')
  const own = isReal ? createHost() : host
  const common = { host, key: testRsaKey, seed: 'recorded', ...recorder.begin(title) }
  if (test.side === 'client') {
    const { scenario, subject = {} } = test
    const setup = { ...test.dc, ...(isFault && test.fault) }
    const launch = launchOwnClient(own)
    const harness = await DcHarness.open({ ...common, setup, scenario, subject, launch })
    harness.program.start()
    await host.play(test.play(harness))
    return harness.close()
  }
  const setup = { ...test.peer, ...(isFault && test.fault) }
  const server = await launchOwnServer(own, testRsaKey, setup)
  await host.play(test.play(new PeerHarness({ ...common, setup, server })))
  return server.stop()
}

const eventsOf = (recording: Recording): RecordingEvent[] => [
  ...openRecording(recording, { crypto: solver.crypto, vocabulary }),
]
const said = (recording: Recording): string[] => eventsOf(recording).flatMap(summarise)
const faults = (lines: readonly string[]): string[] => lines.filter(line => / ! /.test(line))

for (const [name, fault] of [
  ['HS-21/sha1', /^← ! SHA1: not that of the data$/],
  ['HS-51/negative', /^← ! message_length: -4, 64 bytes remain$/],
  ['ENC-07/padding-8', /^← ! padding: 8 bytes instead of 12 to 1024$/],
  ['ENC-04/block-1', /^← ! ciphertext: \d+ bytes, the msg_key fits neither side$/],
  ['ENC-27/msg-key', /^→ ! ciphertext: \d+ bytes, the msg_key fits neither side$/],
] as const)
  test(`${name} is recorded with its fault, and without it there is none`, async () => {
    const { recorder, read } = taped(find(name).side === 'client' ? 'server' : 'client')
    await play(name, recorder, false)
    const control = said(read())
    assert.match(control[0]!, new RegExp(`^· connected to \\S+: ${name}, control, run 1$`))
    assert.deepEqual(faults(control), [])
    await play(name, recorder)
    const all = said(read())
    assert.deepEqual(all.slice(0, control.length), control)
    assert.ok(all.some(line => line.endsWith(`: ${name}, fault, run 2`)))
    const [found, ...others] = faults(all)
    assert.match(found!, fault)
    assert.deepEqual(others, [])
  })

test('what does not end a connection but its framing is said of the bytes that are left', async () => {
  const { recorder, read } = taped('client')
  await play('TR-04/server-crc', recorder)
  assert.ok(said(read()).some(line => /^→ \d+ bytes not read: crc32/.test(line)))
})

test('two runs at a time have one server_nonce, and each is opened with its own new_nonce', async () => {
  const { recorder, read } = taped('server')
  await play('HS-21/sha1', recorder, false)
  await play('HS-21/sha1', recorder)
  const recording = read()
  const [first, ...rest] = recording.lines
  const behind = rest.findIndex(({ kind }) => kind === 'opened')
  const [one, two] = [[first!, ...rest.slice(0, behind)], rest.slice(behind)]
  const lines = one.flatMap((line, i) => [line, ...two.slice(i, i + 1)])
  const all = eventsOf({ ...recording, lines: [...lines, ...two.slice(one.length)] })
  assert.deepEqual(
    all.flatMap(event => (faults(summarise(event)).length > 0 ? [event.link] : [])),
    [two[0]!.link],
  )
  // in resPQ, behind the length of the frame, the header of the message, its name and the nonce
  const nonces = all.flatMap(event =>
    summarise(event)[0]!.startsWith('← resPQ') && event.kind === 'frame'
      ? [event.wire.slice(44, 60).join()]
      : [],
  )
  assert.equal(nonces.length, 3)
  assert.equal(nonces[0], nonces[1])
})

for (const [name, role] of [
  ['TR-31/split', 'server'],
  ['TR-24/web-socket', 'client'],
] as const)
  test(`${name}: of a WebSocket, what its messages hold is recorded`, async () => {
    const { recorder, read } = taped(role)
    await play(name, recorder)
    const recording = read()
    assert.deepEqual(
      eventsOf(recording).filter(({ kind }) => kind === 'unread'),
      [],
    )
    assert.match(said(recording)[1]!, /^→ transport: \w+, obfuscated$/)
  })
