// The namespace updates of schema/api.tl, layer 223. Generated; edit the schema instead.

import type * as tl from '../../codec.ts'

/** updates.Difference, of which there are other constructors as well */
export type Difference = differenceEmpty
export const Difference: tl.Boxed<Difference> = {
  name: 'updates.Difference',
  open: true,
  constructors: () => [differenceEmpty],
}

/** updates.State */
export type State = state
export const State: tl.Boxed<State> = {
  name: 'updates.State',
  constructors: () => [state],
}

/** updates.differenceEmpty#5d75a138 date:int seq:int = updates.Difference */
export interface differenceEmpty {
  _: 'updates.differenceEmpty'
  date: number
  seq: number
}
export const differenceEmpty: tl.Constructor<differenceEmpty> = {
  name: 'updates.differenceEmpty',
  id: 0x5d75a138,
  fields(io, value) {
    io.int(value, 'date')
    io.int(value, 'seq')
  },
}

/** updates.state#a56c2a3e pts:int qts:int date:int seq:int unread_count:int = updates.State */
export interface state {
  _: 'updates.state'
  pts: number
  qts: number
  date: number
  seq: number
  unreadCount: number
}
export const state: tl.Constructor<state> = {
  name: 'updates.state',
  id: 0xa56c2a3e,
  fields(io, value) {
    io.int(value, 'pts')
    io.int(value, 'qts')
    io.int(value, 'date')
    io.int(value, 'seq')
    io.int(value, 'unreadCount')
  },
}

/**
 * updates.getDifference#19c2f763 flags:# pts:int pts_limit:flags.1?int pts_total_limit:flags.0?int
 * date:int qts:int qts_limit:flags.2?int = updates.Difference
 */
export interface getDifference {
  _: 'updates.getDifference'
  pts: number
  ptsLimit?: number | undefined
  ptsTotalLimit?: number | undefined
  date: number
  qts: number
  qtsLimit?: number | undefined
}
export const getDifference: tl.Method<getDifference, Difference | tl.Unparsed> = {
  name: 'updates.getDifference',
  id: 0x19c2f763,
  fields(io, value) {
    const flags = io.flags(0x7, 'flags')
    io.int(value, 'pts')
    if (io.has(value, 'ptsLimit', flags, 1)) io.int(value, 'ptsLimit')
    if (io.has(value, 'ptsTotalLimit', flags, 0)) io.int(value, 'ptsTotalLimit')
    io.int(value, 'date')
    io.int(value, 'qts')
    if (io.has(value, 'qtsLimit', flags, 2)) io.int(value, 'qtsLimit')
  },
  result(io, answer) {
    io.boxed(answer, 0, Difference)
  },
}

/** updates.getState#edd4882a = updates.State */
export interface getState {
  _: 'updates.getState'
}
export const getState: tl.Method<getState, State> = {
  name: 'updates.getState',
  id: 0xedd4882a,
  fields() {},
  result(io, answer) {
    io.boxed(answer, 0, State)
  },
}
