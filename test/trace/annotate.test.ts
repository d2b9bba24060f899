import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { concat } from '../../src/core/bytes/bytes.ts'
import { fromHex } from '../../src/core/bytes/hex.ts'
import { createAuthKey } from '../../src/core/crypto/auth-key.ts'
import { portable } from '../../src/core/crypto/portable.ts'
import { encodeSealed, seal } from '../../src/core/envelope/encrypted.ts'
import { annotate, type Opener } from '../../src/trace/annotate.ts'
import type { Node } from '../../src/trace/node.ts'
import { formatBlock } from '../../src/trace/print.ts'
import { assertCovered, faultsOf } from './coverage.ts'
import { vocabulary } from './schemas.ts'

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8'))
}

const samples = readJson('samples-auth-key.json') as { messages_wire: Record<string, string> }
const tokens = readJson('login-token.json') as Record<string, { bytes: string }>
const { messages_v2 } = readJson('vectors.json') as {
  messages_v2: {
    client_to_server: { wire: string }
    server_to_client: { name: string; wire: string }[]
  }
}

const KEY = '98cb29c6ffa89e79da695a54f572e6cb101e81c688b63a4bf73c3622dec230e0'.repeat(8)
const opener: Opener = { authKey: createAuthKey(fromHex(KEY), portable), crypto: portable }

function linesOf(hex: string, withKey = false): string[] {
  const block = annotate(fromHex(hex), vocabulary, withKey ? opener : undefined)
  assertCovered(block)
  return formatBlock(block, false)
}

/** What each node says, without its bytes. */
function saysOf(hex: string): string[] {
  return linesOf(hex)
    .filter(line => /^ {0,3}\d+ {2}/.test(line))
    .map(line => line.slice(43))
}

test('explains the published req_pq_multi', () => {
  assert.deepEqual(linesOf(samples.messages_wire['1_req_pq_multi']!), [
    '   0  00000000 00000000                    auth_key_id: long = 0, not encrypted',
    '   8  d4720600 503dc565                    msg_id: long = 7333334982049821396, 2024-02-08T20:45:04.000Z',
    '  16  14000000                             message_length: int = 20',
    '  20  f18e7ebe                             body: Object = req_pq_multi#be7e8ef1',
    '  24  406709f6 12fadfbe c3f0289d 0aa67eef    nonce: int128',
  ])
})

test('explains the published resPQ, whose printed bytes are fewer than its length announces', () => {
  assert.deepEqual(linesOf(samples.messages_wire['2_resPQ']!), [
    '   0  00000000 00000000                    auth_key_id: long = 0, not encrypted',
    '   8  01d83175 503dc565                    msg_id: long = 7333334984015599617, 2024-02-08T20:45:04.457Z',
    '  16  a8000000                             message_length: int ! 168, 80 bytes remain',
    '  20  63241605                             body: ResPQ = resPQ#05162463',
    '  24  406709f6 12fadfbe c3f0289d 0aa67eef    nonce: int128',
    '  40  e11dbc3b c97d91a2 6154f932 af019943    server_nonce: int128',
    '  56  08256595 edb77667 97                   pq: bytes = 8 bytes',
    '  65  000000                                   padding',
    '  68  15c4b51c 03000000                      server_public_key_fingerprints: Vector<long> = 3 items',
    '  76  a5b7f709 355fc30b                        [0]: long = 847625836280919973',
    '  84  216be86c 022bb4c3                        [1]: long = -4344800451088585951',
    '  92  85fd64de 851d9dd0                        [2]: long = -3414540481677951611',
  ])
})

