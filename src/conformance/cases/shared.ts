// What cases of several groups have in common: answers to calls, and small changes of records.
import type { Stage } from '../../core/machine.ts'
import { api, type Call } from '../../core/tl/generated/api/index.ts'
import type { Types as Mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { encode, encodeResult } from '../../core/tl/schema.ts'
import type { Dc } from '../dc.ts'
import type { DcHarness, DcSetup } from '../dc-harness.ts'
import type { Heard } from '../heard.ts'
import { ACCEPT } from '../outcome.ts'
import { expect, must, type Part, type Steps } from '../steps.ts'

/** How long a program may go on about something before it gives up: milliseconds. */
export const LONG = 600_000

/** A stage that changes each record. */
export const change =
  <Record>(make: (record: Record) => Record): Stage<Record> =>
  record => [make(record)]

/** The bytes with one bit of one of them turned over. */
export function flip(bytes: Uint8Array, at = 0): Uint8Array {
  must(at < bytes.length, `no byte ${at} to change`)
  return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
}

/** A login token that expires `seconds` from now. */
export function loginToken(dc: Dc, seconds = 30): Uint8Array {
  const expires = Math.floor(dc.unix / 1000) + seconds
  const token = Uint8Array.from({ length: 32 }, (_, i) => (i * 7 + expires) & 255)
  return encode(api, { _: 'auth.loginToken', expires, token })
}

/** A result for a call of the scenarios. */
export function resultOf(call: Heard, dc: Dc): Uint8Array {
  if (call.name === 'auth.exportLoginToken') return loginToken(dc)
  if (call.name === 'auth.bindTempAuthKey')
    return encodeResult(api, call.call as Call & { _: 'auth.bindTempAuthKey' }, true)
  const nearest = { _: 'nearestDc', country: 'ZZ', thisDc: dc.id, nearestDc: dc.id } as const
  if (call.name === 'help.getNearestDc')
    return encodeResult(api, call.call as Call & { _: 'help.getNearestDc' }, nearest)
  return encode(mtproto, { _: 'rpc_error', errorCode: 400, errorMessage: 'INPUT_METHOD_INVALID' })
}

/** Waits for the next API call. */
export function expectCall(dc: Dc, name?: string, within: number = LONG): Part<Heard> {
  return expect(name ?? 'call', () => dc.takeCall(name), within)
}

/** Answers every call, as often as it comes, until the scenario is over. */
export function* finish({ dcs, program }: DcHarness, within: number = LONG): Part<void> {
  const serve = (): boolean => {
    for (const dc of dcs.values())
      for (let call = dc.takeCall(); call !== undefined; call = dc.takeCall())
        dc.answer(call, resultOf(call, dc))
    return program.state !== 'running'
  }
  yield* expect('end of the scenario', serve, within)
  checkEnd({ dcs, program })
}

/** A program that says it has succeeded has made a call. */
export function checkEnd({ dcs, program }: Pick<DcHarness, 'dcs' | 'program'>): void {
  const isHeard = [...dcs.values()].some(({ heard }) =>
    heard.some(({ call }) => call !== undefined),
  )
  must(program.state !== 'succeeded' || isHeard, 'it succeeded without a call')
}

/** The same, and the scenario has to succeed. */
export function* succeed(harness: DcHarness, within?: number): Steps {
  yield* finish(harness, within)
  const { state, error } = harness.program
  must(state === 'succeeded', `the scenario failed: ${error}`)
  return ACCEPT
}

/** Whether the key of a call has announced layer and client, with it or before it. */
export function isAnnounced({ heard }: Dc, { authKeyId, msgId }: Heard): boolean {
  return heard.some(
    each =>
      each.authKeyId === authKeyId &&
      each.msgId <= msgId &&
      each.wrappers.includes('invokeWithLayer') &&
      each.wrappers.includes('initConnection'),
  )
}

/** server_DH_inner_data with other fields. */
export function innerData(
  make: (value: Extract<Mtproto['object'], { _: 'server_DH_inner_data' }>) => Mtproto['object'],
): DcSetup {
  return {
    innerData: value => [value._ === 'server_DH_inner_data' ? make(value) : value],
  }
}

/** A key exchange in which the server tells a time `seconds` off. */
export const innerTime = (seconds: number): DcSetup =>
  innerData(inner => ({ ...inner, serverTime: inner.serverTime + seconds }))
