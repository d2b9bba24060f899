// The codecs alone: the request for a login token to bytes, and its answer back.
import { fromHex, toHex } from '../../src/core/bytes/hex.ts'
import { api } from '../../src/core/tl/generated/api/index.ts'
import { decode, encode } from '../../src/core/tl/schema.ts'
import vectors from '../../test/vectors/login-token.json' with { type: 'json' }
import { alternate, median, type PerClient, perClient, type Row } from './measure.ts'
import { loadGramJs, loadMtcute } from './peers.ts'

const ROUNDS = 7
const RUNS = 20_000

/** Nanoseconds for one; each client begins with plain values, GramJS therefore with a new request object. */
export async function tl(): Promise<Row[]> {
  const { apiId, apiHash, exceptIds, bytes } = vectors.exportLoginToken
  const answer = fromHex(vectors.loginToken.bytes)
  const { Api, BinaryReader, bigInt } = loadGramJs()
  const mtcute = await loadMtcute()
  const request = { _: 'auth.exportLoginToken', apiId, apiHash } as const
  const our = { ...request, exceptIds: exceptIds.map(BigInt) }
  const theirs = { ...request, exceptIds: exceptIds.map(id => mtcute.long(id)) }
  const gramJsIds = exceptIds.map(id => bigInt(id))
  const buffer = Buffer.from(answer)

  const encoders: PerClient<() => Uint8Array> = {
    ours: () => encode(api, our),
    GramJS: () =>
      new Api.auth.ExportLoginToken({ apiId, apiHash, exceptIds: gramJsIds }).getBytes(),
    mtcute: () => mtcute.encode(theirs),
  }
  perClient(encoders, encoder => {
    if (toHex(encoder()) !== bytes) throw new Error('encoded differently')
  })
  const decoders: PerClient<() => unknown> = {
    ours: () => decode(api, answer),
    GramJS: () => new BinaryReader(buffer).tgReadObject(),
    mtcute: () => mtcute.decode(answer),
  }
  return [
    { what: 'encode auth.exportLoginToken', unit: 'ns', values: await timed(encoders) },
    { what: 'decode auth.loginToken', unit: 'ns', values: await timed(decoders) },
  ]
}

async function timed(runs: PerClient<() => unknown>): Promise<PerClient<number>> {
  const taken = await alternate(ROUNDS, client => {
    const run = runs[client]
    const started = performance.now()
    for (let i = 0; i < RUNS; i++) run()
    return ((performance.now() - started) * 1e6) / RUNS
  })
  return perClient(taken, median)
}
