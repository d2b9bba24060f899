// What the page has to know: who the application is and which data centres there are. It stands in the query or,
// so that no server sees it, behind the # of the page's address.
import { type DcAddress, parseRsaPublicKey, type RsaPublicKey } from 'raw-mtproto'

/** The fields as they are typed. */
export interface Fields {
  readonly api_id: string
  readonly api_hash: string
  /** one address a line; none: the public data centres */
  readonly dc: string
  /** in PEM; needed with `dc` */
  readonly key: string
}

export interface Settings {
  readonly apiId: number
  readonly apiHash: string
  readonly dcs?: readonly DcAddress[]
  readonly keys?: readonly RsaPublicKey[]
}

/** The fields as they stand in the address of the page. */
export function fieldsIn({ search, hash }: Location): Fields {
  const query = new URLSearchParams(`${search.slice(1)}&${hash.slice(1)}`)
  return {
    api_id: query.get('api_id') ?? '',
    api_hash: query.get('api_hash') ?? '',
    dc: query.getAll('dc').join('\n'),
    key: query.get('key') ?? '',
  }
}

/** What to put behind the # for the fields. */
export function hashOf({ api_id, api_hash, dc, key }: Fields): string {
  const query = new URLSearchParams({ api_id, api_hash })
  for (const line of linesOf(dc)) query.append('dc', line)
  if (key !== '') query.set('key', key)
  return `#${query}`
}

/** What `raw-mtproto dc --json` prints, as fields; undefined for any other text. */
export function fieldsInJson(text: string): Pick<Fields, 'dc' | 'key'> | undefined {
  try {
    const { dcs, publicKeyPem } = JSON.parse(text)
    const lines = dcs.map(
      ({ id, host, port }: { id: number; host: string; port: number }) =>
        `${id}@ws://${host}:${port}`,
    )
    return { dc: lines.join('\n'), key: `${publicKeyPem}` }
  } catch {
    return undefined
  }
}

/** Throws, with a sentence for the reader, what is wrong with the fields. */
export function readSettings({ api_id, api_hash, dc, key }: Fields): Settings {
  const apiId = Number(api_id)
  if (!/^\d{1,10}$/.test(api_id) || apiId === 0) throw new SyntaxError('The api id is a number.')
  if (api_hash.trim() === '') throw new SyntaxError('The api hash is missing.')
  const settings = { apiId, apiHash: api_hash.trim() }
  const lines = linesOf(dc)
  if (lines.length === 0) return settings
  if (key.trim() === '') throw new SyntaxError('A data centre of your own needs its RSA key.')
  return { ...settings, dcs: lines.map(readAddress), keys: [parseRsaPublicKey(key)] }
}

/** `2@ws://127.0.0.1:8443`, the id being 2 unless it is there. */
function readAddress(line: string): DcAddress {
  const [, id = '2', webSocket, host, port, path] =
    /^(?:(\d{1,5})@)?(wss?):\/\/(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?(\/\S*)?$/i.exec(line) ?? []
  if ((webSocket !== 'ws' && webSocket !== 'wss') || host === undefined)
    throw new SyntaxError(`“${line}” is not an address such as 2@ws://127.0.0.1:8443.`)
  return {
    id: Number(id),
    host: host.replace(/[[\]]/g, ''),
    port: Number(port ?? (webSocket === 'ws' ? 80 : 443)),
    webSocket,
    ...(path !== undefined && path !== '/' && { path }),
  }
}

function linesOf(text: string): string[] {
  return text.split(/\s+/).filter(line => line !== '')
}
