// The four runs, played once for all tests here, and the site that is made of them.
import { createHost } from '#runtime'
import { readSchemas } from '../../src/cli/schemas.ts'
import { type Connection, openConnections } from '../../src/illustrate/connection.ts'
import {
  type Performance,
  perform,
  SCENARIOS,
  type ScenarioName,
} from '../../src/illustrate/scenario.ts'
import { buildSite } from '../../src/illustrate/site.ts'
import { Vocabulary } from '../../src/trace/vocabulary.ts'

/** What explains messages. */
export const vocabulary = (): Vocabulary => new Vocabulary(readSchemas())

const runs = new Map<ScenarioName, Promise<Performance>>()
let connections: Promise<Connection[]> | undefined
let site: Promise<Map<string, string>> | undefined

/** One run, with recognisable randomness. */
export function runOf(name: ScenarioName): Promise<Performance> {
  const run = runs.get(name) ?? perform(name)
  runs.set(name, run)
  return run
}

/** Every connection of every run. */
export function allConnections(): Promise<Connection[]> {
  connections ??= allRuns().then(all =>
    [...all.values()].flatMap(run => openConnections(run, vocabulary(), createHost().crypto)),
  )
  return connections
}

/** The files of the site; its program is left out. */
export function wholeSite(): Promise<Map<string, string>> {
  site ??= allRuns().then(each => siteOf(each))
  return site
}

/** A site of some runs. */
export function siteOf(
  runs: ReadonlyMap<string, Performance>,
  isLenient = false,
): Map<string, string> {
  const { crypto } = createHost()
  return buildSite({ runs, isLenient, vocabulary: vocabulary(), crypto, script: '' })
}

async function allRuns(): Promise<Map<string, Performance>> {
  const all = new Map<string, Performance>()
  for (const name of SCENARIOS) all.set(name, await runOf(name))
  return all
}
