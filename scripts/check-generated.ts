// Proves that src/core/tl/generated/ is what the generator makes of schema/*.tl, byte for byte.
import { FOLDER, generatedFiles } from './generate.ts'
import { readSources, report, type Source } from './sources.ts'

/** Compares the files that are there with those that should be; one line for each difference. */
export function generatedViolations(
  actual: readonly Source[],
  expected: readonly Source[],
): string[] {
  const texts = new Map(actual.map(({ path, text }) => [path, text]))
  const paths = new Set(expected.map(({ path }) => path))
  return [
    ...expected
      .filter(({ path, text }) => texts.get(path) !== text)
      .map(({ path }) => `${path}:1 differs from what the schema gives; run npm run generate`),
    ...actual
      .filter(({ path }) => !paths.has(path))
      .map(({ path }) => `${path}:1 is not generated from any schema`),
  ]
}

report(import.meta.url, () => generatedViolations(readSources(FOLDER), generatedFiles()))
