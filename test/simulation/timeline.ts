// Virtual time: what happens when, in milliseconds since the world began. Things planned for one moment
// happen in the order in which they were planned.

interface Entry {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

export class Timeline {
  now = 0
  /** a binary heap */
  readonly #heap: Entry[] = []
  #order = 0

  /** When something happens next. */
  get next(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY
  }

  at(time: number, run: () => void): void {
    const heap = this.#heap
    const entry = { at: Math.max(time, this.now), order: this.#order++, run }
    let index = heap.length
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(entry, heap[parent]!)) break
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = entry
  }

  after(delay: number, run: () => void): void {
    this.at(this.now + delay, run)
  }

  /** Lets the next thing happen. */
  step(): void {
    const heap = this.#heap
    const first = heap[0]!
    const last = heap.pop()!
    if (heap.length > 0) {
      let index = 0
      for (;;) {
        let child = 2 * index + 1
        if (child >= heap.length) break
        if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
        if (!isBefore(heap[child]!, last)) break
        heap[index] = heap[child]!
        index = child
      }
      heap[index] = last
    }
    this.now = Math.max(this.now, first.at)
    first.run()
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}
