// The virtual environment of the Python clients: made when it is not there or not up to date.
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const FOLDER = here('.venv')
const PYTHON = here('.venv/bin/python')
const WANTED = here('requirements.txt')
/** What was installed last; written when all of it is there. */
const INSTALLED = here('.venv/requirements.txt')

/** The interpreter that the clients are installed for, or why there is none, in words. */
export function python(): { readonly path: string } | { readonly missing: string } {
  if (isUpToDate()) return { path: PYTHON }
  const probe = spawnSync('python3', ['-c', 'import venv, ensurepip'], { encoding: 'utf8' })
  if (probe.status !== 0) return { missing: 'there is no python3 with venv' }
  rmSync(FOLDER, { recursive: true, force: true })
  try {
    execFileSync('python3', ['-m', 'venv', FOLDER], { stdio: 'pipe' })
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', WANTED]
    execFileSync(PYTHON, pip, { stdio: 'pipe' })
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer }
    return { missing: `the Python clients cannot be installed: ${stderr?.toString().trim()}` }
  }
  copyFileSync(WANTED, INSTALLED)
  return { path: PYTHON }
}

function isUpToDate(): boolean {
  if (!existsSync(INSTALLED)) return false
  return readFileSync(INSTALLED, 'utf8') === readFileSync(WANTED, 'utf8')
}
