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
  read(r) {
    return {
      _: 'auth.loginToken',
      expires: r.int('expires'),
      token: r.bytes('token'),
    }
  },
  write(w, value) {
    w.int(value.expires, 'expires')
    w.bytes(value.token, 'token')
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
  read(r) {
    return {
      _: 'auth.loginTokenMigrateTo',
      dcId: r.int('dcId'),
      token: r.bytes('token'),
    }
  },
  write(w, value) {
    w.int(value.dcId, 'dcId')
    w.bytes(value.token, 'token')
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
  read(r) {
    return {
      _: 'auth.loginTokenSuccess',
      authorization: r.boxed(Authorization, 'authorization'),
    }
  },
  write(w, value) {
    w.boxed(value.authorization, Authorization, 'authorization')
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
  read(r) {
    const value = { _: 'auth.authorization' } as authorization
    const flags = r.flags(0x7, 'flags')
    if (flags & (1 << 1)) value.setupPasswordRequired = true
    if (flags & (1 << 1)) value.otherwiseReloginDays = r.int('otherwiseReloginDays')
    if (flags & (1 << 0)) value.tmpSessions = r.int('tmpSessions')
    if (flags & (1 << 2)) value.futureAuthToken = r.bytes('futureAuthToken')
    value.user = r.boxed(root.User, 'user')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.setupPasswordRequired, 'setupPasswordRequired')) flags |= 1 << 1
    if (value.otherwiseReloginDays !== undefined) flags |= 1 << 1
    if (value.tmpSessions !== undefined) flags |= 1 << 0
    if (value.futureAuthToken !== undefined) flags |= 1 << 2
    w.nat(flags >>> 0)
    if (flags & (1 << 1)) w.int(value.otherwiseReloginDays!, 'otherwiseReloginDays')
    if (flags & (1 << 0)) w.int(value.tmpSessions!, 'tmpSessions')
    if (flags & (1 << 2)) w.bytes(value.futureAuthToken!, 'futureAuthToken')
    w.boxed(value.user, root.User, 'user')
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
  read(r) {
    const value = { _: 'auth.authorizationSignUpRequired' } as authorizationSignUpRequired
    const flags = r.flags(0x1, 'flags')
    if (flags & (1 << 0)) value.termsOfService = r.boxed(help.TermsOfService, 'termsOfService')
    return value
  },
  write(w, value) {
    let flags = 0
    if (value.termsOfService !== undefined) flags |= 1 << 0
    w.nat(flags >>> 0)
    if (flags & (1 << 0)) w.boxed(value.termsOfService!, help.TermsOfService, 'termsOfService')
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
  read(r) {
    return {
      _: 'auth.exportedAuthorization',
      id: r.long('id'),
      bytes: r.bytes('bytes'),
    }
  },
  write(w, value) {
    w.long(value.id, 'id')
    w.bytes(value.bytes, 'bytes')
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
  read(r) {
    const value = { _: 'auth.loggedOut' } as loggedOut
    const flags = r.flags(0x1, 'flags')
    if (flags & (1 << 0)) value.futureAuthToken = r.bytes('futureAuthToken')
    return value
  },
  write(w, value) {
    let flags = 0
    if (value.futureAuthToken !== undefined) flags |= 1 << 0
    w.nat(flags >>> 0)
    if (flags & (1 << 0)) w.bytes(value.futureAuthToken!, 'futureAuthToken')
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
  read(r) {
    return {
      _: 'auth.exportLoginToken',
      apiId: r.int('apiId'),
      apiHash: r.string('apiHash'),
      exceptIds: r.vector(r => r.long(), 'exceptIds'),
    }
  },
  write(w, value) {
    w.int(value.apiId, 'apiId')
    w.string(value.apiHash, 'apiHash')
    w.vector(value.exceptIds, (w, item) => w.long(item), 'exceptIds')
  },
  readResult(r) {
    return r.boxed(LoginToken)
  },
  writeResult(w, result) {
    w.boxed(result, LoginToken)
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
  read(r) {
    return {
      _: 'auth.importLoginToken',
      token: r.bytes('token'),
    }
  },
  write(w, value) {
    w.bytes(value.token, 'token')
  },
  readResult(r) {
    return r.boxed(LoginToken)
  },
  writeResult(w, result) {
    w.boxed(result, LoginToken)
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
  read(r) {
    return {
      _: 'auth.acceptLoginToken',
      token: r.bytes('token'),
    }
  },
  write(w, value) {
    w.bytes(value.token, 'token')
  },
  readResult(r) {
    return r.boxed(root.Authorization)
  },
  writeResult(w, result) {
    w.boxed(result, root.Authorization)
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
  read(r) {
    return {
      _: 'auth.checkPassword',
      password: r.boxed(root.InputCheckPasswordSRP, 'password'),
    }
  },
  write(w, value) {
    w.boxed(value.password, root.InputCheckPasswordSRP, 'password')
  },
  readResult(r) {
    return r.boxed(Authorization)
  },
  writeResult(w, result) {
    w.boxed(result, Authorization)
  },
}

/** auth.logOut#3e72ba19 = auth.LoggedOut */
export interface logOut {
  _: 'auth.logOut'
}
export const logOut: tl.Method<logOut, LoggedOut> = {
  name: 'auth.logOut',
  id: 0x3e72ba19,
  read() {
    return { _: 'auth.logOut' }
  },
  write() {},
  readResult(r) {
    return r.boxed(LoggedOut)
  },
  writeResult(w, result) {
    w.boxed(result, LoggedOut)
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
  read(r) {
    return {
      _: 'auth.exportAuthorization',
      dcId: r.int('dcId'),
    }
  },
  write(w, value) {
    w.int(value.dcId, 'dcId')
  },
  readResult(r) {
    return r.boxed(ExportedAuthorization)
  },
  writeResult(w, result) {
    w.boxed(result, ExportedAuthorization)
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
  read(r) {
    return {
      _: 'auth.importAuthorization',
      id: r.long('id'),
      bytes: r.bytes('bytes'),
    }
  },
  write(w, value) {
    w.long(value.id, 'id')
    w.bytes(value.bytes, 'bytes')
  },
  readResult(r) {
    return r.boxed(Authorization)
  },
  writeResult(w, result) {
    w.boxed(result, Authorization)
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
  read(r) {
    return {
      _: 'auth.bindTempAuthKey',
      permAuthKeyId: r.long('permAuthKeyId'),
      nonce: r.long('nonce'),
      expiresAt: r.int('expiresAt'),
      encryptedMessage: r.bytes('encryptedMessage'),
    }
  },
  write(w, value) {
    w.long(value.permAuthKeyId, 'permAuthKeyId')
    w.long(value.nonce, 'nonce')
    w.int(value.expiresAt, 'expiresAt')
    w.bytes(value.encryptedMessage, 'encryptedMessage')
  },
  readResult(r) {
    return r.bool()
  },
  writeResult(w, result) {
    w.bool(result)
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
  read(r) {
    return {
      _: 'auth.dropTempAuthKeys',
      exceptAuthKeys: r.vector(r => r.long(), 'exceptAuthKeys'),
    }
  },
  write(w, value) {
    w.vector(value.exceptAuthKeys, (w, item) => w.long(item), 'exceptAuthKeys')
  },
  readResult(r) {
    return r.bool()
  },
  writeResult(w, result) {
    w.bool(result)
  },
}
