// What a program asks for once it is logged in. Source: /method/users.getUsers, /method/updates.getState,
// /method/updates.getDifference
import type { InputUser, User } from '../../core/tl/generated/api/index.ts'
import { type Account, userOf } from '../accounts.ts'
import type { Service } from '../service.ts'
import type { Methods } from './handler.ts'

export const users: Methods = {
  'users.getUsers': ({ id }, context) => {
    const self = context.requireAccount()
    return id.map(input => find(input, self, context.service))
  },

  'updates.getState': (_call, context) => {
    context.requireAccount()
    const date = context.service.unix
    return { _: 'updates.state', pts: 1, qts: 0, date, seq: 0, unreadCount: 0 }
  },

  'updates.getDifference': (_call, context) => {
    context.requireAccount()
    return { _: 'updates.differenceEmpty', date: context.service.unix, seq: 0 }
  },
}

function find(input: InputUser, self: Account, { accounts }: Service): User {
  if (input._ === 'inputUserSelf') return userOf(self, true)
  if (input._ === 'inputUserEmpty') return { _: 'userEmpty', id: 0n }
  const account = accounts.find(input.userId)
  const isKnown = input._ === 'inputUser' && account?.accessHash === input.accessHash
  return isKnown ? userOf(account!, account === self) : { _: 'userEmpty', id: input.userId }
}
