// The schema compiler: .tl text in, declarations and TypeScript out. No input or output of its own.
export { type GeneratedFile, type GenerateOptions, generate } from './generate.ts'
export { parse } from './parser.ts'
