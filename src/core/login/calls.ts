// The four calls a QR login consists of, and what they return. Source: /api/qr-login, /api/srp
import type { account, auth } from '../tl/generated/api/index.ts'

export type PasswordCall = account.getPassword | auth.checkPassword

export type LoginCall = auth.exportLoginToken | auth.importLoginToken | PasswordCall

/** The TL name of such a call. */
export type LoginMethod = LoginCall['_']

export type LoginResult = auth.LoginToken | account.Password | auth.Authorization
