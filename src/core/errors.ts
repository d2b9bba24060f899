// The one family of errors, and the table of their codes. docs/errors.md lists the same codes for
// people; `npm run check` fails when the two differ.
import type { RuleId } from './rules.ts'

/** What the library does next after an error, so that a caller need not guess. */
export type Reaction =
  /** the offending message is ignored; everything else goes on */
  | 'drop'
  /** the key exchange starts over from a new nonce */
  | 'restart-handshake'
  /** a new session id is drawn and everything outstanding is sent again under it */
  | 'new-session'
  /** the connection is closed and opened again */
  | 'reconnect'
  /** the operation ends; repeating it unchanged will not help */
  | 'fatal'

/** Every code: what it means, and what happens next. */
export const ERRORS = {
  // TL
  ERR_TL_TRUNCATED: ['the data ends before the value does', 'drop'],
  ERR_TL_TRAILING: ['bytes are left over after the value', 'drop'],
  ERR_TL_UNKNOWN_CONSTRUCTOR: ['the constructor id is not in the schema', 'drop'],
  ERR_TL_INVALID: ['the bytes do not form a value of this type', 'drop'],
  ERR_TL_LIMIT: ['the value is nested too deeply or is too large', 'drop'],
  ERR_TL_VALUE: ['the value does not fit its TL type', 'fatal'],
  ERR_SCHEMA_INVALID: ['the TL schema is not valid', 'fatal'],
  ERR_GZIP_INVALID: ['the gzip stream is damaged', 'drop'],
  ERR_GZIP_TOO_LARGE: ['the gzip stream unpacks to more than the limit', 'drop'],
  ERR_TEXT_INVALID: ['the text is not in the encoding it claims', 'fatal'],
  // key exchange
  ERR_PLAINTEXT_INVALID: ['an unencrypted message is malformed', 'restart-handshake'],
  ERR_NONCE_MISMATCH: ['a nonce of the key exchange does not match', 'restart-handshake'],
  ERR_UNKNOWN_FINGERPRINT: ['the server offers no RSA key that is known here', 'fatal'],
  ERR_PQ_INVALID: ['pq is not a product of two different odd primes', 'restart-handshake'],
  ERR_DH_ANSWER_INVALID: ['the encrypted Diffie-Hellman answer is damaged', 'restart-handshake'],
  ERR_DH_PRIME_INVALID: ['dh_prime is not a 2048-bit safe prime', 'restart-handshake'],
  ERR_DH_GENERATOR_INVALID: ['g does not generate the right subgroup', 'restart-handshake'],
  ERR_DH_VALUE_RANGE: ['a Diffie-Hellman value is out of range', 'restart-handshake'],
  ERR_DH_HASH_MISMATCH: ['the hash that confirms the new key is wrong', 'restart-handshake'],
  ERR_DH_FAILED: ['the server refused the key exchange', 'restart-handshake'],
  ERR_HANDSHAKE_STEP: [
    'the answer belongs to another step of the key exchange',
    'restart-handshake',
  ],
  ERR_HANDSHAKE_TIMEOUT: ['the server did not finish the key exchange in time', 'fatal'],
  ERR_HANDSHAKE_EXHAUSTED: ['the key exchange failed too many times', 'fatal'],
  ERR_HANDSHAKE_REFUSED: ['the request does not belong to a key exchange in progress', 'drop'],
  ERR_WRONG_DC: ['the server is not the data centre that was asked for', 'fatal'],
  ERR_RSA_KEY_INVALID: ['the key is not a 2048-bit RSA public key', 'fatal'],
  ERR_RSA_DATA_INVALID: ['the RSA-encrypted data is damaged', 'drop'],
  // encrypted messages
  ERR_UNKNOWN_AUTH_KEY: ['the auth_key_id names no key that is known here', 'drop'],
  ERR_MSG_KEY_MISMATCH: ['the message fails its integrity check', 'drop'],
  ERR_MESSAGE_TIME: ['the msg_id is too old or too far ahead', 'drop'],
  ERR_MESSAGE_PARITY: ['the msg_id has the parity of the other side', 'drop'],
  ERR_SESSION_MISMATCH: ['the message belongs to another session', 'drop'],
  ERR_CONTAINER_INVALID: ['the container is malformed', 'drop'],
  // transport
  ERR_FRAME_INVALID: ['a transport frame is malformed', 'reconnect'],
  ERR_FRAME_TOO_LARGE: ['a transport frame is larger than the limit', 'reconnect'],
  ERR_TRANSPORT_UNKNOWN: ['the connection speaks no known transport', 'reconnect'],
  ERR_TRANSPORT: ['the server answered with a transport error', 'reconnect'],
  ERR_PROXY_SECRET_INVALID: ['the secret of the proxy is not of a known form', 'fatal'],
  ERR_PROXY_LINK_INVALID: ['the text is not a link to a proxy', 'fatal'],
  ERR_PROXY_UNPROVEN: ['the proxy does not prove that it knows the secret', 'reconnect'],
  ERR_PROXY_REFUSED: ['the connection does not belong to the proxy', 'reconnect'],
  ERR_CONNECT_FAILED: ['the data centre cannot be reached', 'fatal'],
  // requests
  ERR_RPC: ['the server refused the request', 'fatal'],
  ERR_BAD_MSG: ['the server keeps refusing the message', 'fatal'],
  ERR_ABORTED: ['the request was cancelled', 'fatal'],
  ERR_CLOSED: ['the client is closed', 'fatal'],
  ERR_UNKNOWN_DC: ['no address is known for this data centre', 'fatal'],
  ERR_STORAGE_INVALID: ['what was stored cannot be read', 'fatal'],
  ERR_STORAGE_FAILED: ['the storage cannot be used', 'fatal'],
  ERR_PLATFORM: ['this engine lacks an interface that is needed', 'fatal'],
  ERR_COMPUTE_FAILED: ['an expensive computation could not be performed', 'fatal'],
  // login
  ERR_LOGIN_URL_INVALID: ['the text is not a tg://login link', 'fatal'],
  ERR_LOGIN_FAILED: ['the login cannot be completed', 'fatal'],
  ERR_SIGN_UP_REQUIRED: ['there is no account behind this login yet', 'fatal'],
  ERR_SRP_INVALID: ['the server sent unusable password parameters', 'fatal'],
  ERR_SRP_UNSUPPORTED: ['the password uses an algorithm this version does not know', 'fatal'],
  ERR_PASSWORD_WRONG: ['the password is wrong', 'fatal'],
  // credentials
  ERR_SESSION_STRING_INVALID: ['the text is not a session of a known form', 'fatal'],
  ERR_PASSPHRASE_MISSING: ['what was stored is sealed and needs its passphrase', 'fatal'],
  ERR_PASSPHRASE_WRONG: ['the passphrase is wrong, or what it sealed was changed', 'fatal'],
  // recordings
  ERR_RECORDING_INVALID: ['the recording is not in the known form', 'fatal'],
  // use
  ERR_REPORT_INVALID: ['the text is not a report of the conformance cases', 'fatal'],
  ERR_ARGUMENT: ['an argument is invalid', 'fatal'],
} as const

