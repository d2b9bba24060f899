// Reports as a folder of pages, written whole or not at all, and never over anything but what an earlier call has
// written there.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { MtprotoError } from '../../core/errors.ts'
import type { Report } from './model.ts'
import { type SiteFile, type SiteOptions, siteOf } from './site.ts'

/** The list of the files of a folder of pages, by which it is recognised. */
const LIST = 'files-of-report.txt'

/**
 * Writes pages about `reports` into the folder `path`, which may be missing, empty, or one that this function has
 * written; its index.html comes first. Throws ERR_ARGUMENT, and changes nothing, when the folder holds anything
 * else or cannot be written.
 */
export function writeHtml(
  reports: readonly Report[],
  path: string,
  options: SiteOptions = {},
): void {
  typed(path, () => {
    const folder = checkedFolder(path)
    mkdirSync(dirname(folder), { recursive: true })
    // beside it, so that a rename is all that is left to do
    const fresh = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`))
    try {
      writePages(siteOf(reports, options), join(fresh, 'new'))
      if (existsSync(folder)) renameSync(folder, join(fresh, 'old'))
      renameSync(join(fresh, 'new'), folder)
    } finally {
      rmSync(fresh, { recursive: true })
    }
  })
}

/** Throws ERR_ARGUMENT when `writeHtml` would refuse the folder: worth knowing before a long run. */
export function checkHtmlFolder(path: string): void {
  typed(path, () => checkedFolder(path))
}

/** What a system call throws becomes an ERR_ARGUMENT. */
function typed(path: string, run: () => void): void {
  try {
    run()
  } catch (cause) {
    if (cause instanceof MtprotoError) throw cause
    throw new MtprotoError('ERR_ARGUMENT', { at: path, got: (cause as Error).message, cause })
  }
}

function writePages(files: Iterable<SiteFile>, folder: string): void {
  const written: string[] = []
  for (const { path, text } of files) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    written.push(path)
  }
  writeFileSync(join(folder, LIST), `${[...written, LIST].join('\n')}\n`)
}

/** The path without links; throws ERR_ARGUMENT when the folder holds anything that no earlier call has written. */
function checkedFolder(path: string): string {
  if (!existsSync(path)) return resolve(path)
  const folder = realpathSync(path)
  const present = filesBelow(folder)
  const own = present.includes(LIST) ? readFileSync(join(folder, LIST), 'utf8').split('\n') : []
  const known = new Set(own)
  const foreign = present.find(each => !known.has(each))
  if (foreign !== undefined)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: folder,
      got: `a folder that holds ${foreign}`,
      expected: 'an empty folder, or one with the pages of a report alone',
    })
  return folder
}

/** Everything in a folder that is not a folder itself, as paths below it with `/`. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(each => !each.isDirectory())
    .map(each =>
      join(each.parentPath, each.name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    )
}
