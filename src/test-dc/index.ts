// The test DC for tests of any client, in this process or, through its control endpoint, in any other.
export { seededRandom } from '../core/crypto/seeded-random.ts'
export { RpcError } from '../core/errors.ts'
export type { Account, AccountOptions } from './accounts.ts'
export type { CallContext } from './call-context.ts'
export type { LogEntry } from './log.ts'
export type { Handler } from './methods/handler.ts'
export { TestDc, type TestDcAddress, type TestDcInfo, type TestDcOptions } from './test-dc.ts'
