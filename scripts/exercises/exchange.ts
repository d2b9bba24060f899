// Exercise 3: the key exchange with a test DC over a socket, as far as server_DH_inner_data. Source: /mtproto/auth_key
// The data centre is asked four times: once it is honest, and three times it lies in a way that has to be noticed.
import { createHost } from '#runtime'
import { openHashed, tmpAes } from '../../src/core/auth-key/derive.ts'
import { portable } from '../../src/core/crypto/portable.ts'
import type { RsaPrivateKey } from '../../src/core/crypto/rsa.ts'
import type { DcServerStages } from '../../src/core/dc-server/stages.ts'
import {
  mtproto,
  Server_DH_inner_data,
  type Types,
} from '../../src/core/tl/generated/mtproto/index.ts'
import { decodeCallPrefix, decodePrefix, encode } from '../../src/core/tl/schema.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import { makeRsaKey } from '../../src/test-dc/rsa-key.ts'
import { TestDc } from '../../src/test-dc/test-dc.ts'
import {
  firstFault,
  functionOf,
  inTime,
  isBytes,
  type Look,
  type Marker,
  messageOf,
  shown,
} from './marker.ts'

interface Place {
  readonly host: string
  readonly port: number
  readonly id: number
  /** PKCS #1 */
  readonly publicKeyPem: string
}

interface Result {
  readonly newNonce: Uint8Array
  readonly answer: Uint8Array
}

type Exchange = (dc: Place) => Promise<Result>

/** What one exchange came to, as both ends saw it. */
interface Seen {
  readonly result: Result | undefined
  /** why there is none */
  readonly failure: string | undefined
  readonly events: readonly TraceEvent[]
}

/** What a data centre refuses, by the rule it names. */
const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['HS-51', 'a message of the key exchange is 8 zero bytes, msg_id, length and the object'],
  ['HS-64', 'nonce and server_nonce of req_DH_params have to be those of resPQ'],
  ['HS-65', 'p and q are the factors of pq, the smaller one first, big-endian in 4 bytes each'],
  ['HS-66', 'the fingerprint is not that of its key'],
  [
    'HS-67',
    'encrypted_data does not come apart: check the 192 bytes, their reversal, the hash and the exclusive or',
  ],
  ['HS-68', 'the inner data contradicts the request around it, or is no p_q_inner_data_dc'],
  ['HS-69', 'dc in the inner data is not the number of this data centre'],
  ['HS-79', 'that was no message of a key exchange'],
])

/** Lies of the data centre, what they break, and how far the client may go. */
const LIES: readonly {
  readonly says: string
  readonly stages: DcServerStages
  readonly mayAnswer: boolean
}[] = [
  {
    says: 'a resPQ that returns another nonce than yours',
    stages: { answer: a => [{ ...a, value: withOther(a.value, 'resPQ', 'nonce') }] },
    mayAnswer: false,
  },
  {
    says: 'an answer whose SHA-1 does not fit what was decrypted',
    stages: { hashed: data => [{ ...data, hash: data.hash.map(byte => byte ^ 1) }] },
    mayAnswer: true,
  },
  {
    says: 'a server_DH_inner_data that repeats another server_nonce than resPQ had',
    stages: { innerData: value => [withOther(value, 'server_DH_inner_data', 'serverNonce')] },
    mayAnswer: true,
  },
]

/** Marks `exchange`. */
export const markExchange: Marker = answer => {
  const exchange = functionOf<Exchange>(answer, 'exchange')
  const { random, crypto } = createHost()
  const key = makeRsaKey(random, crypto)
  const honest: Look = {
    given: 'an honest data centre',
    fault: async () => honestFault(await watch(exchange, key, {})),
  }
  const lies = LIES.map(
    ({ says, stages, mayAnswer }): Look => ({
      given: says,
      async fault() {
        const { result, events } = await watch(exchange, key, stages)
        if (result !== undefined) return `exchange has to reject ${says}; yours returned a result.`
        if (mayAnswer || !requests(events).includes('req_DH_params')) return undefined
        return `After ${says}, nothing more may be sent; yours sent req_DH_params.`
      },
    }),
  )
  return firstFault(answer, ['exchange'], [honest, ...lies])
}

