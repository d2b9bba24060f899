// What a client in another process is told before a run, as environment variables and files; docs/writing-a-shim.md
// is the page for those who read them. What a case asks for shows in the name of the scenario or the transport
// wherever it can, so that a program that does not know it says so instead of doing something else.
import { createPublicKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DcAddress } from '../../client/dcs.ts'
import type { RsaPublicKey } from '../../core/crypto/rsa.ts'
import type { ProxyAddress } from '../../core/transport/proxy-link.ts'
import { rsaPublicKeyPem } from '../../test-dc/rsa-key.ts'
import type { Scenario, Subject } from '../dc-harness.ts'

/** What a client may be asked to speak. The ones before `http` are TCP and can stand for one another. */
export const TRANSPORTS: readonly string[] = [
  ...['intermediate', 'abridged', 'padded', 'full', 'obfuscated'],
  ...['http', 'websocket', 'mtproxy'],
]

/** `pkcs1`: PEM, RSA PUBLIC KEY. `spki`: PEM, PUBLIC KEY. `hex`: modulus and exponent, a line each. */
export const KEY_FORMS = ['pkcs1', 'spki', 'hex'] as const
export type KeyForm = (typeof KEY_FORMS)[number]

/** The application that clients introduce themselves as. */
const API_ID = '17349'
const API_HASH = '344583e45741c457fe1862106095a5eb'

/** The transport that a case asks for; undefined where any will do. */
export function transportOf(subject: Subject): string | undefined {
  if (subject.proxy !== undefined) return 'mtproxy'
  if (subject.webSocket) return 'websocket'
  return subject.obfuscated ? 'obfuscated' : subject.transport
}

/** What one run is about. */
export interface ClientTask {
  readonly scenario: Scenario
  readonly subject: Subject
  readonly dcs: readonly DcAddress[]
  /** where the public key is, in a form that the client can read */
  readonly keyFile: string
  readonly proxy: ProxyAddress | undefined
  /** what is spoken where the case does not care */
  readonly transport: string
  /** milliseconds after which the client is ended */
  readonly deadline: number
}

/** The public key in a form that a client can read. */
export function keyText(key: RsaPublicKey, form: KeyForm): string {
  const pem = rsaPublicKeyPem(key)
  if (form === 'pkcs1') return pem
  const parsed = createPublicKey(pem)
  if (form === 'spki') return parsed.export({ type: 'spki', format: 'pem' }) as string
  const { n, e } = parsed.export({ format: 'jwk' })
  return [n, e].map(part => `${Buffer.from(part!, 'base64url').toString('hex')}\n`).join('')
}

/** Writes the files of a run into `folder` and returns its variables. */
export function environmentOf(task: ClientTask, folder: string): Record<string, string> {
  const { scenario, subject, dcs, keyFile, proxy, deadline } = task
  const [home, ...others] = dcs
  const { host, port } = proxy ?? home!
  const transport = transportOf(subject) ?? task.transport
  const file = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    return path
  }
  return {
    MTPROTO_DC_ID: `${home!.id}`,
    MTPROTO_DC_HOST: host,
    MTPROTO_DC_PORT: `${port}`,
    MTPROTO_PUBLIC_KEY_FILE: keyFile,
    MTPROTO_API_ID: API_ID,
    MTPROTO_API_HASH: API_HASH,
    MTPROTO_SCENARIO: scenarioName(scenario, subject),
    MTPROTO_DEADLINE: `${Math.ceil(deadline / 1000)}`,
    ...(proxy ? { MTPROTO_PROXY_SECRET: subject.proxy! } : { MTPROTO_TRANSPORT: transport }),
    ...(transport === 'obfuscated' && { MTPROTO_OBFUSCATED: '1' }),
    ...(scenario.calls !== undefined && { MTPROTO_CALLS: `${scenario.calls}` }),
    ...(subject.pfs && { MTPROTO_PFS: '1' }),
    ...(subject.test && { MTPROTO_TEST: '1' }),
    ...(subject.password !== undefined && {
      MTPROTO_PASSWORD_FILE: file('password', `${subject.password}\n`),
    }),
    ...(subject.session !== undefined && {
      MTPROTO_SESSION_FILE: file('session', `${subject.session}\n`),
    }),
    ...(others.length > 0 && {
      MTPROTO_DCS: others.map(({ id, host, port }) => `${id}=${host}:${port}`).join(),
    }),
  }
}

function scenarioName({ name }: Scenario, { password, session, quickAck }: Subject): string {
  if (name === 'qr-login') return password === undefined ? name : 'password'
  if (session !== undefined) return 'imported-session'
  return quickAck ? 'quick-ack' : name
}
