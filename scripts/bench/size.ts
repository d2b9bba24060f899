// What an installation weighs: the package, and everything its dependencies bring with them.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from '../sources.ts'
import { type PerClient, perClient, type Row } from './measure.ts'

const PEERS = `${ROOT}test/interop/node_modules/`

/** The sum of all file sizes and the number of packages; what npm would not publish of ours is left out. */
export function size(): Row[] {
  const installed: PerClient<ReadonlySet<string>> = {
    ours: dependenciesOf(ROOT),
    GramJS: dependenciesOf(`${PEERS}telegram`).add(`${PEERS}telegram`),
    mtcute: dependenciesOf(`${PEERS}@mtcute/node`).add(`${PEERS}@mtcute/node`),
  }
  const bytes = perClient(installed, folders =>
    [...folders].reduce((sum, folder) => sum + bytesIn(folder), 0),
  )
  const own = manifest(ROOT)
    .files!.map(file => join(ROOT, file))
    .filter(existsSync)
  const ours = own.reduce((sum, path) => sum + bytesIn(path), bytes.ours)
  return [
    {
      what: 'installed',
      unit: 'MB',
      values: perClient({ ...bytes, ours }, size => size / 1e6),
    },
    {
      what: 'installed',
      unit: 'packages',
      values: {
        ours: installed.ours.size + 1,
        GramJS: installed.GramJS.size,
        mtcute: installed.mtcute.size,
      },
    },
  ]
}

interface Manifest {
  readonly files?: string[]
  readonly dependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** The folders of all packages that the one in `folder` needs, directly or not. */
function dependenciesOf(folder: string, found: Set<string> = new Set()): Set<string> {
  const { dependencies, optionalDependencies } = manifest(folder)
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const dependency = resolve(name, folder)
    if (dependency === undefined || found.has(dependency)) continue
    found.add(dependency)
    dependenciesOf(dependency, found)
  }
  return found
}

/** Where Node would find the package; an optional one may be missing. */
function resolve(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name)
  if (existsSync(join(folder, 'package.json'))) return folder
  const parent = dirname(from)
  return parent === from ? undefined : resolve(name, parent)
}

/** The bytes of a file or of all files below a folder, other packages left out. */
function bytesIn(path: string): number {
  const status = statSync(path)
  if (!status.isDirectory()) return status.size
  return readdirSync(path)
    .filter(name => name !== 'node_modules')
    .reduce((sum, name) => sum + bytesIn(join(path, name)), 0)
}
