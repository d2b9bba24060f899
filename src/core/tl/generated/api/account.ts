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
  read(r) {
    const value = { _: 'account.password' } as password
    const flags = r.flags(0x7f, 'flags')
    if (flags & (1 << 0)) value.hasRecovery = true
    if (flags & (1 << 1)) value.hasSecureValues = true
    if (flags & (1 << 2)) value.hasPassword = true
    if (flags & (1 << 2)) value.currentAlgo = r.boxed(root.PasswordKdfAlgo, 'currentAlgo')
    if (flags & (1 << 2)) value.srpB = r.bytes('srpB')
    if (flags & (1 << 2)) value.srpId = r.long('srpId')
    if (flags & (1 << 3)) value.hint = r.string('hint')
    if (flags & (1 << 4)) value.emailUnconfirmedPattern = r.string('emailUnconfirmedPattern')
    value.newAlgo = r.boxed(root.PasswordKdfAlgo, 'newAlgo')
    value.newSecureAlgo = r.boxed(root.SecurePasswordKdfAlgo, 'newSecureAlgo')
    value.secureRandom = r.bytes('secureRandom')
    if (flags & (1 << 5)) value.pendingResetDate = r.int('pendingResetDate')
    if (flags & (1 << 6)) value.loginEmailPattern = r.string('loginEmailPattern')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.hasRecovery, 'hasRecovery')) flags |= 1 << 0
    if (w.flag(value.hasSecureValues, 'hasSecureValues')) flags |= 1 << 1
    if (w.flag(value.hasPassword, 'hasPassword')) flags |= 1 << 2
    if (value.currentAlgo !== undefined) flags |= 1 << 2
    if (value.srpB !== undefined) flags |= 1 << 2
    if (value.srpId !== undefined) flags |= 1 << 2
    if (value.hint !== undefined) flags |= 1 << 3
    if (value.emailUnconfirmedPattern !== undefined) flags |= 1 << 4
    if (value.pendingResetDate !== undefined) flags |= 1 << 5
    if (value.loginEmailPattern !== undefined) flags |= 1 << 6
    w.nat(flags >>> 0)
    if (flags & (1 << 2)) w.boxed(value.currentAlgo!, root.PasswordKdfAlgo, 'currentAlgo')
    if (flags & (1 << 2)) w.bytes(value.srpB!, 'srpB')
    if (flags & (1 << 2)) w.long(value.srpId!, 'srpId')
    if (flags & (1 << 3)) w.string(value.hint!, 'hint')
    if (flags & (1 << 4)) w.string(value.emailUnconfirmedPattern!, 'emailUnconfirmedPattern')
    w.boxed(value.newAlgo, root.PasswordKdfAlgo, 'newAlgo')
    w.boxed(value.newSecureAlgo, root.SecurePasswordKdfAlgo, 'newSecureAlgo')
    w.bytes(value.secureRandom, 'secureRandom')
    if (flags & (1 << 5)) w.int(value.pendingResetDate!, 'pendingResetDate')
    if (flags & (1 << 6)) w.string(value.loginEmailPattern!, 'loginEmailPattern')
  },
}

/** account.getPassword#548a30f5 = account.Password */
export interface getPassword {
  _: 'account.getPassword'
}
export const getPassword: tl.Method<getPassword, Password> = {
  name: 'account.getPassword',
  id: 0x548a30f5,
  read() {
    return { _: 'account.getPassword' }
  },
  write() {},
  readResult(r) {
    return r.boxed(Password)
  },
  writeResult(w, result) {
    w.boxed(result, Password)
  },
}
