// What was reached: each kind of fault that took effect, and each way of recovering that was seen. A run over
// many seeds in which one of these never happened proves less than it says, and fails.

/** Every kind of fault a world can suffer. */
export const FAULTS = [
  // the network
  'segment split',
  'segments merged',
  'network slow',
  'connection cut',
  'connection cut unnoticed by the server',
  'bytes swallowed',
  'line stalled',
  'connection refused',
  'connection never opens',
  'byte damaged',
  'old bytes played again',
  // the data centre
  'data centre restarted',
  'data centre clock corrected',
  'sessions forgotten',
  'key forgotten',
  'key unknown for a while',
  'salts changed',
  'answer late',
  'message sent twice',
  'answer given twice',
  'answers out of order',
  'answer lost',
  'answer announced instead of sent',
  'new answer announced instead of sent',
  'binding forgotten',
  'result replaced by code 16',
  'result replaced by code 17',
  'result replaced by code 18',
  'result replaced by code 19',
  'result replaced by code 20',
  'result replaced by code 32',
  'result replaced by code 33',
  'result replaced by code 34',
  'result replaced by code 35',
  'result replaced by code 48',
  'result replaced by code 64',
  'call refused',
  'server hangs up',
  'frame replaced by -404',
  'frame replaced by -429',
  // the client's machine
  'clock wrong from the start',
  'clock jumps back',
  'clock jumps ahead',
  'sleep that the clock notices',
  'sleep that the clock does not notice',
  'process restarted',
  'salt unknown at the start',
  'call cancelled',
  'network changed',
  // the person and the account
  'password mistyped',
  'password parameters outdated',
] as const

/** Every way of recovering that must be seen. */
export const RECOVERIES = [
  'bad_server_salt heeded',
  'code 16 heeded',
  'code 17 heeded',
  'code 18 heeded',
  'code 19 heeded',
  'code 20 heeded',
  'code 32 heeded',
  'code 33 heeded',
  'code 34 heeded',
  'code 35 heeded',
  'code 64 heeded',
  'new_session_created again',
  'update heard',
  'gap reported',
  'call sent again under its id on another connection',
  'call sent again under a new id',
  'call sent again in a new session',
  'message of the server heard again',
  'duplicate acknowledged again',
  'pong heard',
  'silent line dropped',
  'opening connection given up',
  'connection opened again',
  'calls given up as unreachable',
  'connected after being unreachable',
  'transport error -404 survived',
  'transport error -429 survived',
  'key believed dead after -404 again',
  'key agreed on',
  'key destroyed at log-out',
  'key exchange begun again',
  'message of another session dropped',
  'message outside the time window dropped',
  'damaged message dropped',
  'broken stream dropped',
  'introduction repeated',
  'compressed result read',
  'state of calls asked for',
  'state of calls told',
  'call executed after another',
  'call repeated after a refusal',
  'quick acknowledgement heard',
  'answer asked for again',
  'answer sent again when asked for',
  'answer dropped at the server',
  'session destroyed',
  'salts asked for ahead',
  'promised salt taken up',
  'temporary key bound',
  'temporary key replaced',
  'temporary key bound again',
  'executed again: state lost',
  'executed again: new session',
  'executed again: refused after the fact',
  'login token shown again',
  'login migrated',
  'password asked for',
  'password asked for again',
  'password proved again',
  'password asked for after a migration',
  'login with a password succeeded',
  'login succeeded',
  'login succeeded after it had failed',
] as const

export type Fault = (typeof FAULTS)[number]
export type Recovery = (typeof RECOVERIES)[number]

export class Coverage {
  readonly counts: Map<string, number> = new Map()

  fault(name: Fault): void {
    this.#count(name)
  }

  recovery(name: Recovery): void {
    this.#count(name)
  }

  /** Adds what another run has reached. */
  add(counts: Iterable<readonly [string, number]>): void {
    for (const [name, count] of counts) this.#count(name, count)
  }

  /** What was never reached. */
  get missing(): string[] {
    return [...FAULTS, ...RECOVERIES].filter(name => !this.counts.has(name))
  }

  #count(name: string, by = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + by)
  }
}
