// raw-mtproto: the client and the login by QR code.
export {
  Client,
  type ClientOptions,
  type DcObserver,
  type InvokeOptions,
  type ReceivedUpdate,
} from './client/client.ts'
export { type DcAddress, publicDcs, publicWebSocketDcs } from './client/dcs.ts'
export {
  EXPLANATIONS,
  type Explanation,
  type ExplanationRow,
  explain,
} from './client/explanation.ts'
export { type QrLoginClientOptions, qrLogin } from './client/qr-login.ts'
export type { Signal } from './client/signal.ts'
export { MemoryStorage, type Storage, type StoredClient } from './client/storage.ts'
export { formatStored, parseStored } from './client/stored-text.ts'
export { parseRsaPublicKey, type RsaPublicKey } from './core/crypto/rsa.ts'
export { serverKeys } from './core/crypto/server-keys.ts'
export type { DcState } from './core/dc-client/dc-client-io.ts'
export {
  ERRORS,
  type ErrorCode,
  type ErrorDetails,
  MtprotoError,
  type Reaction,
  RpcError,
} from './core/errors.ts'
export { encodeLoginUrl, parseLoginUrl } from './core/login/login-url.ts'
export type { PasswordNeeded } from './core/login/password-check.ts'
export type { QrLoginEvent } from './core/login/qr-login.ts'
export type { LoginLimits, Waiting } from './core/login/reaction.ts'
export type { RuleId } from './core/rules.ts'
export type { Secret, SecretSink } from './core/secrets.ts'
export type { ClientInfo } from './core/session/layer.ts'
export type { ResultOf, Schema, SchemaTypes, TlObject, Unparsed } from './core/tl/codec.ts'
export type { Trace, TraceEvent } from './core/trace.ts'
export type { FramingName } from './core/transport/framing.ts'
export { encodeProxyLink, type ProxyAddress, parseProxyLink } from './core/transport/proxy-link.ts'
export { type ProxySecret, parseProxySecret } from './core/transport/proxy-secret.ts'
export type { Address, Dial, Host, Socket, SocketEvents } from './host/host.ts'
