// The server's side of the key exchange: honest requests, honest ones with changes, and any others, in any order
// and from two connections. The jobs are not computed; what RSA would decrypt to is remembered instead.
import assert from 'node:assert/strict'
import { concat, reversed, xor } from '../../../src/core/bytes/bytes.ts'
import { readInt64LE } from '../../../src/core/bytes/integers.ts'
import { telegramPrime } from '../../../src/core/crypto/dh-group.ts'
import type { Job, JobValue } from '../../../src/core/crypto/job.ts'
import { mtproto } from '../../../src/core/tl/generated/mtproto/index.ts'
import { NEW_NONCE, NONCE, ScriptedClient } from '../../core/auth-key/scripted-client.ts'
import { ServerRun } from '../../core/auth-key/server-run.ts'
import { crypto, idOf, sha1, temporaryAes } from '../../core/auth-key/wire.ts'
import { testRsaKey } from '../../support/rsa-key.ts'
import { expand, FakeJobs } from '../fake-jobs.ts'
import { block, idsOf, Script, type Target } from '../target.ts'

const HONEST = 0
const RAW = 1
const CHANGED = 2
const INNER_CHANGED = 3
const INNER_RAW = 4
const CLIENT_DH_CHANGED = 5
const CLIENT_DH_RAW = 6

let honestGB: Uint8Array | undefined

export const target: Target = {
  name: 'auth-key-server',
  words: () => [...idsOf(mtproto), NONCE, NEW_NONCE],
  seeds: () => [
    Uint8Array.of(0, HONEST, HONEST, HONEST, HONEST),
    Uint8Array.of(1, HONEST, HONEST, HONEST, 9, 9, 9, 9, 9, 9),
    Uint8Array.of(0, HONEST, INNER_CHANGED, 0, HONEST),
    Uint8Array.of(0, HONEST, HONEST, CLIENT_DH_CHANGED, 0),
    Uint8Array.of(0, HONEST, CHANGED, 1, 40, 0, 1, HONEST),
    Uint8Array.of(0, HONEST, 8, HONEST, 8, HONEST, 8, 10, 8),
    Uint8Array.of(0, HONEST, 7, 255, 7, 255, 7, 255, HONEST),
    concat(Uint8Array.of(0, RAW), block(concat(idOf('req_pq'), NONCE)), Uint8Array.of(HONEST)),
    concat(Uint8Array.of(0, HONEST, INNER_RAW), block(concat(idOf('p_q_inner_data'), NONCE))),
    concat(Uint8Array.of(0, HONEST, HONEST, CLIENT_DH_RAW), block(idOf('client_DH_inner_data'))),
  ],
  run(input) {
    const script = new Script(input)
    const jobs = new FakeJobs()
    const collides = script.byte() % 2 === 1
    const run = new ServerRun({
      solve(job: Job): JobValue<Job> {
        const value = jobs.solve(job)
        if (job.kind === 'mod-pow' && job.exponent !== testRsaKey.d) authKey = value as Uint8Array
        return value
      },
      hasKey: () => collides,
      strayBytes: false,
    })
    const client = new ScriptedClient()
    let phase = 0
    let connection = 1
    let retryId = 0n
    /** the key, once the client has sent its half */
    let authKey: Uint8Array = new Uint8Array(256)
    let last: Uint8Array = new Uint8Array(0)

    const encrypt = (data: Uint8Array): Uint8Array => {
      const plain = rsaBlock(data)
      const base = expand(plain, 256)
      jobs.know({ kind: 'mod-pow', base, exponent: testRsaKey.d, modulus: testRsaKey.n }, plain)
      return base
    }
    const clientDh = (change: (data: Uint8Array) => Uint8Array): Uint8Array => {
      honestGB ??= crypto.modPow(Uint8Array.of(3), client.secret, telegramPrime())
      const { key, iv } = temporaryAes(client.newNonce, client.serverNonce)
      const honest = client.setClientDhParams({ gB: honestGB, retryId })
      const framed = crypto.aesIgeDecrypt(honest.slice(-336), key, iv)
      const data = change(framed.slice(20, 20 + 4 + 32 + 8 + 260))
      const sealed = concat(sha1(data), data, new Uint8Array(-(20 + data.length) & 15))
      const encryptedData = crypto.aesIgeEncrypt(sealed, key, iv)
      return client.setClientDhParams({ gB: honestGB, encryptedData })
    }
    const next = (): Uint8Array => {
      if (phase === 0) return client.reqPQ()
      return phase === 1 ? client.reqDhParams({ encrypt }) : clientDh(data => data)
    }
    const ask = (body: Uint8Array): void => {
      last = body
      for (const output of run.ask(body, connection)) {
        if (output.kind === 'created') assert.equal(collides, false)
        if (output.kind !== 'send') continue
        if (phase === 0 && starts(output.body, 'resPQ')) {
          client.readResPQ(output.body)
          phase = 1
        } else if (phase === 1 && starts(output.body, 'server_DH_params_ok')) phase = 2
        else if (starts(output.body, 'dh_gen_retry')) retryId = readInt64LE(crypto.sha1(authKey))
      }
    }
    for (let steps = 0; !script.done && steps < 24; steps++) {
      const kind = script.byte() % 11
      if (kind === HONEST) ask(next())
      else if (kind === RAW) ask(script.block())
      else if (kind === CHANGED) ask(script.edit(next()))
      else if (kind === INNER_CHANGED)
        ask(client.reqDhParams({ encrypt: data => encrypt(script.edit(data)) }))
      else if (kind === INNER_RAW)
        ask(client.reqDhParams({ encrypt: () => encrypt(script.block().subarray(0, 192)) }))
      else if (kind === CLIENT_DH_CHANGED) ask(clientDh(data => script.edit(data)))
      else if (kind === CLIENT_DH_RAW) ask(clientDh(() => script.block()))
      else if (kind === 7) run.pass(1000 * script.byte())
      else if (kind === 8) ask(last)
      else if (kind === 9) ask(clientDh(data => data))
      else connection = 3 - connection
    }
    return run
  },
}

function starts(body: Uint8Array, name: Parameters<typeof idOf>[0]): boolean {
  return idOf(name).every((byte, i) => body[i] === byte)
}

/** What RSA_PAD makes of data before it is encrypted: 256 bytes. */
function rsaBlock(data: Uint8Array): Uint8Array {
  const padded = concat(data, new Uint8Array(192 - data.length))
  const tempKey = new Uint8Array(32)
  const plain = concat(reversed(padded), crypto.sha256(tempKey, padded))
  const encrypted = crypto.aesIgeEncrypt(plain, tempKey, new Uint8Array(32))
  return concat(xor(tempKey, crypto.sha256(encrypted)), encrypted)
}
