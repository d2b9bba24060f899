// What anybody may ask: where the data centres are. Source: /method/help.getConfig,
// /method/help.getNearestDc, /constructor/dcOption
import type { dcOption } from '../../core/tl/generated/api/index.ts'
import type { Service } from '../service.ts'
import type { Methods } from './handler.ts'

/** How long a configuration is good for, in seconds. */
const CONFIG_TTL = 3600

export const help: Methods = {
  'help.getConfig': (_call, { dc, service }) => ({
    _: 'config',
    date: service.unix,
    expires: service.unix + CONFIG_TTL,
    testMode: service.test,
    thisDc: dc,
    dcOptions: dcOptions(service),
    dcTxtDomainName: 'localhost',
    chatSizeMax: 200,
    megagroupSizeMax: 200_000,
    forwardedCountMax: 100,
    onlineUpdatePeriodMs: 210_000,
    offlineBlurTimeoutMs: 5_000,
    offlineIdleTimeoutMs: 30_000,
    onlineCloudTimeoutMs: 300_000,
    notifyCloudDelayMs: 30_000,
    notifyDefaultDelayMs: 1_500,
    pushChatPeriodMs: 60_000,
    pushChatLimit: 2,
    editTimeLimit: 172_800,
    revokeTimeLimit: 0x7fffffff,
    revokePmTimeLimit: 0x7fffffff,
    ratingEDecay: 2_419_200,
    stickersRecentLimit: 200,
    channelsReadMediaPeriod: 604_800,
    callReceiveTimeoutMs: 20_000,
    callRingTimeoutMs: 90_000,
    callConnectTimeoutMs: 30_000,
    callPacketTimeoutMs: 10_000,
    meUrlPrefix: 'https://t.me/',
    captionLengthMax: 1_024,
    messageLengthMax: 4_096,
    webfileDcId: dc,
  }),

  'help.getNearestDc': (_call, { dc }) => ({
    _: 'nearestDc',
    country: 'ZZ',
    thisDc: dc,
    nearestDc: dc,
  }),
}

function dcOptions({ dcs }: Service): dcOption[] {
  return [...dcs.values()].map(({ id, address }) => ({
    _: 'dcOption',
    // The flag belongs to IPv6 addresses alone: clients skip an IPv4 address that has it.
    ...(address.host.includes(':') && { ipv6: true }),
    static: true,
    id,
    ipAddress: address.host,
    port: address.port,
  }))
}
