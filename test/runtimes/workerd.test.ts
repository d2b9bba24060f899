// Workers as Cloudflare runs them: the package as a bundler for browsers takes it, WebSockets by the host of the web,
// TCP by the host that docs/embedding.md shows.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after } from 'node:test'
import { install } from './installed.ts'
import { bundle } from './page.ts'
import { findProgram } from './program.ts'
import type { Plan, Report } from './scenario.ts'
import { proveRuntime, skipRuntime } from './table.ts'

const WORKER = `
  import * as raw from 'raw-mtproto'
  import { createWorkerHost } from 'page:worker-host.js'
  import { runScenario } from './scenario.ts'
  export default {
    async fetch(request) {
      try {
        const report = await runScenario(raw, { ...(await request.json()), host: createWorkerHost() })
        return Response.json({ report })
      } catch (error) {
        return Response.json({ error: error.stack })
      }
    },
  }
`

/** Port 0: any free one, which the control channel tells. */
const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2025-06-01",
);
`

async function serve(path: string): Promise<{ readonly url: string; stop(): void }> {
  const folder = install()
  const external = ['cloudflare:sockets']
  const code = await bundle(WORKER, { format: 'esm', platform: 'browser', external })
  writeFileSync(join(folder, 'worker.js'), code)
  writeFileSync(join(folder, 'worker.capnp'), CONFIG)
  const child = spawn(path, ['serve', '--control-fd=3', join(folder, 'worker.capnp')], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  })
  const port = await new Promise<number>((resolve, reject) => {
    let text = ''
    child.stdio[3]!.on('data', chunk => {
      text += chunk
      for (const line of text.split('\n').slice(0, -1)) {
        const message = JSON.parse(line)
        if (message.event === 'listen') resolve(message.port)
      }
    })
    child.once('exit', code => reject(new Error(`workerd ended with ${code}`)))
  })
  return { url: `http://127.0.0.1:${port}/`, stop: () => child.kill() }
}

const workerd = findProgram('workerd', 'bin/workerd')
if ('missing' in workerd) skipRuntime('workerd', workerd.missing)
else {
  const server = await serve(workerd.path)
  after(server.stop)
  proveRuntime({
    name: 'workerd',
    version: workerd.version,
    login: async (plan: Plan): Promise<Report> => {
      const response = await fetch(server.url, { method: 'POST', body: JSON.stringify(plan) })
      const { report, error } = (await response.json()) as { report: Report; error?: string }
      assert.equal(error, undefined)
      return report
    },
  })
}