test('explains the published messages 3 to 6', () => {
  const { messages_wire } = samples
  assert.deepEqual(saysOf(messages_wire['3_req_DH_params']!), [
    'auth_key_id: long = 0, not encrypted',
    'msg_id: long = 7333334982049821400, 2024-02-08T20:45:04.000Z',
    'message_length: int = 320',
    'body: Object = req_DH_params#d712e4be',
    '  nonce: int128',
    '  server_nonce: int128',
    '  p: bytes = 4 bytes',
    '    padding',
    '  q: bytes = 4 bytes',
    '    padding',
    '  public_key_fingerprint: long = -3414540481677951611',
    '  encrypted_data: bytes = 256 bytes',
  ])
  assert.deepEqual(saysOf(messages_wire['4_server_DH_params_ok']!).slice(2), [
    'message_length: int ! 708, 632 bytes remain',
    'body: Server_DH_Params = server_DH_params_ok#d0e8075c',
    '  nonce: int128',
    '  server_nonce: int128',
    '  encrypted_answer: bytes = 592 bytes',
  ])
  assert.deepEqual(saysOf(messages_wire['5_set_client_DH_params']!).slice(2), [
    'message_length: int = 376',
    'body: Object = set_client_DH_params#f5045f1f',
    '  nonce: int128',
    '  server_nonce: int128',
    '  encrypted_data: bytes = 336 bytes',
  ])
  assert.deepEqual(saysOf(messages_wire['6_dh_gen_ok']!).slice(2), [
    'message_length: int ! 116, 52 bytes remain',
    'body: Set_client_DH_params_answer = dh_gen_ok#3bcbf734',
    '  nonce: int128',
    '  server_nonce: int128',
    '  new_nonce_hash1: int128',
  ])
})

test('names what follows the object inside message_length, and what follows the message', () => {
  const message = samples.messages_wire['6_dh_gen_ok']!.replace('74000000', '38000000')
  assert.deepEqual(linesOf(`${message}aabbccdd0102`).slice(-2), [
    '  72  aabbccdd                             stray, 4 bytes',
    '  76  0102                                 stray, 2 bytes',
  ])
})

test('explains the request and each variant of auth.LoginToken', () => {
  assert.deepEqual(linesOf(tokens.exportLoginToken!.bytes), [
    '   0  fe85e0b7                             body: Object = auth.exportLoginToken#b7e085fe',
    '   4  2b000000                               api_id: int = 43',
    '   8  10736f6d 65207374 72696e67 20686572    api_hash: string = "some string here"',
    '      65',
    '  25  000000                                   padding',
    '  28  15c4b51c 01000000                      except_ids: Vector<long> = 1 item',
    '  36  9c4a2e26 38fcffff                        [0]: long = -4156887774564',
  ])
  assert.deepEqual(saysOf(tokens.loginToken!.bytes), [
    'body: auth.LoginToken = auth.loginToken#629f1980',
    '  expires: int = 1700000030, 2023-11-14T22:13:50.000Z',
    '  token: bytes = 32 bytes',
    '    padding',
  ])
  assert.deepEqual(saysOf(tokens.loginTokenMigrateTo!.bytes), [
    'body: auth.LoginToken = auth.loginTokenMigrateTo#068e9916',
    '  dc_id: int = 4',
    '  token: bytes = 32 bytes',
    '    padding',
  ])
  assert.deepEqual(saysOf(tokens.loginTokenSuccess!.bytes), [
    'body: auth.LoginToken = auth.loginTokenSuccess#390d5c5e',
    '  authorization: auth.Authorization = auth.authorization#2ea2c0d4',
    '    flags: # = 0',
    '    user: User = user#31774388',
    '      flags: # = self | access_hash | first_name | phone',
    '      flags2: # = 0',
    '      id: long = 777000001',
    '      access_hash: long = -1',
    '      first_name: string = "Ada"',
    '      phone: string = "9996621234"',
    '        padding',
  ])
})

