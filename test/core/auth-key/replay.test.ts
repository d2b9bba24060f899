// The exchange that the documentation prints, played again on either side with its random values.
// Not published, and made up here: the server's secrets and what RSA_PAD draws for temp_key.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AuthKeyClient, type AuthKeyClientOutput } from '../../../src/core/auth-key/client.ts'
import { AuthKeyServer, type AuthKeyServerOutput } from '../../../src/core/auth-key/server.ts'
import { concat, reversed, xor } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { readInt64LE } from '../../../src/core/bytes/integers.ts'
import { serverKeys } from '../../../src/core/crypto/server-keys.ts'
import { solve } from '../../../src/core/crypto/solve.ts'
import { seededRandom } from '../../support/random.ts'
import { testRsaKey } from '../../support/rsa-key.ts'
import sample from '../../vectors/samples-auth-key.json' with { type: 'json' }
import { crypto } from './wire.ts'

const WIRE = sample.messages_wire
const SERVER_TIME = sample.server_DH_inner_data.server_time
const NOW = { monotonic: 0, unix: SERVER_TIME * 1000 }

/** The body of a published message, without the 20 bytes in front of it. */
const body = (message: keyof typeof WIRE): Uint8Array => fromHex(WIRE[message]).subarray(20)

test('HS-01 replays the published exchange as the client', () => {
  const padded: string[] = []
  const spy = {
    ...crypto,
    sha256: (...parts: Uint8Array[]): Uint8Array => {
      if (parts[1]?.length === 192) padded.push(toHex(parts[1]))
      return crypto.sha256(...parts)
    },
  }
  const client = new AuthKeyClient({
    crypto: spy,
    random: seededRandom('replay', {
      nonce: [fromHex(sample.nonce)],
      new_nonce: [fromHex(sample.new_nonce)],
      b: [fromHex(sample.b)],
      padding: [fromHex(sample.rsa_pad_random_padding_bytes), fromHex(sample.client_padding)],
    }),
    keys: serverKeys(false),
    dc: sample.dc_id,
  })
  const sent: Uint8Array[] = []
  const exchange = (): AuthKeyClientOutput | undefined => {
    for (let output = client.poll(); output !== undefined; output = client.poll()) {
      if (output.kind === 'send') sent.push(output.body)
      else if (output.kind === 'compute')
        client.handle({ kind: 'computed', id: output.id, value: solve(output.job, crypto) }, NOW)
      else return output
    }
    return undefined
  }
  client.handle({ kind: 'start' }, NOW)
  exchange()
  assert.deepEqual(sent[0], body('1_req_pq_multi'))

  client.handle({ kind: 'message', body: body('2_resPQ') }, NOW)
  exchange()
  const request = body('3_req_DH_params')
  assert.equal(sent[1]!.length, request.length)
  assert.deepEqual(sent[1]!.subarray(0, 64), request.subarray(0, 64))
  assert.equal(padded[0], sample.p_q_inner_data_dc + sample.rsa_pad_random_padding_bytes)

  client.handle({ kind: 'message', body: body('4_server_DH_params_ok') }, NOW)
  exchange()
  assert.deepEqual(sent[2], body('5_set_client_DH_params'))

  client.handle({ kind: 'message', body: body('6_dh_gen_ok') }, NOW)
  assert.deepEqual(exchange(), {
    kind: 'done',
    result: {
      authKey: { id: readInt64LE(fromHex(sample.auth_key_id_wire)), key: fromHex(sample.auth_key) },
      serverSalt: -3585621112631548343n,
      timeOffset: 0,
    },
  })
})

test('HS-01 replays the published exchange as the server', () => {
  const server = new AuthKeyServer<'client'>({
    crypto,
    random: seededRandom('replay', {
      server_nonce: [fromHex(sample.server_nonce)],
      pq: [reversed(fromHex(sample.p.hex)), reversed(fromHex(sample.q.hex))],
      padding: [fromHex(sample.answer_padding)],
    }),
    keys: sample.server_public_key_fingerprints_wire.map(wire => ({
      ...testRsaKey,
      n: new Uint8Array(256).fill(0xff),
      fingerprint: readInt64LE(fromHex(wire)),
    })),
    dcId: sample.dc_id,
    test: false,
    hasKey: () => false,
    strayBytes: false,
  })
  const exchange = (
    request: keyof typeof WIRE,
    power?: Uint8Array,
  ): AuthKeyServerOutput<'client'>[] => {
    server.handle({ kind: 'message', connection: 'client', body: body(request) }, NOW)
    const outputs: AuthKeyServerOutput<'client'>[] = []
    for (let output = server.poll(); output !== undefined; output = server.poll()) {
      if (output.kind !== 'compute') outputs.push(output)
      else {
        const isRsa = output.job.kind === 'mod-pow' && output.job.modulus[0] === 0xff
        server.handle({ kind: 'computed', id: output.id, value: isRsa ? rsaBlock() : power! }, NOW)
      }
    }
    return outputs
  }
  const send = (answer: keyof typeof WIRE): AuthKeyServerOutput<'client'> => ({
    kind: 'send',
    connection: 'client',
    body: body(answer),
  })

  assert.deepEqual(exchange('1_req_pq_multi'), [send('2_resPQ')])
  const gA = fromHex(sample.server_DH_inner_data.g_a)
  assert.deepEqual(exchange('3_req_DH_params', gA), [send('4_server_DH_params_ok')])
  assert.deepEqual(exchange('5_set_client_DH_params', fromHex(sample.auth_key)), [
    {
      kind: 'created',
      connection: 'client',
      authKey: { id: readInt64LE(fromHex(sample.auth_key_id_wire)), key: fromHex(sample.auth_key) },
      serverSalt: -3585621112631548343n,
    },
    send('6_dh_gen_ok'),
  ])
})

/** What the RSA key would have decrypted, with a temp_key of our own. */
function rsaBlock(): Uint8Array {
  const padded = fromHex(sample.p_q_inner_data_dc + sample.rsa_pad_random_padding_bytes)
  const tempKey = new Uint8Array(32).fill(3)
  const plain = concat(reversed(padded), crypto.sha256(tempKey, padded))
  const encrypted = crypto.aesIgeEncrypt(plain, tempKey, new Uint8Array(32))
  return concat(xor(tempKey, crypto.sha256(encrypted)), encrypted)
}
