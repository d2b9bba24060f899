// Every case, by the file it stands in, and the rules that have none.
import type { RuleId } from '../../core/rules.ts'
import type { Case } from '../case.ts'
import { credentials } from './credentials.ts'
import { encryptionClient } from './encryption-client.ts'
import { encryptionServer } from './encryption-server.ts'
import { handshakeClient } from './handshake-client.ts'
import { handshakeClientFlow } from './handshake-client-flow.ts'
import { handshakeServer } from './handshake-server.ts'
import { httpClient } from './http-client.ts'
import { httpServer } from './http-server.ts'
import { loginServer } from './login-server.ts'
import { mtproxyClient } from './mtproxy-client.ts'
import { ownCode } from './own-code.ts'
import { passwordClient } from './password-client.ts'
import { qrLoginClient } from './qr-login-client.ts'
import { sessionClient } from './session-client.ts'
import { sessionClientNotices } from './session-client-notices.ts'
import { sessionClientStates } from './session-client-states.ts'
import { sessionServer } from './session-server.ts'
import { sessionServerCalls } from './session-server-calls.ts'
import { temporaryKeysClient } from './temporary-keys-client.ts'
import { temporaryKeysServer } from './temporary-keys-server.ts'
import { tl } from './tl.ts'
import { transportErrorsClient } from './transport-errors-client.ts'
import { transportsClient } from './transports-client.ts'
import { transportsOwn } from './transports-own.ts'
import { transportsServer } from './transports-server.ts'
import { webSocket } from './web-socket.ts'

/** The cases of one file. */
export interface CaseFile {
  readonly file: string
  readonly cases: () => readonly Case[]
}

/** Every file of cases, in the order of docs/rules.md. */
export const CASE_FILES: readonly CaseFile[] = [
  { file: 'tl.ts', cases: tl },
  { file: 'handshake-client.ts', cases: handshakeClient },
  { file: 'handshake-client-flow.ts', cases: handshakeClientFlow },
  { file: 'handshake-server.ts', cases: handshakeServer },
  { file: 'encryption-client.ts', cases: encryptionClient },
  { file: 'encryption-server.ts', cases: encryptionServer },
  { file: 'session-client.ts', cases: sessionClient },
  { file: 'session-client-notices.ts', cases: sessionClientNotices },
  { file: 'session-client-states.ts', cases: sessionClientStates },
  { file: 'session-server.ts', cases: sessionServer },
  { file: 'session-server-calls.ts', cases: sessionServerCalls },
  { file: 'temporary-keys-client.ts', cases: temporaryKeysClient },
  { file: 'temporary-keys-server.ts', cases: temporaryKeysServer },
  { file: 'qr-login-client.ts', cases: qrLoginClient },
  { file: 'password-client.ts', cases: passwordClient },
  { file: 'login-server.ts', cases: loginServer },
  { file: 'credentials.ts', cases: credentials },
  { file: 'http-client.ts', cases: httpClient },
  { file: 'http-server.ts', cases: httpServer },
  { file: 'own-code.ts', cases: ownCode },
  { file: 'transports-own.ts', cases: transportsOwn },
  { file: 'transports-client.ts', cases: transportsClient },
  { file: 'transport-errors-client.ts', cases: transportErrorsClient },
  { file: 'transports-server.ts', cases: transportsServer },
  { file: 'web-socket.ts', cases: webSocket },
  { file: 'mtproxy-client.ts', cases: mtproxyClient },
]

/** Whether a rule needs a case. C-1 to C-11 need none: they are what the ENC cases take apart. */
export function needsCase(id: RuleId): boolean {
  return !id.startsWith('C-')
}

/** What is wrong with a list of cases: rules without one, ids of no rule, names that repeat. */
export function caseListFaults(cases: readonly Case[], rules: readonly RuleId[]): string[] {
  const names = cases.map(({ id, slug }) => `${id}/${slug}`)
  return [
    ...rules
      .filter(id => needsCase(id) && cases.every(each => each.id !== id))
      .map(id => `${id} has no case`),
    ...cases.filter(({ id }) => !rules.includes(id)).map(({ id }) => `${id} is no rule`),
    ...names.filter((name, i) => names.indexOf(name) !== i).map(name => `${name} stands twice`),
  ]
}
