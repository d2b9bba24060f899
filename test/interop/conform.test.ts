// Some cases of every part of the protocol against the clients that nobody here wrote: each comes out as the list in
// docs/conformance says, so neither the harness nor a shim has moved.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { ROOT } from '../../scripts/sources.ts'

const CASES = 'HS-02,HS-21,HS-32,ENC-03,ENC-07,SES-10,SES-19,QR-08,PW-02'

describe('cases against published clients', { concurrency: 1 }, () => {
  for (const client of ['gramjs', 'teleproto', 'mtcute', 'mtproto-core'])
    test(`${client} does what is known of it`, () => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [
          ...['--conditions=source', '--import', 'tsx', 'scripts/conform-clients.ts', client],
          ...['--only', CASES, '--deadline', '60'],
        ],
        { cwd: ROOT, encoding: 'utf8' },
      )
      assert.equal(status, 0, stdout + stderr)
      assert.match(stdout, /^all .*\d/m)
    })
})
