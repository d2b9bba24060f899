// What every protocol machine shares. The core performs no I/O, keeps no timers and reads no clock:
// time and randomness are arguments, and everything a machine wants done comes out of poll().

/** Which end of a connection; the side decides the parity of msg_ids and which keys a message is sealed with. */
export type Side = 'client' | 'server'

/** Both clocks at one instant, in milliseconds. */
export interface Now {
  /** never jumps; measures how long something took */
  readonly monotonic: number
  /** milliseconds since 1970-01-01 UTC as this machine believes; may be wrong and may jump */
  readonly unix: number
}

/** What a random draw is for; a test may inject one value, and a new draw does not shift the others. */
export type RandomPurpose =
  | 'nonce'
  | 'server_nonce'
  | 'new_nonce'
  | 'temp_key'
  | 'padding'
  | 'pq'
  | 'a'
  | 'b'
  | 'witness'
  | 'msg_id'
  | 'session_id'
  | 'server_salt'
  | 'unique_id'
  | 'ping_id'
  | 'obfuscation'
  | 'srp'
  | 'token'
  | 'auth_key'
  | 'rsa'
  | 'seal'
  | 'jitter'
  | 'tls'

/** Returns `length` fresh bytes. Cryptographically strong except where a test or a seed replaces it. */
export type Random = (length: number, purpose: RandomPurpose) => Uint8Array

/** The contract of a machine: in through handle and handleTimeout, out through poll and deadline. */
export interface Machine<Input, Output> {
  /** takes one input; everything it causes is then read with poll(). Never throws because of what was received */
  handle(input: Input, now: Now): void
  /** the time given by deadline() has come; harmless when it has not. Never throws */
  handleTimeout(now: Now): void
  /** the next thing to be done by the owner, or undefined when there is none */
  poll(): Output | undefined
  /** the monotonic time in milliseconds at which handleTimeout wants to be called, if any */
  deadline(): number | undefined
}

/**
 * A hook between the two halves of a stage of an outgoing message: it takes the record as a correct sender
 * completed it and returns what is sent instead: nothing, one or several.
 */
export type Stage<Record> = (record: Record) => Iterable<Record>
