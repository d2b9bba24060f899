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
const INPUT_CLIENT_PROXY = 0x75588b3f
/** The flag of initConnection that a proxy follows. */
const HAS_PROXY = 1 << 0

/**
 * `query`, an encoded call, inside both wrappers, which tell of the MTProxy that it comes through. Throws
 * ERR_TL_VALUE when a field does not fit.
 */
export function wrapInLayer(
  query: Uint8Array,
  layer: number,
  info: ClientInfo,
  proxy?: { readonly host: string; readonly port: number },
): Uint8Array {
  const writer = new Writer()
  writer.id(INVOKE_WITH_LAYER)
  writer.int(layer)
  writer.id(INIT_CONNECTION)
  writer.nat(proxy === undefined ? 0 : HAS_PROXY)
  writer.int(info.apiId)
  writer.string(info.deviceModel)
  writer.string(info.systemVersion)
  writer.string(info.appVersion)
  writer.string(info.systemLangCode)
  writer.string('') // lang_pack: empty for applications that are not Telegram's own
  writer.string(info.langCode)
  if (proxy !== undefined) {
    writer.id(INPUT_CLIENT_PROXY)
    writer.string(proxy.host)
    writer.int(proxy.port)
  }
  return concat(writer.finish(), query)
}
