// Logs in at a data centre of `raw-mtproto dc`, whose accounts approve what they are told to over its control endpoint.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, parseRsaPublicKey, qrLogin } from '../src/index.ts'
import { FileStorage } from '../src/runtime/node/index.ts'
import type { TestDcInfo } from '../src/test-dc/index.ts'

/** Of the account that has one. */
export const PASSWORD = 'correct horse'

/** The options of `raw-mtproto dc` for two accounts beside the one there is: at home elsewhere, and with a password. */
export const ACCOUNTS: readonly string[] = ['--account', '4', '--account', `2:${PASSWORD}`]

/** Logs all of them in; returns the options of `raw-mtproto conform server` with which it uses their sessions. */
export async function logInAll(info: TestDcInfo, folder: string): Promise<string[]> {
  const password = join(folder, 'password')
  writeFileSync(password, `${PASSWORD}\n`)
  const options = ['--password-file', password]
  for (const account of [777_000_001n, 777_000_002n, 777_000_003n])
    options.push('--session', await logIn(info, account, folder))
  return options
}

/** Logs somebody in; returns the file that the session is kept in. */
async function logIn(
  { dcs, publicKeyPem, control }: TestDcInfo,
  account: bigint,
  folder: string,
): Promise<string> {
  const file = join(folder, `${account}.json`)
  const client = new Client({
    apiId: 17_349,
    dcs: dcs.map(({ id, host, port }) => ({ id, host, port })),
    keys: [parseRsaPublicKey(publicKeyPem)],
    storage: new FileStorage(file),
  })
  try {
    for await (const event of qrLogin(client, { apiHash: 'hash', password: () => PASSWORD })) {
      if (event.event !== 'token') continue
      await fetch(`${control}/accept?account=${account}&token=${encodeURIComponent(event.url)}`)
    }
  } finally {
    await client.close()
  }
  return file
}
