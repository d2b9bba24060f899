// Stands in for `raw-mtproto` where a block of a page runs: the same, but a client reaches the test DC that is named
// in the environment unless it says itself where to go. So the block stays what a reader copies.
import {
  type ClientOptions,
  type DcAddress,
  parseRsaPublicKey,
  Client as RealClient,
  type SchemaTypes,
} from '../../src/index.ts'

export * from '../../src/index.ts'

const { dcs, publicKeyPem } = JSON.parse(process.env['TEST_DC']!) as {
  readonly dcs: readonly DcAddress[]
  readonly publicKeyPem: string
}

export class Client<T extends SchemaTypes> extends RealClient<T> {
  constructor(options: ClientOptions<T>) {
    super({ dcs, keys: [parseRsaPublicKey(publicKeyPem)], ...options })
  }
}
