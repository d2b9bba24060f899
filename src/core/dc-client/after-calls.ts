// invokeAfterMsg and invokeAfterMsgs: a call that the server executes after others.
// Source: /api/invoking#sequential-requests
import { concat } from '../bytes/bytes.ts'
import { Writer } from '../tl/writer.ts'
import type { Query } from './query.ts'

const INVOKE_AFTER_MSG = 0xcb9f372d
const INVOKE_AFTER_MSGS = 0x3dc4b4f0

/** `query`, an encoded call, to be executed after the messages `msgIds`; without any, as it is. */
export function afterCalls(query: Uint8Array, msgIds: readonly bigint[]): Uint8Array {
  if (msgIds.length === 0) return query
  const writer = new Writer()
  if (msgIds.length === 1) {
    writer.id(INVOKE_AFTER_MSG)
    writer.long(msgIds[0]!)
  } else {
    writer.id(INVOKE_AFTER_MSGS)
    writer.vector(msgIds, (w, msgId) => w.long(msgId))
  }
  return concat(writer.finish(), query)
}

/** Whether `query` may go out: the calls it has to follow were sent or, when it is held, are over. */
export function mayFollow(query: Query, queries: ReadonlyMap<number, Query>): boolean {
  const others = (query.after ?? []).flatMap(id => queries.get(id) ?? [])
  return query.held ? others.length === 0 : others.every(({ message }) => message !== undefined)
}
