// How the object `user` is written for clients of different API layers. Its constructor changes nearly
// every few layers; as long as only flags that none of them moved are set (access_hash, first_name, phone,
// self), the bytes after the constructor id are the same in all. Source: /api/layers, /api/invoking#layers
import { find, type Schema } from '../core/tl/codec.ts'

/** The first layer of each constructor of `user`, ascending. */
const USER_SINCE: readonly (readonly [layer: number, id: number])[] = [
  [148, 0x8f97c628],
  [160, 0xabb5f120],
  [166, 0xeb602f25],
  [167, 0x215c4438],
  [185, 0x83314fca],
  [196, 0x4b46c37e],
  [200, 0x020b1422],
  [217, 0x31774388],
  [228, 0xb1b8cc83],
]
const NEWEST_LAYER = 229

/** Can values of `schema` be written for clients of this layer? */
export function isKnownLayer(layer: number, schema: Schema): boolean {
  return layer === schema.layer || userIdAt(layer) !== undefined
}

/** What a value of `schema` needs replaced to be understood at `layer`; nothing at the schema's own layer. */
export function idsAt(layer: number, schema: Schema): ReadonlyMap<number, number> | undefined {
  if (layer === schema.layer) return undefined
  const own = find(schema.objects, 'user')?.id
  const wanted = userIdAt(layer)
  if (own === undefined || wanted === undefined || own === wanted) return undefined
  return new Map([[own, wanted]])
}

/** Is this the constructor id of `user` in any layer? */
export function isUserId(id: number): boolean {
  return USER_SINCE.some(([, userId]) => userId === id)
}

function userIdAt(layer: number): number | undefined {
  if (layer > NEWEST_LAYER) return undefined
  return USER_SINCE.findLast(([since]) => since <= layer)?.[1]
}
