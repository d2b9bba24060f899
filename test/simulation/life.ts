// A life of a world, made from one seed: a storm of calls and faults, then calm, in which everything has to come
// to its end, one more call for everybody, and quiet.
import { Chance } from './chance.ts'
import { strike } from './faults.ts'
import { lightCrypto, realCrypto } from './light-crypto.ts'
import type { Line } from './line.ts'
import { World, type WorldOptions } from './world.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
/** In calm, everything comes to its end within this time. */
const PATIENCE = 30 * MINUTE
/** Nobody sleeps longer than this. */
const LONGEST_SLEEP = 180 * MINUTE
/** How long nobody asks for anything at the end, and what a line may send in this time. */
const QUIET = 3 * MINUTE
/** What is heard is acknowledged within this time, while the line is up. */
const ACK_DEADLINE = MINUTE
const QUIET_MESSAGES = 20
const QUIET_CONNECTIONS = 2

/** The world of a seed. */
export function worldOf(seed: number, log?: WorldOptions['log']): World {
  const chance = new Chance(`${seed}/world`)
  const framing = chance.one([
    'abridged',
    'intermediate',
    'intermediate',
    'padded',
    'full',
  ] as const)
  const exchanges = seed % 16 === 0
  const tempKeyLifetime = seed % 32 === 16 ? chance.spread(600, 86_400) : undefined
  const isLogin = seed % 5 === 1 && tempKeyLifetime === undefined
  const world = new World({
    seed,
    log,
    dcs: [1, 2, 3].slice(0, chance.between(1, exchanges ? 2 : 3)),
    crypto: seed % 8 === 0 ? realCrypto : lightCrypto,
    framing,
    obfuscated: framing !== 'full' && chance.oneIn(4),
    attempts: chance.oneIn(isLogin ? 2 : 4) ? 5 : 1000,
    tempKeyLifetime,
    exchanges,
    password: seed % 2 === 0,
  })
  for (let count = chance.between(1, exchanges ? 2 : 5); count > 0; count--) {
    const isFirst = world.clients.length === 0
    const skew = chance.oneIn(4)
      ? chance.one([-3e11, -1e9, -400_000, -120_000, -40_000, 40_000, 1e9, 3e11])
      : 0
    if (skew !== 0) world.coverage.fault('clock wrong from the start')
    world.addClient(
      world.dcs.filter(({ id }) => id === 1 || (isLogin && isFirst) || chance.oneIn(3)),
      { skew, hasKey: () => !(exchanges && chance.oneIn(3)) },
    )
  }
  if (isLogin) world.timeline.after(chance.below(4 * SECOND), () => world.clients[0]!.startLogin(1))
  return world
}

/** Lives through all of it. Throws SimulationFailure, or whatever a machine throws. */
export function live(world: World): void {
  storm(world)
  calm(world)
  probe(world)
  logInAgain(world)
  quiet(world)
  for (const { ledger } of world.lines) ledger.finish()
  leave(world)
}

function storm(world: World): void {
  const { chance, timeline, lines } = world
  const end = chance.spread(5 * SECOND, chance.oneIn(20) ? 120 * MINUTE : 10 * MINUTE)
  const often = (least: number, most: number, run: () => void): void => {
    for (let count = chance.between(least, most); count > 0; count--)
      timeline.at(chance.below(end), run)
  }
  for (const line of lines) often(1, 8, () => burst(world, line))
  often(2, 16, () => strike(world))
  if (chance.oneIn(3)) often(1, 6, () => chance.one(lines).pushUpdate())
  world.runUntil(end)
}

function burst(world: World, line: Line): void {
  for (let count = world.chance.between(1, 4); count > 0; count--) line.echo(world.nextCall)
}

/** Nothing goes wrong any more, and all that is open comes to its end. */
function calm(world: World): void {
  world.note('the storm', 'is over')
  const { network, timeline, clients, dcs } = world
  network.calmDown()
  for (const dc of dcs) dc.calmDown()
  world.runUntil(timeline.now + LONGEST_SLEEP, () => clients.every(({ asleep }) => !asleep))
  world.runUntil(timeline.now + PATIENCE, () => openEnds(world).length === 0)
  const open = openEnds(world)
  if (open.length > 0) world.fail(`never ends: ${open.join(', ')}`)
}

function openEnds({ lines, clients }: World): string[] {
  const calls = lines.flatMap(({ name, open }) => (open > 0 ? [`${open} calls of ${name}`] : []))
  const logins = clients.flatMap(({ login, name }) =>
    login !== undefined && login.outcome === undefined ? [`login of ${name}`] : [],
  )
  return [...calls, ...logins]
}

/** Whoever could not log in tries again, and is logged in. */
function logInAgain(world: World): void {
  for (const { login, name } of world.clients) {
    if (login === undefined) continue
    if (login.outcome !== 'logged in') login.again()
    world.runUntil(world.timeline.now + PATIENCE, () => login.outcome !== undefined)
    if (login.outcome !== 'logged in') world.fail(`${name}: cannot log in: ${login.outcome}`)
    if (login.dc !== world.accountDc) world.fail(`${name}: logged in on DC ${login.dc}`)
  }
}

/** Everybody makes one more call, and gets its result. */
function probe(world: World): void {
  const { timeline, lines } = world
  const waiting = new Set(lines)
  const ask = (line: Line, attempts: number): void => {
    line.echo(world.nextCall, outcome => {
      if (outcome instanceof Uint8Array) waiting.delete(line)
      else if (attempts > 1) timeline.after(MINUTE, () => ask(line, attempts - 1))
      else world.fail(`${line.name}: no result in calm: ${outcome.message}`)
    })
  }
  for (const line of waiting) ask(line, 3)
  world.runUntil(timeline.now + PATIENCE, () => waiting.size === 0)
  for (const { name } of waiting) world.fail(`${name}: a call in calm never ends`)
}

/** Nobody asks for anything: what is owed is acknowledged, and little else is said. */
function quiet(world: World): void {
  const { lines } = world
  const before = lines.map(({ ledger: { messagesOut, connections } }) => [messagesOut, connections])
  world.advance(QUIET)
  for (const [index, { ledger, name, missedUpdates }] of lines.entries()) {
    const [messagesOut = 0, connections = 0] = before[index]!
    const said = ledger.messagesOut - messagesOut
    if (said > QUIET_MESSAGES) world.fail(`${name}: ${said} messages for nothing`)
    const dialled = ledger.connections - connections
    if (dialled > QUIET_CONNECTIONS) world.fail(`${name}: ${dialled} connections for nothing`)
    if (missedUpdates.length > 0)
      world.fail(`${name}: is never told of updates ${missedUpdates.join(', ')}`)
    const owed = ledger.owedSince(world.timeline.now - ACK_DEADLINE)
    if (owed.length > 0) world.fail(`${name}: never acknowledges ${owed.join(', ')}`)
  }
}

/** The clients hang up; some of them log out before. */
function leave(world: World): void {
  const { chance, timeline, lines } = world
  const leaving = chance.oneIn(4) ? lines.filter(({ keyId }) => keyId !== undefined) : []
  const keys = leaving.map(({ dc, keyId }) => [dc, keyId!] as const)
  for (const line of leaving) line.logOut()
  world.runUntil(timeline.now + 3 * MINUTE, () => leaving.every(({ isGone }) => isGone))
  for (const { isGone, name } of leaving) if (!isGone) world.fail(`${name}: cannot log out`)
  for (const [dc, keyId] of keys)
    if (dc.knows(keyId)) world.fail(`DC ${dc.id} knows a key that was destroyed`)
  for (const line of lines) line.close()
}
