// A shim of this package's own client, run from its sources: the scenario `token` alone.
import { readFileSync } from 'node:fs'
import { Client } from '../../src/client/client.ts'
import { parseRsaPublicKey } from '../../src/core/crypto/rsa.ts'
import type { FramingName } from '../../src/core/transport/framing.ts'

const { env } = process
if (env.MTPROTO_SCENARIO !== 'token' || env.MTPROTO_PROXY_SECRET) process.exit(89)
const client = new Client({
  apiId: Number(env.MTPROTO_API_ID),
  dcs: [
    {
      id: Number(env.MTPROTO_DC_ID),
      host: env.MTPROTO_DC_HOST!,
      port: Number(env.MTPROTO_DC_PORT),
    },
  ],
  keys: [parseRsaPublicKey(readFileSync(env.MTPROTO_PUBLIC_KEY_FILE!, 'utf8'))],
  transport: env.MTPROTO_TRANSPORT as FramingName,
})
const apiHash = env.MTPROTO_API_HASH!
client.invoke({ _: 'auth.exportLoginToken', apiId: client.apiId, apiHash, exceptIds: [] }).then(
  () => process.exit(0),
  error => {
    console.log(String(error))
    process.exit(1)
  },
)
