// The parts of the peers that are measured inside this process, from the packages of the interoperability
// tests. Only what is called here has a type.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../sources.ts'

const FOLDER = pathToFileURL(`${ROOT}test/interop/node_modules/`)
const require = createRequire(FOLDER)

/** A number of the package big-integer. */
interface BigInteger {
  toString(): string
}

interface GramJs {
  readonly Api: {
    readonly auth: {
      readonly ExportLoginToken: new (args: {
        apiId: number
        apiHash: string
        exceptIds: BigInteger[]
      }) => { getBytes(): Uint8Array }
    }
  }
  readonly BinaryReader: new (bytes: Uint8Array) => { tgReadObject(): unknown }
  readonly Factorizator: { factorize(pq: BigInteger): { p: BigInteger; q: BigInteger } }
  bigInt(text: string): BigInteger
}

interface Mtcute {
  /** p and q, big-endian */
  factorizePQ(pq: Uint8Array): Uint8Array[]
  encode(object: unknown): Uint8Array
  decode(bytes: Uint8Array): unknown
  /** a long of its kind */
  long(text: string): unknown
}

export function loadGramJs(): GramJs {
  return {
    Api: require('telegram').Api,
    BinaryReader: require('telegram/extensions').BinaryReader,
    Factorizator: require('telegram/crypto/Factorizator').Factorizator,
    bigInt: require('big-integer'),
  }
}

export async function loadMtcute(): Promise<Mtcute> {
  const load = (path: string) => import(new URL(path, FOLDER).href)
  const { NodeCryptoProvider } = await load('@mtcute/node/utils.js')
  const { Long } = await load('@mtcute/core/index.js')
  const { TlBinaryReader, TlBinaryWriter } = await load('@mtcute/tl-runtime/index.js')
  const { __tlReaderMap } = await load('@mtcute/tl/binary/reader.js')
  const { __tlWriterMap } = await load('@mtcute/tl/binary/writer.js')
  const crypto = new NodeCryptoProvider()
  return {
    factorizePQ: pq => crypto.factorizePQ(pq),
    encode: object => TlBinaryWriter.serializeObject(__tlWriterMap, object),
    decode: bytes => TlBinaryReader.deserializeObject(__tlReaderMap, bytes),
    long: text => Long.fromString(text),
  }
}
