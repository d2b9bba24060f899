// Servers at an address: ones that lack something, ones that are wrong, and ones that talk nonsense.
import assert from 'node:assert/strict'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { after, test } from 'node:test'
import { read } from '../../scripts/sources.ts'
import { readSchemas } from '../../src/cli/schemas.ts'
import { CASE_FILES } from '../../src/conformance/cases/all.ts'
import type { CaseReport } from '../../src/conformance/report/model.ts'
import { readRules } from '../../src/conformance/rules.ts'
import { greet, probe } from '../../src/conformance/targets/server-probe.ts'
import { ServerTarget } from '../../src/conformance/targets/server-target.ts'
import { Suite } from '../../src/conformance/targets/suite.ts'
import { concat } from '../../src/core/bytes/bytes.ts'
import { RpcError } from '../../src/core/errors.ts'
import { api } from '../../src/core/tl/generated/api/index.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import { Vocabulary } from '../../src/trace/vocabulary.ts'
import { testRsaKey } from '../support/rsa-key.ts'

const rules = readRules(read('docs/rules.md'))
const cases = CASE_FILES.flatMap(file => file.cases())
const vocabulary = new Vocabulary(readSchemas())

function targetAt(dcs: TestDc['dcs'], deadline = 20_000): ServerTarget {
  return new ServerTarget({ dcs, key: testRsaKey, seed: 'test', deadline, vocabulary })
}

/** Plays the cases with these names, such as `HS-64/nonce`. */
async function play(target: ServerTarget, ...names: string[]): Promise<Map<string, CaseReport>> {
  const chosen = cases.filter(({ id, slug }) => names.includes(`${id}/${slug}`))
  assert.equal(chosen.length, names.length)
  const suite = new Suite({ target, rules, jobs: 4, repeat: 1, reproduce: name => name })
  return new Map((await suite.play(chosen)).map(each => [`${each.id}/${each.slug}`, each]))
}

async function start(): Promise<TestDc> {
  const dc = await TestDc.start({ key: testRsaKey })
  after(() => dc.close())
  return dc
}

test('a server without an API is tested by the calls of the protocol itself', async () => {
  const dc = await start()
  const unknown = (): never => {
    throw new RpcError(400, 'INPUT_METHOD_INVALID')
  }
  dc.handle('help.getNearestDc', unknown)
  dc.handle('auth.exportLoginToken', unknown)
  const target = targetAt(dc.dcs)
  const lacks = await probe(target)
  assert.deepEqual([...lacks], ['help.getNearestDc', 'auth.exportLoginToken'])
  target.without(lacks)
  const reports = await play(
    target,
    'SES-66/wrong',
    'SES-64/nested',
    'SES-68/repeated',
    'QR-33/migrate',
  )
  assert.equal(reports.get('SES-66/wrong')!.verdict, 'pass')
  assert.equal(reports.get('SES-64/nested')!.verdict, 'pass')
  assert.equal(reports.get('SES-68/repeated')!.verdict, 'skipped')
  assert.equal(reports.get('SES-68/repeated')!.reason, 'the server has no auth.exportLoginToken')
  assert.equal(reports.get('QR-33/migrate')!.verdict, 'skipped')
})

test('a call that takes longer than a ping does not count as dropped', async () => {
  const dc = await start()
  dc.handle('help.getNearestDc', async () => {
    await new Promise(resolve => setTimeout(resolve, 300))
    return { _: 'nearestDc', country: 'ZZ', thisDc: 2, nearestDc: 2 }
  })
  const reports = await play(targetAt(dc.dcs), 'ENC-28/low-bits-1')
  assert.equal(reports.get('ENC-28/low-bits-1')!.verdict, 'pass')
})

test('a rule that a server does not keep is told with what was seen on the wire', async () => {
  const dc = await start()
  const reports = await play(targetAt(dc.dcs), 'SES-60/even-call', 'HS-64/nonce')
  const { verdict, fault, control } = reports.get('SES-60/even-call')!
  assert.equal(verdict, 'fail')
  assert.equal(fault!.seen, 'ACCEPT')
  assert.deepEqual(control!.wire, [])
  const told = fault!.wire.map(({ direction, kind, name = '' }) => `${direction} ${kind} ${name}`)
  assert.deepEqual(told.slice(0, 8), [
    'out opened ',
    'out plaintext req_pq_multi',
    'in plaintext resPQ',
    'out plaintext req_DH_params',
    'in plaintext server_DH_params_ok',
    'out plaintext set_client_DH_params',
    'in plaintext dh_gen_ok',
    `out message invokeWithLayer(${api.layer}) > initConnection > help.getNearestDc`,
  ])
  const spoilt = fault!.wire.find(({ fields }) => fields?.includes('changed by the case'))
  assert.equal(spoilt?.name, 'help.getNearestDc')
  assert.equal(spoilt?.seqNo, 2)
  const refused = reports.get('HS-64/nonce')!
  assert.equal(refused.verdict, 'pass')
  assert.deepEqual(
    refused
      .fault!.wire.filter(({ kind }) => kind === 'transport-error')
      .map(({ fields }) => fields),
    ['-404'],
  )
})

test('a server that keeps silent is found out after the deadline, and no verdict is based on that', async () => {
  const { address } = await serve(() => {})
  const target = targetAt([address], 400)
  const { outcome, seen, cut } = await greet(target)
  assert.equal(outcome, 'the key exchange failed')
  assert.equal(seen, outcome)
  assert.ok(cut)
  const report = (await play(target, 'HS-79/ping')).get('HS-79/ping')!
  assert.equal(report.verdict, 'inconclusive')
  assert.equal(report.reason, 'timed out: DROP')
})

test('whatever a server says, the run it was said in ends and the others go on', async () => {
  const answers = [
    new Uint8Array(400).fill(255),
    // a frame of 40 bytes: an unencrypted message that holds no object
    concat(
      ...[Uint8Array.of(40, 0, 0, 0), new Uint8Array(8), Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 96)],
      ...[Uint8Array.of(20, 0, 0, 0), new Uint8Array(20).fill(9)],
    ),
  ]
  for (const answer of answers) {
    const { address } = await serve(socket => socket.once('data', () => socket.write(answer)))
    const reports = await play(
      targetAt([address], 300),
      'HS-78/success',
      'HS-60/two',
      'SES-66/wrong',
    )
    for (const { verdict } of reports.values()) assert.notEqual(verdict, 'pass')
  }
})

test('nobody at the address is told at once', async () => {
  const { address, close } = await serve(() => {})
  await close()
  const before = performance.now()
  assert.equal((await greet(targetAt([address]))).seen, 'no connection')
  assert.ok(performance.now() - before < 5000)
})

async function serve(accept: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    accept(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>(resolve => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  after(close)
  const { port } = server.address() as AddressInfo
  return { address: { id: 2, host: '127.0.0.1', port }, close }
}
