// invokeWithLayer(initConnection(query)): the first call on a key tells the server which API layer the
// client speaks and what it runs on. Source: /api/invoking#layers, /method/initConnection
import { concat } from '../bytes/bytes.ts'
import { Writer } from '../tl/writer.ts'

/** How a client introduces itself. */
export interface ClientInfo {
  readonly apiId: number
  readonly deviceModel: string
  readonly systemVersion: string
  readonly appVersion: string
  readonly systemLangCode: string
  readonly langCode: string
}

const INVOKE_WITH_LAYER = 0xda9b0d0d
const INIT_CONNECTION = 0xc1cd5ea9

/** `query`, an encoded call, inside both wrappers. Throws ERR_TL_VALUE when a field does not fit. */
export function wrapInLayer(query: Uint8Array, layer: number, info: ClientInfo): Uint8Array {
  const writer = new Writer()
  writer.id(INVOKE_WITH_LAYER)
  writer.int(layer)
  writer.id(INIT_CONNECTION)
  writer.nat(0)
  writer.int(info.apiId)
  writer.string(info.deviceModel)
  writer.string(info.systemVersion)
  writer.string(info.appVersion)
  writer.string(info.systemLangCode)
  writer.string('') // lang_pack: empty for applications that are not Telegram's own
  writer.string(info.langCode)
  return concat(writer.finish(), query)
}
