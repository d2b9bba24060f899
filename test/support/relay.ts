// Stands between a client and an address and keeps the first bytes that each connection opened with.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** So many bytes tell every form apart. */
const OPENING = 8

export interface Relay {
  readonly port: number
  /** the first 8 bytes of each connection since the last call, oldest first; fewer when no more came */
  openings(): Buffer[]
  close(): void
}

/** Passes connections on to `target` from a free port of loopback. */
export async function startRelay(target: { host: string; port: number }): Promise<Relay> {
  let openings: Buffer[] = []
  const open = new Set<Socket>()
  const server = createServer({ noDelay: true }, near => {
    const far = connect({ ...target, noDelay: true })
    const seen = openings
    const index = seen.push(Buffer.alloc(0)) - 1
    near.on('data', chunk => {
      seen[index] = Buffer.concat([seen[index]!, chunk]).subarray(0, OPENING)
    })
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => hangUp(near, far))
      socket.on('close', () => open.delete(socket))
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    openings: () => {
      const seen = openings
      openings = []
      return seen
    },
    close: () => {
      server.close()
      hangUp(...open)
    },
  }
}

function hangUp(...sockets: Socket[]): void {
  for (const socket of sockets) socket.destroy()
}

/** What a connection speaks that opened with these bytes. Source: /mtproto/mtproto-transports, /mtproto/transports */
export function openingOf(opening: Buffer): string {
  if (opening.length < OPENING) return 'cut short'
  if (opening[0] === 0xef) return 'abridged'
  if (opening.readUInt32LE(0) === 0xeeeeeeee) return 'intermediate'
  if (opening.readUInt32LE(0) === 0xdddddddd) return 'padded'
  if (opening.subarray(0, 4).equals(Buffer.from('GET '))) return 'WebSocket'
  if (opening.subarray(0, 4).equals(Buffer.from('POST'))) return 'http'
  // the record of a ClientHello
  if (opening.subarray(0, 3).equals(Buffer.of(0x16, 3, 1))) return 'tls'
  // the number of the first frame
  return opening.readUInt32LE(4) === 0 ? 'full' : 'obfuscated'
}
