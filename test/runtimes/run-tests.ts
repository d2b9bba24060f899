// Stands in for node:test where a suite runs inside another engine: collects tests and runs them by itself.
type Body = () => void | Promise<void>

const tests: { readonly title: string; readonly body: Body }[] = []

export function test(title: string, body: Body): void {
  tests.push({ title, body })
}

/** Prints each title with `ok` or what went wrong, as lines of JSON. */
export async function runTests(): Promise<void> {
  for (const { title, body } of tests) {
    let error: string | undefined
    try {
      await body()
    } catch (cause) {
      error = cause instanceof Error ? (cause.stack ?? cause.message) : `${cause}`
    }
    console.log(JSON.stringify({ title, error }))
  }
}