async function watch(
  exchange: Exchange,
  key: RsaPrivateKey,
  stages: DcServerStages,
): Promise<Seen> {
  const events: TraceEvent[] = []
  const dc = await TestDc.start({ key, stages, trace: () => event => events.push(event) })
  const { id, host, port } = dc.dcs[0]!
  try {
    const result = await inTime(exchange({ host, port, id, publicKeyPem: dc.publicKeyPem }))
    return { result, failure: undefined, events }
  } catch (error) {
    return { result: undefined, failure: messageOf(error), events }
  } finally {
    await dc.close()
  }
}

function honestFault({ result, failure, events }: Seen): string | undefined {
  const refusal = events.find(({ kind }) => kind === 'rejected')
  if (refusal?.kind === 'rejected') {
    const { rule, code, message } = refusal.error
    if (code.startsWith('ERR_FRAME'))
      return `The data centre cannot follow your stream: ${message}.`
    const reason = REFUSALS.get(rule ?? '') ?? message
    return `The data centre refused ${requests(events).at(-1) ?? 'the first message'}: ${reason}.`
  }
  const asked = requests(events)
  if (!asked.includes('req_pq_multi'))
    return `No req_pq_multi has arrived at the data centre${because(failure)}.`
  if (!asked.includes('req_DH_params'))
    return `No req_DH_params has followed the resPQ${because(failure)}.`
  if (result === undefined)
    return `The data centre has answered with server_DH_params_ok, and your exchange failed${because(failure)}.`
  const expected = innerDataOf(events, result.newNonce)
  if (expected === undefined)
    return 'newNonce is not the one that is in your inner data: with it the answer cannot be opened.'
  if (isBytes(result.answer, expected)) return undefined
  return `answer has to be server_DH_inner_data, ${expected.length} bytes without the hash before and the padding behind it; yours is ${shown(result.answer)}.`
}

function because(failure: string | undefined): string {
  return failure === undefined ? '' : ` (${failure})`
}

/** The names of what the client has sent, as far as they are names. */
function requests(events: readonly TraceEvent[]): string[] {
  return events.flatMap(event => {
    if (event.kind !== 'plaintext' || event.direction !== 'in') return []
    try {
      return [decodeCallPrefix(mtproto, event.body).value._]
    } catch {
      return ['an unknown object']
    }
  })
}

/** What is inside the server's answer, if this nonce opens it. */
function innerDataOf(events: readonly TraceEvent[], newNonce: Uint8Array): Uint8Array | undefined {
  for (const event of events) {
    if (event.kind !== 'plaintext' || event.direction !== 'out') continue
    const { value } = decodePrefix(mtproto, event.body)
    if (value._ !== 'server_DH_params_ok') continue
    try {
      const aes = tmpAes(newNonce, value.serverNonce, portable)
      const rules = { size: 'HS-20', type: 'HS-25', hash: 'HS-21', padding: 'HS-22' } as const
      const inner = openHashed(value.encryptedAnswer, aes, Server_DH_inner_data, rules, portable)
      return encode(mtproto, inner)
    } catch {
      return undefined
    }
  }
  return undefined
}

/** The same object with other bytes in one field, if it is the one that is meant. */
function withOther(
  value: Types['object'],
  name: Types['object']['_'],
  field: 'nonce' | 'serverNonce',
): Types['object'] {
  if (value._ !== name || !(field in value)) return value
  const bytes = (value as unknown as Record<typeof field, Uint8Array>)[field]
  return { ...value, [field]: bytes.map(byte => byte ^ 1) }
}
