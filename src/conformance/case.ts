// A case of the conformance suite as a value: one stimulus, one expected outcome, played twice. The control is
// the same run without the fault, which is one value of one stage; it has to end in ACCEPT, or nothing is proved.
import type { RuleId } from '../core/rules.ts'
import type { DcHarness, DcSetup, Scenario, Subject } from './dc-harness.ts'
import type { Outcome } from './outcome.ts'
import type { Own } from './own.ts'
import type { PeerHarness, PeerSetup } from './peer-harness.ts'
import type { Steps } from './steps.ts'

interface Common {
  /** the rule; its sentence, level and page stand in docs/rules.md */
  readonly id: RuleId
  /** tells the cases of one rule apart */
  readonly slug: string
  /** what is done to the program */
  readonly stimulus: string
  /** any of these is right */
  readonly expected: readonly Outcome[]
  /** the seed of the harness for this project's own code, where a case depends on chance */
  readonly seed?: string
}

/** The harness is the server, a client is tested. */
export interface ClientCase extends Common {
  readonly side: 'client'
  readonly kind: 'wire' | 'internal'
  readonly scenario: Scenario
  /** what the client is told */
  readonly subject?: Subject
  /** the harness in both runs */
  readonly dc?: DcSetup
  /** exactly one more value of it; without one the run is its own control */
  readonly fault?: DcSetup
  /** how long a run may take in real time, in milliseconds, where timers of the client have to run out */
  readonly patience?: number
  /** how often a run may be repeated, each with another seed, until chance brings about what the case is about */
  readonly attempts?: number
  readonly play: (harness: DcHarness) => Steps
}

/** The harness is the client, a server is tested. */
export interface ServerCase extends Common {
  readonly side: 'server'
  readonly kind: 'wire' | 'internal'
  /** the harness in both runs */
  readonly peer?: PeerSetup
  /** exactly one more value of it; without one the run is its own control */
  readonly fault?: PeerSetup
  /** how long a run may take in real time, in milliseconds, where timers of the server have to run out */
  readonly patience?: number
  readonly play: (harness: PeerHarness) => Steps
}

/** Code is called directly: what no wire shows, and published vectors. For this project's own code only. */
export interface OwnCase extends Common {
  readonly side: 'client' | 'server' | 'both' | 'tool'
  readonly kind: 'internal' | 'vector'
  /** throws when the rule is broken */
  readonly check: (own: Own) => void
}

/** A case of any kind. */
export type Case = ClientCase | ServerCase | OwnCase

/** A case played over the wire, whose fault, if it has one, is a value of the harness. */
export function serverCase(
  id: RuleId,
  slug: string,
  stimulus: string,
  fault: PeerSetup | undefined,
  expected: readonly Outcome[],
  play: ServerCase['play'],
): ServerCase {
  return {
    id,
    slug,
    stimulus,
    side: 'server',
    kind: 'wire',
    expected,
    play,
    ...(fault && { fault }),
  }
}
