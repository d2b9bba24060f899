// raw-mtproto/core: the protocol for hosts that bring their own sockets, clock and randomness, and the
// runtime of generated schemas.
export { AuthKeyClient } from './auth-key/client.ts'
export { AuthKeyServer } from './auth-key/server.ts'
export { type AuthKey, createAuthKey } from './crypto/auth-key.ts'
export type { Job, JobOutcome, JobValue } from './crypto/job.ts'
export { portable } from './crypto/portable.ts'
export type { Crypto, CtrStream } from './crypto/provider.ts'
export { parseRsaPublicKey, type RsaPrivateKey, type RsaPublicKey } from './crypto/rsa.ts'
export { seededRandom } from './crypto/seeded-random.ts'
export { serverKeys } from './crypto/server-keys.ts'
export { solve } from './crypto/solve.ts'
export { DcClient } from './dc-client/dc-client.ts'
export type {
  DcClientInput,
  DcClientOptions,
  DcClientOutput,
  DcState,
} from './dc-client/dc-client-io.ts'
export { DcServer } from './dc-server/dc-server.ts'
export type {
  DcServerInput,
  DcServerOptions,
  DcServerOutput,
  ServerCall,
} from './dc-server/dc-server-io.ts'
export type { DcServerStages } from './dc-server/stages.ts'
export { ERRORS, type ErrorCode, MtprotoError, type Reaction, RpcError } from './errors.ts'
export { Link, type LinkOptions, type LinkOutput, type LinkStages } from './link/link.ts'
export { encodeLoginUrl, parseLoginUrl } from './login/login-url.ts'
export {
  QrLogin,
  type QrLoginEvent,
  type QrLoginInput,
  type QrLoginOptions,
  type QrLoginOutput,
} from './login/qr-login.ts'
export type { Machine, Now, Random, RandomPurpose, Side, Stage } from './machine.ts'
export { RULE_IDS, type RuleId } from './rules.ts'
export type { Secret, SecretSink } from './secrets.ts'
export type {
  Boxed,
  Constructor,
  Method,
  ResultOf,
  Schema,
  SchemaTypes,
  TlObject,
  Unparsed,
} from './tl/codec.ts'
export { find } from './tl/codec.ts'
export type { Fields, Holder } from './tl/fields.ts'
export { mtproto } from './tl/generated/mtproto/index.ts'
export { Reader } from './tl/reader.ts'
export {
  decode,
  decodeCall,
  decodeCallPrefix,
  decodePrefix,
  decodeResult,
  encode,
  encodeResult,
} from './tl/schema.ts'
export { Writer } from './tl/writer.ts'
export { noTrace, type Trace, type TraceEvent } from './trace.ts'
export { ClientTransport } from './transport/client-transport.ts'
export { SeenHellos } from './transport/fake-tls-server.ts'
export type { FramingName } from './transport/framing.ts'
export {
  MtProxy,
  type MtProxyInput,
  type MtProxyOptions,
  type MtProxyOutput,
} from './transport/mtproxy.ts'
export { encodeProxyLink, type ProxyAddress, parseProxyLink } from './transport/proxy-link.ts'
export { type ProxySecret, parseProxySecret } from './transport/proxy-secret.ts'
export { ServerTransport } from './transport/server-transport.ts'
