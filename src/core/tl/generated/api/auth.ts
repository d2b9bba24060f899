// The namespace auth of schema/api.tl, layer 223. Generated; edit the schema instead.

import type * as tl from '../../codec.ts'
import * as help from './help.ts'
import * as root from './root.ts'

/** auth.LoginToken */
export type LoginToken = loginToken | loginTokenMigrateTo | loginTokenSuccess
export const LoginToken: tl.Boxed<LoginToken> = {
  name: 'auth.LoginToken',
  constructors: () => [loginToken, loginTokenMigrateTo, loginTokenSuccess],
}

/** auth.Authorization */
export type Authorization = authorization | authorizationSignUpRequired
export const Authorization: tl.Boxed<Authorization> = {
  name: 'auth.Authorization',
  constructors: () => [authorization, authorizationSignUpRequired],
}

/** auth.ExportedAuthorization */
export type ExportedAuthorization = exportedAuthorization
export const ExportedAuthorization: tl.Boxed<ExportedAuthorization> = {
  name: 'auth.ExportedAuthorization',
  constructors: () => [exportedAuthorization],
}

/** auth.LoggedOut */
export type LoggedOut = loggedOut
export const LoggedOut: tl.Boxed<LoggedOut> = {
  name: 'auth.LoggedOut',
  constructors: () => [loggedOut],
}

/** auth.loginToken#629f1980 expires:int token:bytes = auth.LoginToken */
export interface loginToken {
  _: 'auth.loginToken'
  expires: number
  token: Uint8Array
}
export const loginToken: tl.Constructor<loginToken> = {
  name: 'auth.loginToken',
  id: 0x629f1980,
  fields(io, value) {
    io.int(value, 'expires')
    io.bytes(value, 'token')
  },
}

/** auth.loginTokenMigrateTo#068e9916 dc_id:int token:bytes = auth.LoginToken */
export interface loginTokenMigrateTo {
  _: 'auth.loginTokenMigrateTo'
  dcId: number
  token: Uint8Array
}
export const loginTokenMigrateTo: tl.Constructor<loginTokenMigrateTo> = {
  name: 'auth.loginTokenMigrateTo',
  id: 0x068e9916,
  fields(io, value) {
    io.int(value, 'dcId')
    io.bytes(value, 'token')
  },
}

/** auth.loginTokenSuccess#390d5c5e authorization:auth.Authorization = auth.LoginToken */
export interface loginTokenSuccess {
  _: 'auth.loginTokenSuccess'
  authorization: Authorization
}
export const loginTokenSuccess: tl.Constructor<loginTokenSuccess> = {
  name: 'auth.loginTokenSuccess',
  id: 0x390d5c5e,
  fields(io, value) {
    io.boxed(value, 'authorization', Authorization)
  },
}

/**
 * auth.authorization#2ea2c0d4 flags:# setup_password_required:flags.1?true
 * otherwise_relogin_days:flags.1?int tmp_sessions:flags.0?int future_auth_token:flags.2?bytes
 * user:User = auth.Authorization
 */
export interface authorization {
  _: 'auth.authorization'
  setupPasswordRequired?: boolean | undefined
  otherwiseReloginDays?: number | undefined
  tmpSessions?: number | undefined
  futureAuthToken?: Uint8Array | undefined
  user: root.User
}
export const authorization: tl.Constructor<authorization> = {
  name: 'auth.authorization',
  id: 0x2ea2c0d4,
  fields(io, value) {
    const flags = io.flags(0x7, 'flags')
    io.flag(value, 'setupPasswordRequired', flags, 1)
    if (io.has(value, 'otherwiseReloginDays', flags, 1)) io.int(value, 'otherwiseReloginDays')
    if (io.has(value, 'tmpSessions', flags, 0)) io.int(value, 'tmpSessions')
    if (io.has(value, 'futureAuthToken', flags, 2)) io.bytes(value, 'futureAuthToken')
    io.boxed(value, 'user', root.User)
  },
}

/**
 * auth.authorizationSignUpRequired#44747e9a flags:# terms_of_service:flags.0?help.TermsOfService =
 * auth.Authorization
 */
export interface authorizationSignUpRequired {
  _: 'auth.authorizationSignUpRequired'
  termsOfService?: help.TermsOfService | undefined
}
export const authorizationSignUpRequired: tl.Constructor<authorizationSignUpRequired> = {
  name: 'auth.authorizationSignUpRequired',
  id: 0x44747e9a,
  fields(io, value) {
    const flags = io.flags(0x1, 'flags')
    if (io.has(value, 'termsOfService', flags, 0))
      io.boxed(value, 'termsOfService', help.TermsOfService)
  },
}

/** auth.exportedAuthorization#b434e2b8 id:long bytes:bytes = auth.ExportedAuthorization */
export interface exportedAuthorization {
  _: 'auth.exportedAuthorization'
  id: bigint
  bytes: Uint8Array
}
export const exportedAuthorization: tl.Constructor<exportedAuthorization> = {
  name: 'auth.exportedAuthorization',
  id: 0xb434e2b8,
  fields(io, value) {
    io.long(value, 'id')
    io.bytes(value, 'bytes')
  },
}

/** auth.loggedOut#c3a2835f flags:# future_auth_token:flags.0?bytes = auth.LoggedOut */
export interface loggedOut {
  _: 'auth.loggedOut'
  futureAuthToken?: Uint8Array | undefined
}
export const loggedOut: tl.Constructor<loggedOut> = {
  name: 'auth.loggedOut',
  id: 0xc3a2835f,
  fields(io, value) {
    const flags = io.flags(0x1, 'flags')
    if (io.has(value, 'futureAuthToken', flags, 0)) io.bytes(value, 'futureAuthToken')
  },
}

