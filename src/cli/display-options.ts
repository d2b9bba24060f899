// Where a login is shown: on a screen of its own in the terminal or as lines, in files, on a page.
import { type CodeFiles, codeFiles } from './code-files.ts'

export const DISPLAY_USAGE = `  --plain                lines of text, even in a terminal
  --invert               where no colours are used: text is dark on a light background here
  --png FILE             write the code into FILE as well, anew for each token
  --svg FILE             the same as SVG
  --open-web             show the code on a page of this machine as well, and open it in the browser
`

/** For parseOptions. */
export const DISPLAY_OPTIONS = {
  plain: { type: 'boolean', default: false },
  invert: { type: 'boolean', default: false },
  png: { type: 'string' },
  svg: { type: 'string' },
  'open-web': { type: 'boolean', default: false },
} as const

interface Values {
  readonly plain: boolean
  readonly invert: boolean
  readonly png?: string | undefined
  readonly svg?: string | undefined
  readonly 'open-web': boolean
}

export interface DisplayOptions {
  readonly plain: boolean
  readonly invert: boolean
  readonly files: CodeFiles
  readonly openWeb: boolean
}

/** Takes what parseOptions found, and makes sure that the files can be written; throws ERR_ARGUMENT. */
export function displayOptions(values: Values): DisplayOptions {
  const { plain, invert, png, svg } = values
  return { plain, invert, files: codeFiles({ png, svg }), openWeb: values['open-web'] }
}
