// `login --png` and `--svg`: the code as a file, replaced as a whole at each new token. Only its owner can read
// it, since whoever scans it first is the one who is logged in.
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { MtprotoError } from '../core/errors.ts'
import { renderPng, renderSvg } from '../qr/index.ts'
import { replacePrivateFile } from '../runtime/node/private-file.ts'
import type { LoginNews } from './login-news.ts'
import { checkTarget } from './save-options.ts'

export interface CodeFiles {
  readonly png: string | undefined
  readonly svg: string | undefined
}

/** Makes sure that the files can be written before anything is connected; throws ERR_ARGUMENT. */
export function codeFiles({ png, svg }: CodeFiles): CodeFiles {
  for (const [at, path] of [
    ['--png', png],
    ['--svg', svg],
  ] as const) {
    if (path === undefined) continue
    if (path === '' || statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw new MtprotoError('ERR_ARGUMENT', {
        at,
        got: path === '' ? 'nothing' : 'a folder',
        expected: 'a file to write',
      })
    checkTarget(at, path, true)
  }
  if (png !== undefined && svg !== undefined && resolve(png) === resolve(svg))
    throw new MtprotoError('ERR_ARGUMENT', { at: '--svg', got: 'the file of --png' })
  return { png, svg }
}

/** The names of the files, as people gave them. */
export function namesOf({ png, svg }: CodeFiles): string[] {
  return [png, svg].filter(path => path !== undefined)
}

/** Writes a new code into the files; throws ERR_ARGUMENT when that fails. */
export async function writeCode({ png, svg }: CodeFiles, news: LoginNews): Promise<void> {
  if (news.event !== 'token') return
  if (png !== undefined) write('--png', png, await renderPng(news.url))
  if (svg !== undefined) write('--svg', svg, await renderSvg(news.url))
}

function write(at: string, path: string, contents: string | Uint8Array): void {
  try {
    replacePrivateFile(path, contents)
  } catch (cause) {
    throw new MtprotoError('ERR_ARGUMENT', { at, got: (cause as Error).message, cause })
  }
}
