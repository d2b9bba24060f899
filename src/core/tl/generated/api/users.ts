// The namespace users of schema/api.tl, layer 223. Generated; edit the schema instead.

import type * as tl from '../../codec.ts'
import * as root from './root.ts'

/** users.getUsers#0d91a548 id:Vector<InputUser> = Vector<User> */
export interface getUsers {
  _: 'users.getUsers'
  id: readonly root.InputUser[]
}
export const getUsers: tl.Method<getUsers, readonly root.User[]> = {
  name: 'users.getUsers',
  id: 0x0d91a548,
  read(r) {
    return {
      _: 'users.getUsers',
      id: r.vector(r => r.boxed(root.InputUser), 'id'),
    }
  },
  write(w, value) {
    w.vector(value.id, (w, item) => w.boxed(item, root.InputUser), 'id')
  },
  readResult(r) {
    return r.vector(r => r.boxed(root.User))
  },
  writeResult(w, result) {
    w.vector(result, (w, item) => w.boxed(item, root.User))
  },
}
