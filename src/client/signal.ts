// What ends a wait early. The platform's AbortSignal is one; where there is none, anything of this shape is.

/** What ends a wait early: an AbortSignal, or anything of its shape. */
export interface Signal {
  readonly aborted: boolean
  /** why, for the error that comes of it */
  readonly reason?: unknown
  /** `listener` is called when it is given */
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once: boolean }): void
  /** `listener` is not called any more */
  removeEventListener(type: 'abort', listener: () => void): void
}

/** A signal and the hand that gives it. */
export class Cancellation implements Signal {
  readonly #listeners = new Set<() => void>()
  #aborted = false

  get aborted(): boolean {
    return this.#aborted
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener)
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener)
  }

  /** Tells whoever listens, once. */
  abort(): void {
    this.#aborted = true
    for (const listener of this.#listeners) {
      this.#listeners.delete(listener)
      listener()
    }
  }
}
