// Opens an address in the browser of the person at this machine, if there is one.
import { spawn } from 'node:child_process'

/** Tries, and says nothing when it does not work: the address has been printed. */
export function openBrowser(url: string): void {
  const program = opener(process.platform, process.env)
  if (program === undefined) return
  spawn(program, [url], { detached: true, stdio: 'ignore' })
    .on('error', () => {})
    .unref()
}

/** What opens an address on this platform; undefined where nobody would see it. */
export function opener(
  platform: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (environment['SSH_CONNECTION'] !== undefined) return undefined
  if (platform === 'darwin') return 'open'
  if (platform === 'win32') return 'explorer'
  return environment['DISPLAY'] || environment['WAYLAND_DISPLAY'] ? 'xdg-open' : undefined
}
