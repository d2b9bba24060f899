// What the type checker has to infer from a call. Checked by `npm run typecheck`; nothing runs.
import type { Client } from '../../src/client/client.ts'
import type { Schema, Unparsed } from '../../src/core/tl/codec.ts'
import type {
  account,
  auth,
  Call,
  Config,
  config,
  ResultOf,
  Types,
  User,
  user,
} from '../../src/core/tl/generated/api/index.ts'
import type { Types as MtprotoTypes } from '../../src/core/tl/generated/mtproto/index.ts'
import { decode, decodeCall, decodeResult, encode, encodeResult } from '../../src/core/tl/schema.ts'

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

declare function expect<_Holds extends true>(): void
declare const client: Client
declare const api: Schema<Types>
declare const mtproto: Schema<MtprotoTypes>
declare const bytes: Uint8Array

const token = { _: 'auth.exportLoginToken', apiId: 1, apiHash: '', exceptIds: [] } as const
const info = {
  ...{ apiId: 1, deviceModel: '', systemVersion: '', appVersion: '' },
  ...{ systemLangCode: '', langPack: '', langCode: '' },
}

export async function invoke(): Promise<void> {
  const alone = await client.invoke({
    _: 'auth.exportLoginToken',
    apiId: 1,
    apiHash: '',
    exceptIds: [-4156887774564n],
  })
  expect<Equal<typeof alone, auth.LoginToken>>()
  if (alone._ === 'auth.loginTokenMigrateTo') expect<Equal<typeof alone.dcId, number>>()

  const wrapped = await client.invoke({
    _: 'invokeWithLayer',
    layer: 223,
    query: {
      _: 'initConnection',
      ...info,
      query: {
        _: 'invokeAfterMsg',
        msgId: 1n,
        query: { _: 'auth.exportLoginToken', apiId: 1, apiHash: '', exceptIds: [] },
      },
    },
  })
  expect<Equal<typeof wrapped, auth.LoginToken>>()

  const users = await client.invoke({
    _: 'invokeWithoutUpdates',
    query: { _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] },
  })
  expect<Equal<typeof users, readonly User[]>>()

  expect<Equal<Awaited<ReturnType<typeof dropKeys>>, boolean>>()
  expect<Equal<Awaited<ReturnType<typeof anyCall>>, unknown>>()
}

const dropKeys = () => client.invoke({ _: 'auth.dropTempAuthKeys', exceptAuthKeys: [] })
const anyCall = (call: Call) => client.invoke(call)

export function refused(): void {
  // @ts-expect-error an argument is missing
  client.invoke({ _: 'auth.exportLoginToken', apiId: 1, apiHash: '' })
  // @ts-expect-error a long is a bigint
  client.invoke({ _: 'auth.exportLoginToken', apiId: 1, apiHash: '', exceptIds: [1] })
  // @ts-expect-error a constructor is no method
  client.invoke({ _: 'auth.loginToken', expires: 1, token: bytes })
  // @ts-expect-error the call inside has to be one as well
  client.invoke({ _: 'invokeWithoutUpdates', query: { _: 'user' } })
  // @ts-expect-error a method of another schema
  encode(mtproto, token)
  // @ts-expect-error a result of another type
  encodeResult(api, token, true)
}

export function resultOf(): void {
  expect<Equal<ResultOf<typeof token>, auth.LoginToken>>()
  expect<Equal<ResultOf<{ _: 'help.getConfig' }>, Config>>()
  expect<Equal<ResultOf<{ _: 'account.getPassword' }>, account.Password>>()
  // a field called query does not make a wrapper
  expect<Equal<ResultOf<{ _: 'help.getConfig'; query: typeof token }>, config>>()
  // what is inside can be anything
  expect<Equal<ResultOf<{ _: 'invokeWithLayer'; layer: number; query: Call }>, unknown>>()
  expect<Equal<ResultOf<Call>, unknown>>()
}

export function decoded(): void {
  const result = decodeResult(api, { _: 'invokeWithoutUpdates', query: token }, bytes)
  expect<Equal<typeof result, auth.LoginToken>>()

  const object = decode(api, bytes)
  if (object._ === 'unparsed') expect<Equal<typeof object, Unparsed>>()
  if (object._ === 'user') expect<Equal<typeof object, user>>()

  const call = decodeCall(api, bytes)
  if (call._ === 'invokeWithLayer') {
    expect<Equal<typeof call.query, Call | Unparsed>>()
    if (call.query._ === 'auth.importLoginToken')
      expect<Equal<typeof call.query.token, Uint8Array>>()
  }

  const message = decode(mtproto, bytes)
  // @ts-expect-error no type of mtproto.tl is open
  if (message._ === 'unparsed') return
  if (message._ === 'rpc_result') expect<Equal<typeof message.result, Uint8Array>>()
}

/** A schema that a user has generated, with an open type and wrappers with other names. */
interface OwnTypes {
  object: { _: 'thing'; size: number } | Unparsed
  call:
    | { _: 'getThing' }
    | { _: 'twice'; call: OwnTypes['call'] }
    | { _: 'find'; query: OwnTypes['call'] }
  results: { getThing: { _: 'thing'; size: number } | Unparsed; find: string }
  wrappers: { twice: 'call' }
}

export async function own(other: Client<OwnTypes>): Promise<void> {
  const thing = await other.invoke({ _: 'twice', call: { _: 'twice', call: { _: 'getThing' } } })
  expect<Equal<typeof thing, { _: 'thing'; size: number } | Unparsed>>()
  const found = await other.invoke({ _: 'find', query: { _: 'getThing' } })
  expect<Equal<typeof found, string>>()
}
