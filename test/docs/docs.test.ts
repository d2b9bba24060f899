import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ROOT, read } from '../../scripts/sources.ts'
import { parse } from '../../src/compiler/index.ts'
import { commandsOf, fault, run, stepsOf, wordsOf } from './commands.ts'
import { type Block, blocksIn, blocksOf, commandsIn, linksOf, pages } from './pages.ts'
import { nameOf, trialOf, tryOut, typeErrors } from './programs.ts'

/** Commands of this project's program that end by themselves, change nothing and need no network. */
const SAFE = ['decode', 'tl check', 'tl diff']

const blocks = pages().flatMap(blocksOf)
const programs = blocks.filter(({ language }) => language === 'ts' || language === 'js')
const placeOf = ({ path, line }: Block): string => `${path}:${line}`

/** What is wrong with a block, before anything of it runs. */
async function faultsOf(block: Block): Promise<string[]> {
  const { language, text } = block
  switch (language) {
    case 'ts':
    case 'js':
      return programFaults(block)
    case 'sh':
      return commandFaults(commandsOf(text))
    case 'yaml':
      return commandFaults(stepsOf(text))
    case 'json':
      JSON.parse(text)
      return []
    case 'tl':
      parse(text, block.path)
      return []
    case 'text':
      return []
    default:
      return [`no rule covers the language ${JSON.stringify(language)}`]
  }
}

function programFaults(block: Block): string[] {
  const trial = trialOf(block)
  if (trial === undefined) return [`no rule covers the comment ${block.note}`]
  if (trial.kind !== 'elsewhere') return []
  const name = nameOf(block)
  const isThere =
    existsSync(ROOT + trial.file) && new RegExp(`[^\\w-]${name}\\b`).test(read(trial.file))
  return isThere ? [] : [`${trial.file} does not run ${name}`]
}

async function commandFaults(commands: readonly string[]): Promise<string[]> {
  const faults: string[] = []
  for (const command of commands) {
    const found = await fault(command)
    if (found !== undefined) faults.push(`${command}: ${found}`)
  }
  return faults
}

describe('documentation', () => {
  test('every block of code is of a kind that is tried, and every command in it exists', async () => {
    const faults: string[] = []
    for (const block of blocks)
      faults.push(...(await faultsOf(block)).map(found => `${placeOf(block)} ${found}`))
    assert.deepEqual(faults, [])
    assert.ok(programs.length > 8)
  })

  test('a block that no rule covers is found out', async () => {
    const page =
      '```\na\n```\n\n```ts\nb\n```\n\n<!-- test: prints c -->\n```ts\nc\n```\n\n```sh\nnpm run d\n```\n\n```yaml\nsteps:\n  - run: npm run e\n```\n'
    const found = await Promise.all(blocksIn('x.md', page).map(faultsOf))
    assert.deepEqual(
      found.map(({ length }) => length),
      [1, 1, 0, 1, 1],
    )
    assert.equal((await commandFaults(['raw-mtproto dc --dcs 2,4 --colour'])).length, 1)
    assert.equal((await commandFaults(['raw-mtproto dc --dcs 2,4'])).length, 0)
    assert.equal((await commandFaults(['npm run fuzz -- --colour'])).length, 1)
  })

  test('every command in running text exists', async () => {
    const faults: string[] = []
    for (const path of pages())
      faults.push(...(await commandFaults(commandsIn(read(path)))).map(found => `${path} ${found}`))
    assert.deepEqual(faults, [])
  })

  test('every link to a file of this project leads to one', () => {
    const broken = pages().flatMap(path =>
      linksOf(path)
        .filter(target => !existsSync(ROOT + target))
        .map(target => `${path}: ${target}`),
    )
    assert.deepEqual(broken, [])
  })

  test('every program fits the types of the public entry points', () => {
    assert.equal(typeErrors(programs), '')
  })

  const safe = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => commandsOf(text))
    .map(command => wordsOf(command).filter(word => word !== 'npx' && word !== 'raw-mtproto'))
    .filter(words => SAFE.some(start => words.join(' ').startsWith(start)))
    .filter(words => !words.join(' ').includes('…'))
  for (const words of safe)
    test(`runs: raw-mtproto ${words.join(' ')}`, async () => {
      const [code, text] = await run(words)
      assert.equal(code, 0, text)
    })

  describe('programs', { concurrency: 2 }, () => {
    for (const block of programs) {
      const trial = trialOf(block)
      if (trial?.kind !== 'prints' && trial?.kind !== 'serves') continue
      test(`runs: ${placeOf(block)} ${block.note}`, async () => {
        assert.equal(await tryOut(block, trial), undefined)
      })
    }
    test('runs: raw-mtproto dc, until it is interrupted', async () => {
      const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
      const args = ['--conditions=source', '--import', 'tsx', main, 'dc', '--dcs', '2,4', '--json']
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      const ended = new Promise(resolve => child.once('close', resolve))
      const line = await new Promise<string>(resolve => child.stdout.once('data', resolve))
      const { control, dcs } = JSON.parse(line)
      assert.equal(dcs.length, 2)
      assert.equal((await fetch(`${control}/info`)).status, 200)
      child.kill('SIGINT')
      assert.equal(await ended, 0)
    })
  })
})
