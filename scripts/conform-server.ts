// Plays the server cases against this project's own data centre, in a process of its own, at which it logs in
// first: `npm run conform:server`, with options of `raw-mtproto conform server` behind `--`. Exits with 1 when a case
// does not pass, or is skipped that can be asked of a server.
import { playOwnServer } from './own-server.ts'
import { logInAll } from './own-sessions.ts'
import { ROOT } from './sources.ts'

const ALLOWED = 'it needs the clock or the settings of the program itself'

const io = { write: (text: string) => process.stdout.write(text), warn: console.error }
const { code, report } = await playOwnServer(ROOT, process.argv.slice(2), io, logInAll)
process.exitCode = code
for (const { id, slug, reason = '', verdict } of report.cases) {
  if (verdict !== 'skipped' || reason === ALLOWED) continue
  console.error(`${id}/${slug} is skipped: ${reason}`)
  process.exitCode = 1
}
