// The namespace updates of schema/api.tl, layer 223. Generated; edit the schema instead.

import type * as tl from '../../codec.ts'

/** updates.State */
export type State = state
export const State: tl.Boxed<State> = {
  name: 'updates.State',
  constructors: () => [state],
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
  read(r) {
    return {
      _: 'updates.state',
      pts: r.int('pts'),
      qts: r.int('qts'),
      date: r.int('date'),
      seq: r.int('seq'),
      unreadCount: r.int('unreadCount'),
    }
  },
  write(w, value) {
    w.int(value.pts, 'pts')
    w.int(value.qts, 'qts')
    w.int(value.date, 'date')
    w.int(value.seq, 'seq')
    w.int(value.unreadCount, 'unreadCount')
  },
}

/** updates.getState#edd4882a = updates.State */
export interface getState {
  _: 'updates.getState'
}
export const getState: tl.Method<getState, State> = {
  name: 'updates.getState',
  id: 0xedd4882a,
  read() {
    return { _: 'updates.getState' }
  },
  write() {},
  readResult(r) {
    return r.boxed(State)
  },
  writeResult(w, result) {
    w.boxed(result, State)
  },
}
