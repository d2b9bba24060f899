import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AttachedClient } from '../../src/conformance/targets/attached-client.ts'

function attended() {
  const told: string[] = []
  let say: (line: string) => void = () => assert.fail('nobody listens')
  let isLeft = false
  const client = new AttachedClient(
    {
      tell: lines => told.push(...lines),
      listen: answer => {
        say = answer
        return () => {
          isLeft = true
        }
      },
    },
    { MTPROTO_DC_PORT: '4430', MTPROTO_SCENARIO: 'token' },
  )
  client.start()
  return { client, told, say: (line: string) => say(line), isLeft: () => isLeft }
}

test('a person is told what the client has to do', async () => {
  const { told, client, isLeft } = attended()
  assert.deepEqual(told.slice(0, 2), ['MTPROTO_DC_PORT=4430', 'MTPROTO_SCENARIO=token'])
  await client.stop()
  assert.ok(isLeft())
})

for (const [line, state, isUnimplemented] of [
  ['0', 'succeeded', false],
  [' 1 ', 'failed', false],
  ['89', 'failed', true],
  ['what?', 'running', false],
] as const)
  test(`“${line}” means ${state}${isUnimplemented ? ', not implemented' : ''}`, () => {
    const { client, say } = attended()
    say(line)
    assert.equal(client.state, state)
    assert.equal(client.isUnimplemented, isUnimplemented)
  })