test('shows containers item by item and what gzip_packed unpacks to', () => {
  const container =
    'dcf8f1730200000001d83175503dc5650100000038000000016d5cf3d4720600503dc565a1cf7230271f8b0800000000' +
    '0000ff011000efff16998e06040000000401020304000000b673a6691000000005d83175503dc5650200000014000000' +
    '59b4d66215c4b51c01000000d4720600503dc565'
  assert.deepEqual(linesOf(container), [
    '   0  dcf8f173                             body: MessageContainer = msg_container#73f1f8dc',
    '   4  02000000                               messages: vector<message> = 2 items',
    '   8                                           [0]: message',
    '   8  01d83175 503dc565                          msg_id: long = 7333334984015599617, 2024-02-08T20:45:04.457Z',
    '  16  01000000                                   seqno: int = 1',
    '  20  38000000                                   bytes: int = 56',
    '  24  016d5cf3                                   body: RpcResult = rpc_result#f35c6d01',
    '  28  d4720600 503dc565                            req_msg_id: long = 7333334982049821396, 2024-02-08T20:45:04.000Z',
    '  36  a1cf7230                                     result: Object = gzip_packed#3072cfa1',
    '  40  271f8b08 00000000 0000ff01 1000efff            packed_data: bytes = 39 bytes',
    '      16998e06 04000000 04010203 04000000',
    '      b673a669 10000000',
    '  80                                           [1]: message',
    '  80  05d83175 503dc565                          msg_id: long = 7333334984015599621, 2024-02-08T20:45:04.457Z',
    '  88  02000000                                   seqno: int = 2',
    '  92  14000000                                   bytes: int = 20',
    '  96  59b4d662                                   body: MsgsAck = msgs_ack#62d6b459',
    ' 100  15c4b51c 01000000                            msg_ids: Vector<long> = 1 item',
    ' 108  d4720600 503dc565                              [0]: long = 7333334982049821396',
    '',
    'packed_data at 40, unpacked: 16 bytes',
    '   0  16998e06                             object: auth.LoginToken = auth.loginTokenMigrateTo#068e9916',
    '   4  04000000                               dc_id: int = 4',
    '   8  04010203 04                            token: bytes = 4 bytes',
    '  13  000000                                   padding',
  ])
})

test('opens what the client sent, given the auth key', () => {
  assert.deepEqual(linesOf(messages_v2.client_to_server.wire, true), [
    '   0  40fa5bb7 cb56a895                    auth_key_id: long = -7662779333016290752',
    '   8  f6f5a889 14892aad f87c6803 1cc953ba  msg_key: int128',
    '  24  29d68e11 8021f329 be386a62 0d49f3ad  ciphertext, 64 bytes',
    '      3a50c60d cef3733f 214e8cef a3e403c1',
    '      1d193637 d4971dc1 5db7f74b 26fd16cb',
    '      0e8fee30 bf7e3f68 858fe829 27e2cd06',
    '',
    'ciphertext at 24, decrypted, sent by the client: 64 bytes',
    '   0  efbeadde addeefbe                    salt: long = -4688283848722759953',
    '   8  efbeedfe edfeefbe                    session_id: long = -4688248388931698961',
    '  16  3412efbe efbe3412                    msg_id: long = 1311883328381456948, 1979-09-06T06:17:19.745Z',
    '  24  09030000                             seq_no: int = 777, content-related',
    '  28  10000000                             length: int = 16',
    '  32  68656c6c 6f2c2077 6f726c64 21212121  body: Object ! unknown constructor 0x6c6c6568, 16 bytes',
    '  48  29afd26d f40fb8ed 10b6b4ad 6d56ef5d  padding, 16 bytes',
  ])
})

