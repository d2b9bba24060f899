// Service messages spelled out in hex from their published declarations, independently of the code under test.
import { toHex } from '../../src/core/bytes/hex.ts'
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts'
import { FIRST_SALT } from './pair.ts'

export const le4 = (value: number): string => {
  const hex = (value >>> 0).toString(16).padStart(8, '0')
  return hex.replace(/(..)(..)(..)(..)/, '$4$3$2$1')
}
export const le8 = (value: bigint): string => {
  const unsigned = BigInt.asUintN(64, value)
  return le4(Number(unsigned & 0xffffffffn)) + le4(Number(unsigned >> 32n))
}
/** A string shorter than 254 bytes. */
export const text = (value: string): string => {
  const hex = toHex(Uint8Array.of(value.length, ...encodeUtf8(value)))
  return hex.padEnd(Math.ceil(hex.length / 8) * 8, '0')
}
const ids = (msgIds: bigint[]): string => `15c4b51c${le4(msgIds.length)}${msgIds.map(le8).join('')}`

export const msgsAck = (...msgIds: bigint[]): string => `59b4d662${ids(msgIds)}`
export const rpcResult = (reqMsgId: bigint, result: string): string =>
  `016d5cf3${le8(reqMsgId)}${result}`
export const rpcError = (code: number, message: string): string =>
  `19ca4421${le4(code)}${text(message)}`
export const badMsg = (msgId: bigint, seqNo: number, code: number): string =>
  `11f8efa7${le8(msgId)}${le4(seqNo)}${le4(code)}`
export const badSalt = (msgId: bigint, seqNo: number, salt: bigint): string =>
  `7b44abed${le8(msgId)}${le4(seqNo)}30000000${le8(salt)}`
export const newSession = (
  firstMsgId: bigint,
  uniqueId: bigint,
  salt: bigint = FIRST_SALT,
): string => `0809c29e${le8(firstMsgId)}${le8(uniqueId)}${le8(salt)}`
export const pong = (msgId: bigint, pingId: bigint): string => `c5737734${le8(msgId)}${le8(pingId)}`
export const ping = (pingId: bigint): string => `ec77be7a${le8(pingId)}`
export const container = (...items: { msgId: bigint; seqNo?: number; body: string }[]): string =>
  `dcf8f173${le4(items.length)}` +
  items
    .map(({ msgId, seqNo = 1, body }) => le8(msgId) + le4(seqNo) + le4(body.length / 2) + body)
    .join('')
/** One gzip_packed of less than 250 bytes. */
export const gzipPacked = (stream: Uint8Array): string => {
  const hex = toHex(Uint8Array.of(stream.length)) + toHex(stream)
  return `a1cf7230${hex.padEnd(Math.ceil(hex.length / 8) * 8, '0')}`
}
/** An object that the service schema does not know: an update. */
export const UPDATE = '7e8b3a4fdeadbeef'
/** A result. */
export const TRUE = 'b5757299'
export const PING_DELAY = '8c7b42f3'
export const pingDelayDisconnect = (pingId: bigint, seconds: number): string =>
  `${PING_DELAY}${le8(pingId)}${le4(seconds)}`
export const getFutureSalts = (count: number): string => `04bd21b9${le4(count)}`
export const destroySession = (sessionId: bigint): string => `262151e7${le8(sessionId)}`

export const stateReq = (...msgIds: bigint[]): string => `52fb69da${ids(msgIds)}`
export const resendReq = (...msgIds: bigint[]): string => `081a867d${ids(msgIds)}`
/** One byte for each of up to 253 messages. */
const states = (info: number[]): string => {
  const hex = toHex(Uint8Array.of(info.length, ...info))
  return hex.padEnd(Math.ceil(hex.length / 8) * 8, '0')
}
export const stateInfo = (reqMsgId: bigint, ...info: number[]): string =>
  `7db5de04${le8(reqMsgId)}${states(info)}`
export const allInfo = (msgIds: bigint[], ...info: number[]): string =>
  `31d1c08c${ids(msgIds)}${states(info)}`
export const detailedInfo = (msgId: bigint, answerMsgId: bigint): string =>
  `c63e6d27${le8(msgId)}${le8(answerMsgId)}0c00000000000000`
export const newDetailedInfo = (answerMsgId: bigint): string =>
  `dfb69d80${le8(answerMsgId)}0c00000000000000`
export const dropAnswer = (reqMsgId: bigint): string => `40a7e458${le8(reqMsgId)}`
export const futureSalts = (
  reqMsgId: bigint,
  now: number,
  ...salts: { readonly validSince: number; readonly validUntil: number; readonly salt: bigint }[]
): string =>
  `950850ae${le8(reqMsgId)}${le4(now)}${le4(salts.length)}` +
  salts
    .map(({ validSince, validUntil, salt }) => le4(validSince) + le4(validUntil) + le8(salt))
    .join('')
