// Proves that a login by QR code stays light to download.
import { type BundleSize, LIMIT, ownBundle } from './bundle.ts'
import { report } from './sources.ts'

/** One line when the bundle is heavier than it may be. */
export function bundleViolations({ gzipped }: BundleSize): string[] {
  return gzipped <= LIMIT
    ? []
    : [`scripts/bundle.ts:1 the browser bundle has ${gzipped} bytes, and may have ${LIMIT}`]
}

report(import.meta.url, () => bundleViolations(ownBundle()))
