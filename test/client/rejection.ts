// The error of a promise that has to be rejected.
import assert from 'node:assert/strict'
import { MtprotoError } from '../../src/core/errors.ts'

/** Settles once it is rejected; fails when it is not, or with an error of another family. */
export async function rejection(promise: Promise<unknown>): Promise<MtprotoError> {
  try {
    await promise
  } catch (error) {
    assert.ok(error instanceof MtprotoError)
    return error
  }
  assert.fail('it was not rejected')
}
