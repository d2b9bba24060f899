// The values behind a connection: which were drawn or sent, which follow from others, and by what recipe.
// Invariant: a derived value that was seen on the wire, or that both sides computed, equals what its recipe
// makes of its inputs; one that does not is a defect, and no page comes of it. Only in a recording, whose senders may
// be wrong, it is kept beside what was sent instead.
import { equal } from '../core/bytes/bytes.ts'
import { toHex } from '../core/bytes/hex.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import { MtprotoError } from '../core/errors.ts'
import { RECIPES, type RecipeName } from './recipes.ts'

/** Who can know a value. */
export type Knowledge = 'everybody' | 'both' | 'client' | 'server'

/** One value, as the page and its data have it. */
export interface Value {
  /** unique on its page, such as `x1.new_nonce` */
  readonly id: string
  readonly label: string
  readonly bytes: Uint8Array
  /** what was sent instead of what the recipe makes */
  readonly sent?: Uint8Array
  readonly known: Knowledge
  /** the frame at which it comes into being */
  readonly frame: string
  /** the field in which it stands, where it is sent as it is */
  readonly field: string | undefined
  readonly recipe: RecipeName | undefined
  /** ids of values, in the order of the recipe's inputs */
  readonly inputs: readonly string[]
}

/** A value apart from its bytes and where they come from. */
export type Entry = Pick<Value, 'id' | 'label' | 'known' | 'frame' | 'field'>

export class Ledger {
  readonly #crypto: Crypto
  readonly #isRecorded: boolean
  readonly #values = new Map<string, Value>()

  constructor(crypto: Crypto, isRecorded: boolean) {
    this.#crypto = crypto
    this.#isRecorded = isRecorded
  }

  /** Each after its inputs. */
  get values(): readonly Value[] {
    return [...this.#values.values()]
  }

  /** Enters a value that was drawn, or that came from outside; the first entry of an id counts. */
  given(entry: Entry, bytes: Uint8Array): void {
    if (this.#values.has(entry.id)) return
    this.#values.set(entry.id, {
      ...entry,
      field: entry.field,
      bytes,
      recipe: undefined,
      inputs: [],
    })
  }

  /** The bytes of an entered value. */
  find(id: string): Uint8Array | undefined {
    return this.#values.get(id)?.bytes
  }

  /**
   * Enters what a recipe makes of entered values; without one of them, nothing. Throws ERR_ARGUMENT when that is not
   * `expected`, unless it was recorded.
   */
  derived(
    entry: Entry,
    recipe: RecipeName,
    inputs: readonly string[],
    expected?: Uint8Array,
  ): void {
    const known = inputs.flatMap(id => this.find(id) ?? [])
    if (known.length < inputs.length) return
    const bytes = RECIPES[recipe].compute(this.#crypto, ...known).slice()
    const sent = expected === undefined || equal(bytes, expected) ? undefined : expected
    if (sent !== undefined && !this.#isRecorded)
      throw new MtprotoError('ERR_ARGUMENT', {
        at: entry.id,
        got: toHex(bytes),
        expected: toHex(sent),
      })
    this.#values.set(entry.id, { ...entry, bytes, ...(sent && { sent }), recipe, inputs })
  }
}
