// A copy of the project in which one check after another is missing, for the scripts that ask who notices.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mutation } from './mutations.ts'
import { ROOT } from './sources.ts'

/** What programs and tests need; what is not changed is linked. */
const COPIED = ['src', 'test', 'scripts']
const LINKED = ['node_modules', 'schema', 'docs', 'package.json', 'tsconfig.json', 'README.md']

export class Copy {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'mutate-'))

  constructor() {
    const isOurs = (path: string): boolean => !/node_modules|\.venv/.test(path)
    for (const name of COPIED)
      cpSync(ROOT + name, join(this.folder, name), { recursive: true, filter: isOurs })
    for (const name of LINKED) symlinkSync(ROOT + name, join(this.folder, name))
  }

  /** Does the work while the check is missing. */
  async without<T>({ file, from, to }: Mutation, work: () => Promise<T>): Promise<T> {
    const path = join(this.folder, 'src', file)
    const text = readFileSync(path, 'utf8')
    writeFileSync(
      path,
      text.replace(from, () => to),
    )
    try {
      return await work()
    } finally {
      writeFileSync(path, text)
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }
}

/** Runs `work` on every item, on so many at a time as there are workers. */
export async function share<T, W>(
  items: readonly T[],
  workers: readonly W[],
  work: (item: T, worker: W) => Promise<void>,
): Promise<void> {
  const queue = [...items]
  await Promise.all(
    workers.map(async worker => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift())
        await work(item, worker)
    }),
  )
}
