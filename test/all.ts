// Every *.test.ts below this folder, in one process: a process per file costs far more than the tests.
// `npm test -- PART` narrows it to the files whose path contains PART.
import { globSync } from 'node:fs'
