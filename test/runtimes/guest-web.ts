// The program that logs in with the host and the storage of the web: `login(plan)` in a page, a message to a worker.
import * as raw from 'raw-mtproto'
import { IndexedDbStorage } from 'raw-mtproto/web'
import { type Plan, type Report, runScenario } from './scenario.ts'

function login(plan: Plan): Promise<Report> {
  return runScenario(raw, { ...plan, storage: new IndexedDbStorage(crypto.randomUUID()) })
}

if (typeof document === 'undefined')
  globalThis.onmessage = ({ data }) =>
    login(data).then(
      report => postMessage({ report }),
      error => postMessage({ error: `${error?.stack ?? error}` }),
    )
else Object.assign(globalThis, { login })
