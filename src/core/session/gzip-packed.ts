// gzip_packed: one object, compressed. It may stand for a call, for the result inside rpc_result, and for
// an update. Source: /mtproto/service_messages#packed-object
import { gunzip } from '../gzip/gunzip.ts'
import { type gzip_packed, mtproto } from '../tl/generated/mtproto/index.ts'
import { decode, encode } from '../tl/schema.ts'
import { constructorId } from './message.ts'
import { SERVICE } from './service.ts'

/** Compresses to the gzip format (RFC 1952); hosts bring their own. */
export type Compress = (data: Uint8Array) => Uint8Array

/** No envelope unpacks to more than this, all of its objects together, in bytes. */
export const MAX_UNPACKED: number = 16 * 1024 * 1024
/** Bodies up to this size are sent as they are, in bytes. */
const WORTH_PACKING = 255

/**
 * The object inside `body` when it is a gzip_packed, otherwise `body` itself. Throws ERR_GZIP_INVALID,
 * ERR_GZIP_TOO_LARGE when it would be more than `limit` bytes, and what decoding throws.
 */
export function unpack(body: Uint8Array, limit: number = MAX_UNPACKED): Uint8Array {
  if (constructorId(body) !== SERVICE.gzipPacked) return body
  const { packedData } = decode(mtproto, body) as gzip_packed
  return gunzip(packedData, limit)
}

/** `body` as gzip_packed when that is smaller, otherwise `body` itself. */
export function pack(body: Uint8Array, compress: Compress | undefined): Uint8Array {
  if (compress === undefined || body.length <= WORTH_PACKING) return body
  const packed = encode(mtproto, { _: 'gzip_packed', packedData: compress(body) })
  return packed.length < body.length ? packed : body
}
