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
  fields(io, value) {
    io.vector(value, 'id', item => io.boxed(item, 0, root.InputUser))
  },
  result(io, answer) {
    io.vector(answer, 0, item => io.boxed(item, 0, root.User))
  },
}