const HELLO = 'body: unknown constructor 0x6c6c6568,'
const SERVER_MESSAGES: Readonly<Record<string, readonly string[]>> = {
  valid: [`${HELLO} 16 bytes`],
  valid_with_transport_padding: [`${HELLO} 16 bytes`],
  bad_msg_key: ['ciphertext: 64 bytes, the msg_key fits neither side'],
  bad_session_id: [`${HELLO} 16 bytes`],
  length_too_big: [
    'length: 9999999, 32 bytes remain',
    `${HELLO} 32 bytes`,
    'padding: 0 bytes instead of 12 to 1024',
  ],
  length_not_mod4: ['length: 3, not a multiple of 4', 'body: cut off, 3 of 4 bytes'],
  padding_out_of_range: [`${HELLO} 16 bytes`, 'padding: 0 bytes instead of 12 to 1024'],
}

for (const { name, wire } of messages_v2.server_to_client)
  test(`opens what the server sent and shows what is wrong with it: ${name}`, () => {
    const block = annotate(fromHex(wire), vocabulary, opener)
    assertCovered(block)
    assert.deepEqual(faultsOf(block.nodes), SERVER_MESSAGES[name])
    const title = block.nodes[2]!.inner?.title
    assert.equal(title, name === 'bad_msg_key' ? undefined : 'decrypted, sent by the server')
  })

test('names what a padded transport leaves behind the ciphertext', () => {
  const { nodes } = annotate(
    fromHex(`${messages_v2.client_to_server.wire}deadbe`),
    vocabulary,
    opener,
  )
  const { name, offset, length, value }: Node = nodes.at(-1)!
  assert.deepEqual(
    { name, offset, length, value },
    {
      ...{ name: 'stray', offset: 88, length: 3, value: '3 bytes' },
    },
  )
})

test('leaves the ciphertext closed without the key, and says when the key is another', () => {
  const { wire } = messages_v2.client_to_server
  assert.equal(annotate(fromHex(wire), vocabulary).nodes[2]!.inner, undefined)
  const [id, , ciphertext] = annotate(fromHex(wire), vocabulary, {
    authKey: createAuthKey(new Uint8Array(256), portable),
    crypto: portable,
  }).nodes
  assert.equal(id!.note, 'not that of the given key')
  assert.equal(ciphertext!.inner, undefined)
  assert.equal(ciphertext!.fault, undefined)
})

test('shows an encrypted message that has no room for a header', () => {
  const msgKey = fromHex('00112233445566778899aabbccddeeff')
  const id = fromHex('40fa5bb7cb56a895')
  const { nodes } = annotate(concat(id, msgKey, new Uint8Array(3)), vocabulary, opener)
  assert.deepEqual(
    nodes.map(({ name, length }) => [name, length]),
    [
      ['auth_key_id', 8],
      ['msg_key', 16],
      ['ciphertext', 0],
      ['stray', 3],
    ],
  )
})

test('shows padding of more than 1024 bytes', () => {
  const sealed = seal(
    {
      ...{ salt: 1n, sessionId: 2n, msgId: 4n, seqNo: 0, length: 4 },
      body: fromHex('b5757299'),
      padding: new Uint8Array(1036),
    },
    opener.authKey,
    'client',
    portable,
  )
  const block = annotate(encodeSealed(sealed), vocabulary, opener)
  assertCovered(block)
  assert.deepEqual(faultsOf(block.nodes), ['padding: 1036 bytes instead of 12 to 1024'])
})

test('knows a transport error by its size and sign', () => {
  assert.deepEqual(linesOf('6cfeffff'), [
    '   0  6cfeffff                             transport error: int = -404',
  ])
  assert.deepEqual(linesOf('94010000'), [
    '   0  94010000                             body: Object ! unknown constructor 0x00000194, 4 bytes',
  ])
  assert.deepEqual(linesOf('b5757299'), [
    '   0  b5757299                             body: Bool = true',
  ])
})

test('random payloads are covered and never an exception, with a key and without', () => {
  const key = fc.constantFrom(undefined, opener)
  const start = fc.constantFrom('', '0000000000000000', '40fa5bb7cb56a895')
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 120 }), key, (head, rest, given) => {
      assertCovered(annotate(concat(fromHex(head), rest), vocabulary, given))
    }),
  )
})
