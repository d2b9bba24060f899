// Turns what is pushed into what is awaited: the meeting point of machines and `for await`.

/** A queue with one reader. After end() or fail() what is left is still read. */
export class AsyncQueue<T> {
  readonly #capacity: number
  readonly #items: T[] = []
  #wake: (() => void) | undefined
  #over: { readonly error?: unknown } | undefined

  /** Beyond `capacity` unread items the oldest is dropped. */
  constructor(capacity: number = Number.POSITIVE_INFINITY) {
    this.#capacity = capacity
  }

  push(item: T): void {
    if (this.#over !== undefined) return
    this.#items.push(item)
    if (this.#items.length > this.#capacity) this.#items.shift()
    this.#wake?.()
  }

  end(): void {
    this.#over ??= {}
    this.#wake?.()
  }

  fail(error: unknown): void {
    this.#over ??= { error }
    this.#wake?.()
  }

  /** A generator and not an iterable, as some engines have the syntax and no Symbol.asyncIterator. */
  async *read(): AsyncGenerator<T, void, undefined> {
    for (;;) {
      while (this.#items.length > 0) yield this.#items.shift() as T
      if (this.#over !== undefined) {
        if ('error' in this.#over) throw this.#over.error
        return
      }
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
      this.#wake = undefined
    }
  }
}
