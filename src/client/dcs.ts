// Where the public data centres are. help.getConfig has the current list; these are for the first contact.
// Source: /mtproto/transports, /api/datacenter
import type { Address } from '../host/host.ts'

/** One data centre and an address of it. */
export interface DcAddress extends Address {
  readonly id: number
}

const PORT = 443

const PRODUCTION: readonly (readonly [id: number, host: string])[] = [
  [2, '149.154.167.51'],
  [1, '149.154.175.50'],
  [3, '149.154.175.100'],
  [4, '149.154.167.91'],
  [5, '149.154.171.5'],
]

const TEST: readonly (readonly [id: number, host: string])[] = [
  [2, '149.154.167.40'],
  [1, '149.154.175.10'],
  [3, '149.154.175.117'],
]

/** The public data centres, the usual home first; `test` chooses the separate test environment. */
export function publicDcs(test: boolean): DcAddress[] {
  return (test ? TEST : PRODUCTION).map(([id, host]) => ({ id, host, port: PORT }))
}
