// The Chromium of this machine, without a window.
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const ARGUMENTS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

/** Starts it, or says why it cannot be had. */
export async function startChromium(): Promise<Browser | { readonly missing: string }> {
  const executablePath = PROGRAMS.find(existsSync)
  if (executablePath === undefined) return { missing: `there is none of ${PROGRAMS.join(', ')}` }
  try {
    return await chromium.launch({ executablePath, args: ARGUMENTS })
  } catch (error) {
    return { missing: `${executablePath} does not start: ${error}` }
  }
}