/** A stable identifier to switch on; the texts may change, the codes do not. */
export type ErrorCode = keyof typeof ERRORS

/** What an error may carry beside its code. */
export interface ErrorDetails {
  /** the rule of docs/rules.md whose check failed */
  readonly rule?: RuleId
  /** where: a field path, an address, a method name */
  readonly at?: string
  /** what was found; never a secret */
  readonly got?: string | number | bigint
  /** what would have been right */
  readonly expected?: string | number | bigint
  /** what the person in front of the program can do */
  readonly advice?: string
  readonly cause?: unknown
}

/** The base of all errors thrown or delivered by this library. */
export class MtprotoError extends Error {
  override readonly name: string = 'MtprotoError'
  readonly code: ErrorCode
  readonly next: Reaction
  readonly rule: RuleId | undefined
  readonly at: string | undefined
  readonly got: string | number | bigint | undefined
  readonly expected: string | number | bigint | undefined
  readonly advice: string | undefined

  /** `code` decides text and reaction; `details` say where and what, never a secret. */
  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(
      describe(code, details),
      details.cause === undefined ? undefined : { cause: details.cause },
    )
    this.code = code
    this.next = ERRORS[code][1]
    this.rule = details.rule
    this.at = details.at
    this.got = details.got
    this.expected = details.expected
    this.advice = details.advice
  }

  /** The same error with a wider place in front of its own, such as the address it happened at. */
  within(place: string): MtprotoError {
    const { code, rule, at, got, expected, advice, cause } = this
    return new MtprotoError(code, {
      at: at === undefined ? place : `${place}, ${at}`,
      ...(rule !== undefined && { rule }),
      ...(got !== undefined && { got }),
      ...(expected !== undefined && { expected }),
      ...(advice !== undefined && { advice }),
      ...(cause !== undefined && { cause }),
    })
  }
}

/** The server's answer to a request was `rpc_error`. Source: /mtproto/service_messages, /api/errors */
export class RpcError extends MtprotoError {
  override readonly name = 'RpcError'
  /** the server's numeric code, such as 400 or 420 */
  readonly errorCode: number
  /** the server's text, such as `FLOOD_WAIT_30` */
  readonly errorMessage: string
  /** the number the text ends with, such as 30 in `FLOOD_WAIT_30`; undefined without one */
  readonly parameter: number | undefined

  /** `method`: the TL name of the request that was refused, for the text. */
  constructor(errorCode: number, errorMessage: string, method?: string) {
    super('ERR_RPC', { got: `${errorCode} ${errorMessage}`, ...(method && { at: method }) })
    this.errorCode = errorCode
    this.errorMessage = errorMessage
    const digits = /_(\d{1,9})$/.exec(errorMessage)?.[1]
    this.parameter = digits === undefined ? undefined : Number(digits)
  }
}

function describe(code: ErrorCode, { at, got, expected, advice }: ErrorDetails): string {
  let text = at === undefined ? ERRORS[code][0] : `${at}: ${ERRORS[code][0]}`
  if (got !== undefined)
    text += ` (got ${got}${expected === undefined ? '' : `, expected ${expected}`})`
  else if (expected !== undefined) text += ` (expected ${expected})`
  return advice === undefined ? text : `${text}; ${advice}`
}
