// Saves one state after the other, small ones and large ones, until it is killed. Its argument is the file.
import { createAuthKey } from '../../../src/core/crypto/auth-key.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import { FileStorage } from '../../../src/runtime/node/file-storage.ts'

const storage = new FileStorage(process.argv[2]!)
const authKey = createAuthKey(new Uint8Array(256).fill(7), portable)
const state = { authKey, serverSalt: 1n, timeOffset: 0 }

for (let count = 0; ; count++) {
  const dcs = Array.from({ length: count % 2 === 0 ? 2 : 500 }, (_, id) => [id, state] as const)
  storage.save({ homeDc: count, dcs: new Map(dcs) })
  if (count === 0) process.stdout.write('saving\n')
}
