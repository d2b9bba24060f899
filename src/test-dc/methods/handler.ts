// What answers a call: a function of the call and its context.
import type { SchemaTypes } from '../../core/tl/codec.ts'
import type { Types } from '../../core/tl/generated/api/index.ts'
import type { CallContext, MethodContext } from '../call-context.ts'

/** The methods that do not carry another call. */
export type MethodName<T extends SchemaTypes> = Exclude<T['call']['_'], keyof T['wrappers']>

/** The call of a method by its name. */
export type CallOf<T extends SchemaTypes, N> = Extract<T['call'], { _: N }>

/** The result of a method by its name. */
export type ResultOf<T extends SchemaTypes, N> = T['results'][N & keyof T['results']]

/**
 * Answers the calls of one method: returns the result, at once or later, or throws an RpcError that goes
 * to the client as it is.
 */
export type Handler<T extends SchemaTypes, N extends MethodName<T>> = (
  call: CallOf<T, N>,
  context: CallContext,
) => ResultOf<T, N> | Promise<ResultOf<T, N>>

/** Some of the methods that come with the test DC, by name. */
export type Methods = {
  readonly [N in MethodName<Types>]?: (
    call: CallOf<Types, N>,
    context: MethodContext,
  ) => ResultOf<Types, N>
}
