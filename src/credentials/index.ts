// raw-mtproto/credentials: logins as text, in the forms of several clients, and sealed with a passphrase.
export {
  type Credentials,
  SESSION_FORMS,
  type SessionAddress,
  type SessionForm,
  type SessionHint,
} from './credentials.ts'
export { credentialsOf, storedOf } from './own.ts'
export { formatCredentials, parseCredentials, sessionFormOf } from './parse.ts'
export { isSealed, Seal } from './sealed.ts'
