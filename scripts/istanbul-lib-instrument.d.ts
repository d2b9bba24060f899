// The part of istanbul-lib-instrument that scripts/fuzz.ts uses; the package has no types of its own.
declare module 'istanbul-lib-instrument' {
  export function createInstrumenter(options: {
    readonly esModules: boolean
    readonly compact: boolean
  }): { instrumentSync(code: string, path: string): string }
}
