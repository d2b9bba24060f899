// The program that logs in with the platform's own host and a file: `login.mjs PLAN FILE` prints the report.
import * as raw from 'raw-mtproto'
import { FileStorage } from 'raw-mtproto/node'
import { runScenario } from './scenario.ts'

const [, , plan, file] = process.argv
const report = await runScenario(raw, { ...JSON.parse(plan!), storage: new FileStorage(file!) })
console.log(JSON.stringify(report))
