// Commands that stand for clients: what their exit codes mean, and that nothing of them survives a run.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommandClient } from '../../src/conformance/targets/command-client.ts'

/** A command that runs a line of JavaScript. */
const node = (code: string): string => `'${process.execPath}' -e "${code}"`

async function until(met: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !met(); ) {
    assert.ok(Date.now() < end, 'it takes too long')
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

async function run(code: string, environment: Record<string, string> = {}): Promise<CommandClient> {
  const client = new CommandClient(node(code), environment)
  client.start()
  await until(() => client.state !== 'running')
  await client.stop()
  return client
}

for (const [code, state, isUnimplemented, crash] of [
  [0, 'succeeded', false, undefined],
  [1, 'failed', false, undefined],
  [89, 'failed', true, undefined],
  [7, 'failed', false, 'exit code 7'],
] as const)
  test(`exit code ${code} means ${crash ?? state}`, async () => {
    const client = await run(`process.exit(${code})`)
    assert.equal(client.state, state)
    assert.equal(client.isUnimplemented, isUnimplemented)
    assert.equal(client.crash, crash)
  })

test('a command that does not exist is a crash', async () => {
  const client = new CommandClient('/nowhere/at/all', {})
  client.start()
  await until(() => client.state !== 'running')
  assert.equal(client.crash, 'exit code 127')
})

test('it gets its variables, and none of an enclosing run', async () => {
  process.env.MTPROTO_PROXY_SECRET = 'of somebody else'
  const { MTPROTO_PROXY_SECRET: _, ...rest } = process.env
  const code = 'console.log(process.env.MTPROTO_SCENARIO, process.env.MTPROTO_PROXY_SECRET)'
  const client = new CommandClient(node(code), { MTPROTO_SCENARIO: 'token' })
  client.start()
  process.env = rest
  await until(() => client.output.includes('\n'))
  await client.stop()
  assert.equal(client.output, 'token undefined\n')
})

test('the end of what it writes is kept, the last line as its error', async () => {
  const client = new CommandClient(
    node(
      "process.stdout.write('x'.repeat(9000) + '\\\\nthe last line\\\\n', () => process.exit(1))",
    ),
    {},
  )
  client.start()
  await until(() => client.output.endsWith('line\n'))
  await until(() => client.state !== 'running')
  assert.equal(client.output.length, 4000)
  assert.equal(client.error, 'the last line')
  await client.stop()
})

test('it is ended with everything it started, and that is no crash', async () => {
  const child =
    "require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 9)'])"
  const client = new CommandClient(
    node(`const child = ${child}; console.log('pid', child.pid); setInterval(() => {}, 9)`),
    {},
  )
  client.start()
  await until(() => client.output.includes('\n'))
  await client.stop()
  assert.equal(client.state, 'running')
  assert.equal(client.crash, undefined)
  const pid = Number(client.output.split(' ')[1])
  await until(() => !isAlive(pid))
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
