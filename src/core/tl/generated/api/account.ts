// The namespace account of schema/api.tl, layer 223. Generated; edit the schema instead.

import type * as tl from '../../codec.ts'
import * as root from './root.ts'

/** account.Password */
export type Password = password
export const Password: tl.Boxed<Password> = {
  name: 'account.Password',
  constructors: () => [password],
}

/**
 * account.password#957b50fb flags:# has_recovery:flags.0?true has_secure_values:flags.1?true
 * has_password:flags.2?true current_algo:flags.2?PasswordKdfAlgo srp_B:flags.2?bytes
 * srp_id:flags.2?long hint:flags.3?string email_unconfirmed_pattern:flags.4?string
 * new_algo:PasswordKdfAlgo new_secure_algo:SecurePasswordKdfAlgo secure_random:bytes
 * pending_reset_date:flags.5?int login_email_pattern:flags.6?string = account.Password
 */
export interface password {
  _: 'account.password'
  hasRecovery?: boolean | undefined
  hasSecureValues?: boolean | undefined
  hasPassword?: boolean | undefined
  currentAlgo?: root.PasswordKdfAlgo | undefined
  srpB?: Uint8Array | undefined
  srpId?: bigint | undefined
  hint?: string | undefined
  emailUnconfirmedPattern?: string | undefined
  newAlgo: root.PasswordKdfAlgo
  newSecureAlgo: root.SecurePasswordKdfAlgo
  secureRandom: Uint8Array
  pendingResetDate?: number | undefined
  loginEmailPattern?: string | undefined
}
export const password: tl.Constructor<password> = {
  name: 'account.password',
  id: 0x957b50fb,
  fields(io, value) {
    const flags = io.flags(0x7f, 'flags')
    io.flag(value, 'hasRecovery', flags, 0)
    io.flag(value, 'hasSecureValues', flags, 1)
    io.flag(value, 'hasPassword', flags, 2)
    if (io.has(value, 'currentAlgo', flags, 2, 'srpB', 'srpId'))
      io.boxed(value, 'currentAlgo', root.PasswordKdfAlgo)
    if (io.has(value, 'srpB', flags, 2, 'srpId')) io.bytes(value, 'srpB')
    if (io.has(value, 'srpId', flags, 2)) io.long(value, 'srpId')
    if (io.has(value, 'hint', flags, 3)) io.string(value, 'hint')
    if (io.has(value, 'emailUnconfirmedPattern', flags, 4))
      io.string(value, 'emailUnconfirmedPattern')
    io.boxed(value, 'newAlgo', root.PasswordKdfAlgo)
    io.boxed(value, 'newSecureAlgo', root.SecurePasswordKdfAlgo)
    io.bytes(value, 'secureRandom')
    if (io.has(value, 'pendingResetDate', flags, 5)) io.int(value, 'pendingResetDate')
    if (io.has(value, 'loginEmailPattern', flags, 6)) io.string(value, 'loginEmailPattern')
  },
}

/** account.getPassword#548a30f5 = account.Password */
export interface getPassword {
  _: 'account.getPassword'
}
export const getPassword: tl.Method<getPassword, Password> = {
  name: 'account.getPassword',
  id: 0x548a30f5,
  fields() {},
  result(io, answer) {
    io.boxed(answer, 0, Password)
  },
}
