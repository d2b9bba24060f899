// Session strings: the vectors of each form, how they are told apart, and what a client does that starts from
// one. Source: the layouts named in src/credentials, /mtproto/service_messages_about_messages
import { fromBase64, toBase64Url } from '../../core/bytes/base64.ts'
import { concat, equal } from '../../core/bytes/bytes.ts'
import { seededRandom } from '../../core/crypto/seeded-random.ts'
import type { Credentials, SessionForm } from '../../credentials/credentials.ts'
import { formatCredentials, parseCredentials, sessionFormOf } from '../../credentials/parse.ts'
import type { Case, ClientCase } from '../case.ts'
import { type DcHarness, type DcSetup, TOKEN } from '../dc-harness.ts'
import { RESEND } from '../outcome.ts'
import { type Own, ownCase, refused } from '../own.ts'
import { must, type Steps } from '../steps.ts'
import { whatFollows } from './after-reply.ts'
import { expectCall, resultOf, succeed } from './shared.ts'

/** The key of the vectors. */
const KEY = Uint8Array.from({ length: 256 }, (_, i) => i)

function readAs(text: string, form: SessionForm): Credentials {
  must(sessionFormOf(text) === form, `taken for ${sessionFormOf(text)} instead of ${form}`)
  return parseCredentials(text)
}

function writtenAgain({ vectors: { vectors } }: Own): void {
  const { telethon_v4, telethon_v6, gramjs, pyrogram, mtcute_v3 } = vectors.session_strings
  for (const [text, form] of [
    [telethon_v4, 'telethon'],
    [telethon_v6, 'telethon'],
    [gramjs, 'gramjs'],
    [pyrogram, 'pyrogram'],
    [mtcute_v3, 'mtcute'],
  ] as const) {
    const read = readAs(text, form)
    must(equal(read.authKey, KEY) && read.dcId === 2 && read.test, `${form} was misread`)
    must(formatCredentials(read, form) === text, `${form} is written in another way`)
  }
}

function toldApart({ vectors: { vectors } }: Own): void {
  const { telethon_v4, telethon_v6, gramjs } = vectors.session_strings
  must(telethon_v6.length === gramjs.length, 'vectors of different lengths')
  readAs(gramjs, 'gramjs')
  for (const text of [telethon_v4, telethon_v6]) readAs(text, 'telethon')
  const loopback = { authKey: KEY, dcId: 2, test: false, address: { host: '::1', port: 443 } }
  for (const form of ['telethon', 'gramjs'] as const) {
    const { address } = readAs(formatCredentials(loopback, form), form)
    must(address?.host === '::1', `${form} with the address ${address?.host}`)
  }
}

function threeLayouts({ vectors: { vectors } }: Own): void {
  const { pyrogram, pyrogram_old_64, pyrogram_old_32 } = vectors.session_strings
  const userId = 5_000_801_609n
  const now = readAs(pyrogram, 'pyrogram')
  const old64 = readAs(pyrogram_old_64, 'pyrogram')
  const old32 = readAs(pyrogram_old_32, 'pyrogram')
  must(now.apiId === 12_345 && now.userId === userId, 'the newest layout was misread')
  must(old64.apiId === undefined && old64.userId === userId, 'the 64-bit layout was misread')
  must(old32.userId === 12_345n, 'the 32-bit layout was misread')
}

/** The published strings end with a key of 32 bytes; here they get one of 256. */
function mediaAndNobody({ vectors: { vectors } }: Own): void {
  for (const { value } of vectors.session_strings.mtcute_published) {
    const head = fromBase64(value).subarray(0, -36)
    const text = toBase64Url(concat(head, Uint8Array.of(0xfe, 0, 1, 0), KEY))
    const { address, mediaAddress, userId, test } = readAs(text, 'mtcute')
    must(address?.host === '149.154.167.50', 'another address')
    must(mediaAddress?.host === '149.154.167.222', 'another address for files')
    must(userId === (test ? 12_345n : undefined), 'another user')
    must(formatCredentials(parseCredentials(text), 'mtcute') === text, 'written in another way')
  }
}

function damaged({ vectors: { vectors } }: Own): void {
  const { telethon_v4, gramjs, pyrogram, mtcute_v3, mtcute_published } = vectors.session_strings
  for (const text of [telethon_v4, gramjs, pyrogram, mtcute_v3]) {
    for (const end of [1, 20, 200, text.length - 4])
      refused(`${end} characters`, () => parseCredentials(text.slice(0, end)))
    refused('a foreign character', () => parseCredentials(text.replace('w', '!')))
    refused('more at the end', () => parseCredentials(`${text}AAAA`))
  }
  refused('another version', () => parseCredentials(`2${telethon_v4.slice(1)}`))
  refused('a short key', () => parseCredentials(mtcute_published[0]!.value))
  refused('nothing', () => parseCredentials(''))
}

/** In a form without an address: where the data centre is, only the harness knows. */
function session(authKey: Uint8Array): string {
  const credentials = { authKey, dcId: 2, test: false, userId: 1n, apiId: 1 }
  return formatCredentials(credentials, 'pyrogram')
}

const NEW_SALT = 0x0fedcba987654321n

/** The first call comes under the imported key with salt 0, and whatever the answer, no key is made. */
function* imported(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  must(call.salt === 0n, `the first salt is ${call.salt}`)
  dc.reply(call, resultOf(call, dc))
  const outcome = yield* whatFollows(harness, call)
  must(dc.requests.length === 0, 'a key exchange')
  if (outcome.kind !== 'RESEND') return yield* succeed(harness)
  const again = dc.heard.findLast(({ name }) => name === call.name)
  must(again?.salt === NEW_SALT, 'the new salt is not used')
  return outcome
}

const wrongSalt: NonNullable<DcSetup['reply']> = (_, { msgId, seqNo }) => [
  {
    body: {
      _: 'bad_server_salt',
      badMsgId: msgId,
      badMsgSeqno: seqNo,
      errorCode: 48,
      newServerSalt: NEW_SALT,
    },
  },
]

function importedCase(): ClientCase {
  const known = seededRandom('imported key')(256, 'auth_key')
  return {
    ...{ id: 'SS-06', slug: 'imported', side: 'client', kind: 'wire', scenario: TOKEN },
    stimulus: 'a start from an imported session, and bad_server_salt for its first call',
    subject: { session: session(known) },
    dc: { known },
    fault: { reply: wrongSalt },
    expected: [RESEND],
    play: imported,
  }
}

export const credentials = (): readonly Case[] => [
  ownCase('SS-01', 'vectors', 'tool', 'the vectors of each form', writtenAgain),
  ownCase('SS-02', 'told-apart', 'tool', 'Telethon and GramJS strings of one length', toldApart),
  ownCase('SS-03', 'layouts', 'tool', 'the three layouts of Pyrogram', threeLayouts),
  ownCase('SS-04', 'published', 'tool', 'the published mtcute strings', mediaAndNobody),
  ownCase('SS-05', 'damaged', 'tool', 'strings that are cut, changed or none', damaged),
  importedCase(),
]
