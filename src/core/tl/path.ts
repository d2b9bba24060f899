// Where in a value the reader or the writer is: the way an error is located, and the depth so far.

interface Step {
  readonly field: string | undefined
  /** the name of a constructor; empty for a vector */
  readonly name: string
  /** the item of the vector that is being read or written */
  index: number
}

/** The constructors and vectors that are open, outermost first. */
export class Path {
  readonly #steps: Step[] = []

  get depth(): number {
    return this.#steps.length
  }

  /** Enters a constructor (or a vector, without `name`) that stands in `field`. */
  enter(field: string | undefined, name: string): void {
    this.#steps.push({ field, name, index: -1 })
  }

  /** Goes to an item of the vector entered last. */
  item(index: number): void {
    this.#steps.at(-1)!.index = index
  }

  leave(): void {
    this.#steps.pop()
  }

  /** Such as `auth.loginTokenSuccess.authorization.user.accessHash (in user)`. */
  describe(field?: string): string {
    let text = this.#steps[0]?.name ?? ''
    const append = (name: string | undefined): void => {
      if (name !== undefined) text += text === '' ? name : `.${name}`
    }
    for (const step of this.#steps) {
      append(step.field)
      if (step.index >= 0) text += `[${step.index}]`
    }
    append(field)
    const innermost = this.#steps.findLast(({ name }) => name !== '')?.name
    return innermost && this.#steps.length > 1 ? `${text} (in ${innermost})` : text
  }
}
