// Puts interfaces of the web in the place of those that this process has, or takes them away.
import type { Platform } from '../../../src/runtime/web/platform.ts'

/** Runs `body` while the global object has these, undefined being absent, and puts everything back. */
export async function withPlatform(
  platform: { readonly [name in keyof Platform]?: Platform[name] | undefined },
  body: () => void | Promise<void>,
): Promise<void> {
  const before = Object.keys(platform).map(
    name => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  )
  for (const [name, value] of Object.entries(platform))
    Object.defineProperty(globalThis, name, { value, configurable: true })
  try {
    await body()
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) delete (globalThis as Record<string, unknown>)[name]
      else Object.defineProperty(globalThis, name, descriptor)
    }
  }
}
