// Many moments to wait for, the next of them at hand.

interface Alarm<T> {
  readonly item: T
  /** monotonic milliseconds */
  readonly at: number
}

export class Alarms<T> {
  /** a binary heap: no alarm is earlier than its parent, the one at (index - 1) / 2 */
  readonly #heap: Alarm<T>[] = []
  readonly #indexes = new Map<T, number>()

  /** The earliest moment: monotonic milliseconds, or undefined when nothing is waited for. */
  get next(): number | undefined {
    return this.#heap[0]?.at
  }

  /** Waits for `at` (monotonic milliseconds) on behalf of `item`, in place of any moment before; undefined waits no longer. */
  set(item: T, at: number | undefined): void {
    this.#remove(item)
    if (at === undefined) return
    this.#heap.push({ item, at })
    this.#rise(this.#heap.length - 1)
  }

  /** Takes an item whose moment has come; undefined when there is none. */
  take(monotonic: number): T | undefined {
    const first = this.#heap[0]
    if (first === undefined || first.at > monotonic) return undefined
    this.#remove(first.item)
    return first.item
  }

  #remove(item: T): void {
    const index = this.#indexes.get(item)
    if (index === undefined) return
    this.#indexes.delete(item)
    const last = this.#heap.pop()!
    if (index === this.#heap.length) return
    this.#place(last, index)
    this.#sink(index)
    this.#rise(index)
  }

  #rise(start: number): void {
    const alarm = this.#heap[start]!
    let index = start
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (this.#heap[parent]!.at <= alarm.at) break
      this.#place(this.#heap[parent]!, index)
      index = parent
    }
    this.#place(alarm, index)
  }

  #sink(start: number): void {
    const alarm = this.#heap[start]!
    let index = start
    for (;;) {
      let child = 2 * index + 1
      if (child >= this.#heap.length) break
      if (child + 1 < this.#heap.length && this.#heap[child + 1]!.at < this.#heap[child]!.at)
        child++
      if (this.#heap[child]!.at >= alarm.at) break
      this.#place(this.#heap[child]!, index)
      index = child
    }
    this.#place(alarm, index)
  }

  #place(alarm: Alarm<T>, index: number): void {
    this.#heap[index] = alarm
    this.#indexes.set(alarm.item, index)
  }
}
