// What clients ask by themselves, beside what a scenario makes them ask: where the data centres are, whether
// somebody is logged in, what has happened meanwhile. It is answered at once, so that cases never see it; a call
// that nobody here knows is refused, since silence would hang its client. Source: /api/invoking, /method/help.getConfig
import type { DcAddress } from '../client/dcs.ts'
import { api, type config } from '../core/tl/generated/api/index.ts'
import { mtproto } from '../core/tl/generated/mtproto/index.ts'
import { encode } from '../core/tl/schema.ts'
import type { Dc } from './dc.ts'
import type { Heard } from './heard.ts'

export interface AsideOptions {
  readonly dcs: readonly DcAddress[]
  /** the test environment */
  readonly test: boolean
  /** whether the scenario is a login, whose script says who is logged in */
  readonly login: boolean
}

/** How long a configuration is good for, in seconds. */
const CONFIG_TTL = 3600

/** The encoded result of a call that is no part of a scenario; undefined for one that is. */
export function asideAnswer(
  { name }: Heard,
  dc: Dc,
  { dcs, test, login }: AsideOptions,
): Uint8Array | undefined {
  const date = Math.floor(dc.unix / 1000)
  switch (name) {
    case 'help.getConfig':
      return encode(api, configOf(dc.id, date, dcs, test))
    case 'updates.getState':
      return login
        ? encode(api, { _: 'updates.state', pts: 1, qts: 0, date, seq: 1, unreadCount: 0 })
        : refusal(401, 'AUTH_KEY_UNREGISTERED')
    case 'updates.getDifference':
      return login
        ? encode(api, { _: 'updates.differenceEmpty', date, seq: 1 })
        : refusal(401, 'AUTH_KEY_UNREGISTERED')
    case 'users.getUsers':
      return login ? undefined : refusal(401, 'AUTH_KEY_UNREGISTERED')
    case 'unknown':
      return refusal(400, 'INPUT_METHOD_INVALID')
    default:
      return undefined
  }
}

function refusal(errorCode: number, errorMessage: string): Uint8Array {
  return encode(mtproto, { _: 'rpc_error', errorCode, errorMessage })
}

function configOf(thisDc: number, date: number, dcs: readonly DcAddress[], test: boolean): config {
  return {
    ...{ _: 'config', date, expires: date + CONFIG_TTL, testMode: test, thisDc },
    dcOptions: dcs.map(({ id, host, port }) => {
      return { _: 'dcOption', static: true, id, ipAddress: host, port } as const
    }),
    ...{ dcTxtDomainName: 'localhost', meUrlPrefix: 'https://t.me/', webfileDcId: thisDc },
    ...{ chatSizeMax: 200, megagroupSizeMax: 200_000, forwardedCountMax: 100 },
    ...{ onlineUpdatePeriodMs: 210_000, offlineBlurTimeoutMs: 5_000, offlineIdleTimeoutMs: 30_000 },
    ...{ onlineCloudTimeoutMs: 300_000, notifyCloudDelayMs: 30_000, notifyDefaultDelayMs: 1_500 },
    ...{ pushChatPeriodMs: 60_000, pushChatLimit: 2, editTimeLimit: 172_800 },
    ...{ revokeTimeLimit: 0x7fffffff, revokePmTimeLimit: 0x7fffffff, ratingEDecay: 2_419_200 },
    ...{ stickersRecentLimit: 200, channelsReadMediaPeriod: 604_800 },
    ...{ callReceiveTimeoutMs: 20_000, callRingTimeoutMs: 90_000, callConnectTimeoutMs: 30_000 },
    ...{ callPacketTimeoutMs: 10_000, captionLengthMax: 1_024, messageLengthMax: 4_096 },
  }
}