/**
 * auth.exportLoginToken#b7e085fe api_id:int api_hash:string except_ids:Vector<long> =
 * auth.LoginToken
 */
export interface exportLoginToken {
  _: 'auth.exportLoginToken'
  apiId: number
  apiHash: string
  exceptIds: readonly bigint[]
}
export const exportLoginToken: tl.Method<exportLoginToken, LoginToken> = {
  name: 'auth.exportLoginToken',
  id: 0xb7e085fe,
  fields(io, value) {
    io.int(value, 'apiId')
    io.string(value, 'apiHash')
    io.vector(value, 'exceptIds', item => io.long(item, 0))
  },
  result(io, answer) {
    io.boxed(answer, 0, LoginToken)
  },
}

/** auth.importLoginToken#95ac5ce4 token:bytes = auth.LoginToken */
export interface importLoginToken {
  _: 'auth.importLoginToken'
  token: Uint8Array
}
export const importLoginToken: tl.Method<importLoginToken, LoginToken> = {
  name: 'auth.importLoginToken',
  id: 0x95ac5ce4,
  fields(io, value) {
    io.bytes(value, 'token')
  },
  result(io, answer) {
    io.boxed(answer, 0, LoginToken)
  },
}

/** auth.acceptLoginToken#e894ad4d token:bytes = Authorization */
export interface acceptLoginToken {
  _: 'auth.acceptLoginToken'
  token: Uint8Array
}
export const acceptLoginToken: tl.Method<acceptLoginToken, root.Authorization> = {
  name: 'auth.acceptLoginToken',
  id: 0xe894ad4d,
  fields(io, value) {
    io.bytes(value, 'token')
  },
  result(io, answer) {
    io.boxed(answer, 0, root.Authorization)
  },
}

/** auth.checkPassword#d18b4d16 password:InputCheckPasswordSRP = auth.Authorization */
export interface checkPassword {
  _: 'auth.checkPassword'
  password: root.InputCheckPasswordSRP
}
export const checkPassword: tl.Method<checkPassword, Authorization> = {
  name: 'auth.checkPassword',
  id: 0xd18b4d16,
  fields(io, value) {
    io.boxed(value, 'password', root.InputCheckPasswordSRP)
  },
  result(io, answer) {
    io.boxed(answer, 0, Authorization)
  },
}

/** auth.logOut#3e72ba19 = auth.LoggedOut */
export interface logOut {
  _: 'auth.logOut'
}
export const logOut: tl.Method<logOut, LoggedOut> = {
  name: 'auth.logOut',
  id: 0x3e72ba19,
  fields() {},
  result(io, answer) {
    io.boxed(answer, 0, LoggedOut)
  },
}

/** auth.exportAuthorization#e5bfffcd dc_id:int = auth.ExportedAuthorization */
export interface exportAuthorization {
  _: 'auth.exportAuthorization'
  dcId: number
}
export const exportAuthorization: tl.Method<exportAuthorization, ExportedAuthorization> = {
  name: 'auth.exportAuthorization',
  id: 0xe5bfffcd,
  fields(io, value) {
    io.int(value, 'dcId')
  },
  result(io, answer) {
    io.boxed(answer, 0, ExportedAuthorization)
  },
}

/** auth.importAuthorization#a57a7dad id:long bytes:bytes = auth.Authorization */
export interface importAuthorization {
  _: 'auth.importAuthorization'
  id: bigint
  bytes: Uint8Array
}
export const importAuthorization: tl.Method<importAuthorization, Authorization> = {
  name: 'auth.importAuthorization',
  id: 0xa57a7dad,
  fields(io, value) {
    io.long(value, 'id')
    io.bytes(value, 'bytes')
  },
  result(io, answer) {
    io.boxed(answer, 0, Authorization)
  },
}

/**
 * auth.bindTempAuthKey#cdd42a05 perm_auth_key_id:long nonce:long expires_at:int
 * encrypted_message:bytes = Bool
 */
export interface bindTempAuthKey {
  _: 'auth.bindTempAuthKey'
  permAuthKeyId: bigint
  nonce: bigint
  expiresAt: number
  encryptedMessage: Uint8Array
}
export const bindTempAuthKey: tl.Method<bindTempAuthKey, boolean> = {
  name: 'auth.bindTempAuthKey',
  id: 0xcdd42a05,
  fields(io, value) {
    io.long(value, 'permAuthKeyId')
    io.long(value, 'nonce')
    io.int(value, 'expiresAt')
    io.bytes(value, 'encryptedMessage')
  },
  result(io, answer) {
    io.bool(answer, 0)
  },
}

/** auth.dropTempAuthKeys#8e48a188 except_auth_keys:Vector<long> = Bool */
export interface dropTempAuthKeys {
  _: 'auth.dropTempAuthKeys'
  exceptAuthKeys: readonly bigint[]
}
export const dropTempAuthKeys: tl.Method<dropTempAuthKeys, boolean> = {
  name: 'auth.dropTempAuthKeys',
  id: 0x8e48a188,
  fields(io, value) {
    io.vector(value, 'exceptAuthKeys', item => io.long(item, 0))
  },
  result(io, answer) {
    io.bool(answer, 0)
  },
}
