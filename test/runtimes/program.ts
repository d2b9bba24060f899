// The programs of engines that npm has: no install script is run, so they are found where npm has put them.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

export interface Program {
  readonly path: string
  /** of the package */
  readonly version: string
}

/** Finds `file` in whichever package npm chose for this platform beside the package `name`, or says why not. */
export function findProgram(name: string, file: string): Program | { readonly missing: string } {
  const manifest = require.resolve(`${name}/package.json`)
  const { version, optionalDependencies } = require(manifest)
  const modules = join(dirname(manifest), '..')
  const path = Object.keys(optionalDependencies)
    .map(platform => join(modules, platform, file))
    .find(existsSync)
  if (path === undefined) return { missing: `npm has no ${name} for this platform` }
  const { status, signal, error } = spawnSync(path, ['--version'], { stdio: 'ignore' })
  return status === 0
    ? { path, version }
    : { missing: `${path} does not start: ${error?.message ?? signal ?? status}` }
}
