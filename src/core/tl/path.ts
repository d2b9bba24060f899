// Where in a value the reader or the writer is: the way an error is located, and the depth so far.

import type { Key } from './fields.ts'

interface Step {
  field: Key | undefined
  /** the name of a constructor; empty for a vector */
  name: string
  /** the item of the vector that is being read or written */
  index: number
}

/** The constructors and vectors that are open, outermost first. */
export class Path {
  /** some have been left, and wait for another use */
  readonly #steps: Step[] = []
  #depth = 0

  get depth(): number {
    return this.#depth
  }

  /** Enters a constructor (or a vector, without `name`) that stands in `field`. */
  enter(field: Key | undefined, name: string): void {
    const step = this.#steps[this.#depth++]
    if (step === undefined) {
      this.#steps.push({ field, name, index: -1 })
    } else {
      step.field = field
      step.name = name
      step.index = -1
    }
  }

  /** Goes to an item of the vector entered last. */
  item(index: number): void {
    this.#steps[this.#depth - 1]!.index = index
  }

  leave(): void {
    this.#depth--
  }

  /** Such as `auth.loginTokenSuccess.authorization.user.accessHash (in user)`. */
  describe(field?: Key): string {
    const steps = this.#steps.slice(0, this.#depth)
    let text = steps[0]?.name ?? ''
    const append = (name: Key | undefined): void => {
      if (name) text += text === '' ? name : `.${name}`
    }
    for (const step of steps) {
      append(step.field)
      if (step.index >= 0) text += `[${step.index}]`
    }
    append(field)
    const innermost = steps.filter(({ name }) => name !== '').at(-1)?.name
    return innermost && steps.length > 1 ? `${text} (in ${innermost})` : text
  }
}
