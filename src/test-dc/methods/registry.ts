// Every method of a test DC by its TL name, and the way to one: through the wrappers, past the conditions
// that hold for all. Source: /api/invoking, /api/errors
import { MtprotoError, RpcError } from '../../core/errors.ts'
import type { Schema, TlObject } from '../../core/tl/codec.ts'
import { decodeCall } from '../../core/tl/schema.ts'
import type { MethodContext } from '../call-context.ts'
import { help } from './help.ts'
import { login } from './login.ts'
import { password } from './password.ts'
import { tempKeys } from './temp-keys.ts'
import { transfer } from './transfer.ts'
import { users } from './users.ts'
import { wrappers } from './wrappers.ts'

type AnyHandler = (call: TlObject, context: MethodContext) => unknown
type AnyWrapper = (call: TlObject, context: MethodContext) => void | Promise<void>
type Wrapper = TlObject & { readonly query: TlObject }

/** The calls that a temporary key may make before a permanent one vouches for it. */
const UNBOUND = ['auth.bindTempAuthKey', 'help.getConfig', 'help.getNearestDc']

export class Registry {
  readonly #handlers = new Map<string, AnyHandler>()

  constructor() {
    for (const methods of [help, login, password, tempKeys, transfer, users])
      for (const [name, handler] of Object.entries(methods))
        this.#handlers.set(name, handler as AnyHandler)
  }

  /** Answers `name` by `handler` from now on. */
  set<C>(name: string, handler: (call: C, context: MethodContext) => unknown): void {
    this.#handlers.set(name, handler as AnyHandler)
  }

  /** The result of a call, at once or later; throws, or rejects with, an RpcError when there is none. */
  perform(call: TlObject, context: MethodContext): unknown {
    if (Object.hasOwn(wrappers, call._)) {
      const wrapper = wrappers[call._ as keyof typeof wrappers] as AnyWrapper
      const { query } = call as Wrapper
      const waiting = wrapper(call, context)
      return waiting === undefined
        ? this.perform(query, context)
        : waiting.then(() => this.perform(query, context))
    }
    const handler = this.#handlers.get(call._)
    if (handler === undefined) throw new RpcError(400, 'INPUT_METHOD_INVALID')
    const { key } = context
    // SES-79: nobody vouches for this key yet
    if (key.temporary && key.permAuthKeyId === undefined && !UNBOUND.includes(call._))
      throw new RpcError(401, 'AUTH_KEY_PERM_EMPTY')
    // SES-78: who is calling has to be known first; a binding comes before that
    if (key.client === undefined && call._ !== 'auth.bindTempAuthKey')
      throw new RpcError(400, 'CONNECTION_NOT_INITED')
    return handler(call, context)
  }
}

/** The call that a message holds; throws an RpcError when it is none that the schema knows. */
export function readCall(body: Uint8Array, schema: Schema): TlObject {
  try {
    return decodeCall(schema, body)
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error
    const isUnknown = error.code === 'ERR_TL_UNKNOWN_CONSTRUCTOR'
    throw new RpcError(400, isUnknown ? 'INPUT_METHOD_INVALID' : 'INPUT_FETCH_FAIL')
  }
}
