// The same targets with changes that fast-check draws and, when one fails, makes small again.
import { test } from 'node:test'
import fc from 'fast-check'
import { concat } from '../../src/core/bytes/bytes.ts'
import { TARGETS } from './targets.ts'

/** One change: so many bytes from a place on give way to others. */
const change = fc.record({
  at: fc.nat({ max: 4096 }),
  remove: fc.nat({ max: 8 }),
  insert: fc.uint8Array({ maxLength: 8 }),
})

for (const target of TARGETS) {
  test(`${target.name}: whatever is changed, it ends in a value or a typed error`, () => {
    const seeds = target.seeds()
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(change, { maxLength: 6 }),
        (seed, changes) => {
          let input = seed
          for (const { at, remove, insert } of changes) {
            const start = at % (input.length + 1)
            input = concat(input.subarray(0, start), insert, input.subarray(start + remove))
          }
          target.run(input)
        },
      ),
      { numRuns: 100, seed: 1 },
    )
  })

  test(`${target.name}: bytes without a meaning end in a value or a typed error`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), input => {
        target.run(input)
      }),
      { numRuns: 100, seed: 1 },
    )
  })
}
