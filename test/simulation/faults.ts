// What can happen to a world, each with how often it does. A fault that finds nothing to act on does nothing.
import type { SimClient } from './sim-client.ts'
import type { SimDc } from './sim-dc.ts'
import type { World } from './world.ts'

interface FaultKind {
  readonly weight: number
  readonly strike: (world: World) => void
  /** only where keys are agreed on, and there every fourth time one of these */
  readonly isRare?: boolean
}

const SECOND = 1000
const HOUR = 3600 * SECOND
const YEAR = 365 * 24 * HOUR

const FAULT_KINDS: readonly FaultKind[] = [
  // the network
  {
    weight: 4,
    strike: ({ chance, network, coverage, timeline }) => {
      network.slowBy = chance.between(2000, 20_000)
      network.slowUntil = timeline.now + chance.between(5, 90) * SECOND
      coverage.fault('network slow')
    },
  },
  {
    weight: 8,
    strike: ({ chance, network, coverage }) => {
      const wire = chance.one([...network.wires, undefined])
      if (wire === undefined) return
      coverage.fault('connection cut')
      network.cut(wire, chance.below(500), chance.below(500))
    },
  },
  {
    weight: 5,
    strike: ({ chance, network, coverage }) => {
      const wire = chance.one([...network.wires, undefined])
      if (wire === undefined) return
      coverage.fault('connection cut unnoticed by the server')
      network.cut(wire, chance.below(500), chance.between(5, 400) * SECOND)
    },
  },
  {
    weight: 5,
    strike: ({ chance, network }) => {
      const wire = chance.one([...network.wires, undefined])
      if (wire === undefined) return
      const pipes = chance.one([[wire.toClient], [wire.toServer], [wire.toClient, wire.toServer]])
      for (const pipe of pipes) pipe.swallows = true
    },
  },
  {
    weight: 5,
    strike: ({ chance, network, coverage, timeline }) => {
      const wire = chance.one([...network.wires, undefined])
      if (wire === undefined) return
      coverage.fault('line stalled')
      const pipe = chance.one([wire.toClient, wire.toServer])
      pipe.notBefore = timeline.now + chance.spread(1000, 200_000)
    },
  },
  {
    weight: 4,
    strike: ({ chance, network, timeline }) => {
      network.refusesUntil = timeline.now + chance.spread(1000, 100_000)
    },
  },
  {
    weight: 4,
    strike: ({ chance, network, timeline }) => {
      network.hangsUntil = timeline.now + chance.spread(1000, 100_000)
    },
  },
  {
    weight: 4,
    strike: ({ chance, network }) => {
      const wire = chance.one([...network.wires, undefined])
      if (wire !== undefined) chance.one([wire.toClient, wire.toServer]).damages = true
    },
  },
  {
    weight: 4,
    strike: world => {
      const line = world.chance.one(anyClient(world).lines)
      const bytes = line.oldBytes()
      if (bytes !== undefined) line.dc.hearAgain(bytes)
    },
  },
  // the data centre
  { weight: 5, strike: world => anyDc(world).restart() },
  { weight: 5, strike: world => anyDc(world).forgetSessions() },
  {
    weight: 4,
    isRare: true,
    strike: world => {
      const line = world.chance.one(anyClient(world).lines)
      if (line.keyId !== undefined) line.dc.forgetKey(line.keyId)
    },
  },
  {
    weight: 3,
    strike: world => {
      const line = world.chance.one(anyClient(world).lines)
      if (line.keyId !== undefined) line.dc.mislayKey(line.keyId, world.chance.between(50, 600))
    },
  },
  { weight: 5, strike: world => anyDc(world).rotateSalts() },
  {
    weight: 4,
    strike: world => {
      anyDc(world).late += world.chance.between(1, 4)
    },
  },
  {
    weight: 3,
    strike: world => {
      anyDc(world).refusing += world.chance.between(1, 3)
    },
  },
  { weight: 4, strike: world => anyDc(world).hangUp() },
  {
    weight: 2,
    strike: world => {
      anyDc(world).brusqueUntil = world.timeline.now + world.chance.spread(500, 60_000)
    },
  },
  { weight: 4, strike: world => anyDc(world).mishaps.plan({ kind: 'send-twice' }) },
  { weight: 4, strike: world => anyDc(world).mishaps.plan({ kind: 'answer-twice' }) },
  { weight: 4, strike: world => anyDc(world).mishaps.plan({ kind: 'hold-back' }) },
  { weight: 4, strike: world => anyDc(world).mishaps.plan({ kind: 'lose' }) },
  {
    weight: 4,
    strike: world => anyDc(world).mishaps.plan({ kind: 'announce', isNew: world.chance.oneIn(2) }),
  },
  { weight: 4, strike: world => anyDc(world).forgetBindings(), isRare: true },
  {
    weight: 12,
    strike: world => {
      const { chance } = world
      const code = chance.one([16, 17, 18, 19, 20, 20, 20, 32, 33, 34, 35, 48, 64])
      const { mishaps } = anyDc(world)
      for (let count = chance.oneIn(5) ? chance.between(2, 12) : 1; count > 0; count--)
        mishaps.plan({ kind: 'refuse', code })
    },
  },
  {
    weight: 4,
    strike: world => {
      const code = world.chance.one([-404, -429] as const)
      if (world.framing !== 'full') anyDc(world).mishaps.plan({ kind: 'transport-error', code })
    },
  },
  // the client's machine
  { weight: 3, strike: world => world.chance.one(anyClient(world).lines).networkChanged() },
  {
    weight: 5,
    strike: world => {
      const { chance } = world
      const client = anyClient(world)
      const size = chance.one([60 * SECOND, 10 * 60 * SECOND, 5 * HOUR, 3 * YEAR])
      client.setClock(client.skew + (chance.oneIn(2) ? size : -size))
    },
  },
  {
    weight: 5,
    strike: world =>
      anyClient(world).sleep(world.chance.spread(2 * SECOND, 2 * HOUR), world.chance.oneIn(2)),
  },
  { weight: 4, strike: world => anyClient(world).restart() },
  {
    weight: 3,
    strike: world => {
      const line = world.chance.one(anyClient(world).lines)
      line.cancel(line.lastEcho)
    },
  },
]

const COMMON = FAULT_KINDS.filter(({ isRare }) => !isRare)
const RARE = FAULT_KINDS.filter(({ isRare }) => isRare)

/** Lets one fault happen, chosen by weight. */
export function strike(world: World): void {
  const kinds = world.exchanges && world.chance.oneIn(4) ? RARE : COMMON
  let left = world.chance.below(kinds.reduce((sum, { weight }) => sum + weight, 0))
  for (const kind of kinds) {
    left -= kind.weight
    if (left < 0) return kind.strike(world)
  }
}

function anyDc({ chance, dcs }: World): SimDc {
  return chance.one(dcs)
}

function anyClient({ chance, clients }: World): SimClient {
  return chance.one(clients)
}
