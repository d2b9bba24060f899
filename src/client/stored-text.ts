// The text form of what a client keeps: JSON, numbers beyond 2^53 as decimal strings, keys as hexadecimal.
import { fromHex, toHex } from '../core/bytes/hex.ts'
import { createAuthKey } from '../core/crypto/auth-key.ts'
import { hashes } from '../core/crypto/hashes.ts'
import type { DcState } from '../core/dc-client/dc-client-io.ts'
import { MtprotoError } from '../core/errors.ts'
import type { DcAddress } from './dcs.ts'
import type { StoredClient } from './storage.ts'

const VERSION = 1
/** More than any account has. */
const MAX_DCS = 1000
const MAX_SALTS = 64
/** Characters of a host name. */
const MAX_HOST = 253

/** Writes it as text. The text holds auth keys: it is as secret as a password. */
export function formatStored(stored: StoredClient): string {
  const { homeDc, userId, isBot, apiId, test, addresses, dcs } = stored
  const value = {
    version: VERSION,
    ...(homeDc !== undefined && { homeDc }),
    ...(userId !== undefined && { userId: userId.toString() }),
    ...{ isBot, apiId, test, addresses },
    dcs: [...dcs].map(([id, { authKey, serverSalt, futureSalts = [], timeOffset }]) => ({
      id,
      authKey: toHex(authKey.key),
      serverSalt: serverSalt.toString(),
      futureSalts: futureSalts.map(salt => ({ ...salt, salt: salt.salt.toString() })),
      timeOffset,
    })),
  }
  return `${JSON.stringify(value, null, 2)}\n`
}

/** Reads the text; throws ERR_STORAGE_INVALID, which names the field and never shows what is in it. */
export function parseStored(text: string): StoredClient {
  const root = object(parseJson(text), 'the file')
  if (root['version'] !== VERSION) throw invalid('version')
  const dcs = list(root['dcs'], 'dcs', MAX_DCS).map(entry => {
    const dc = object(entry, 'dcs')
    return [integer(dc['id'], 'dcs.id'), dcState(dc)] as const
  })
  return {
    homeDc: root['homeDc'] === undefined ? undefined : integer(root['homeDc'], 'homeDc'),
    userId: root['userId'] === undefined ? undefined : long(root['userId'], 'userId'),
    ...optional('isBot', root, flag),
    ...optional('apiId', root, integer),
    ...optional('test', root, flag),
    ...optional('addresses', root, addresses),
    dcs: new Map(dcs),
  }
}

/** A field that is there or not. */
function optional<N extends string, T>(
  name: N,
  root: Record<string, unknown>,
  read: (value: unknown, at: string) => T,
): { [K in N]?: T } {
  return root[name] === undefined ? {} : ({ [name]: read(root[name], name) } as { [K in N]: T })
}

function addresses(value: unknown, at: string): DcAddress[] {
  return list(value, at, MAX_DCS).map(entry => {
    const address = object(entry, at)
    const webSocket = address['webSocket']
    if (webSocket !== undefined && webSocket !== 'ws' && webSocket !== 'wss') throw invalid(at)
    return {
      id: integer(address['id'], `${at}.id`),
      host: word(address['host'], `${at}.host`),
      port: integer(address['port'], `${at}.port`),
      ...(webSocket && { webSocket }),
      ...optional('path', address, word),
    }
  })
}

function dcState(dc: Record<string, unknown>): DcState {
  return {
    authKey: createAuthKey(key(dc['authKey']), hashes),
    serverSalt: long(dc['serverSalt'], 'dcs.serverSalt'),
    futureSalts: list(dc['futureSalts'], 'dcs.futureSalts', MAX_SALTS).map(entry => {
      const salt = object(entry, 'dcs.futureSalts')
      return {
        validSince: integer(salt['validSince'], 'dcs.futureSalts.validSince'),
        validUntil: integer(salt['validUntil'], 'dcs.futureSalts.validUntil'),
        salt: long(salt['salt'], 'dcs.futureSalts.salt'),
      }
    }),
    timeOffset: integer(dc['timeOffset'], 'dcs.timeOffset'),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('the file')
  }
}

function object(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(at)
  return value as Record<string, unknown>
}

function list(value: unknown, at: string, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) throw invalid(at)
  return value
}

function integer(value: unknown, at: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw invalid(at)
  return value
}

function flag(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw invalid(at)
  return value
}

/** A part of an address: nothing that a terminal would obey. */
function word(value: unknown, at: string): string {
  if (typeof value !== 'string' || value.length > MAX_HOST || !/^[!-~]+$/.test(value))
    throw invalid(at)
  return value
}

function long(value: unknown, at: string): bigint {
  if (typeof value !== 'string' || !/^-?\d{1,19}$/.test(value)) throw invalid(at)
  if (BigInt(value) !== BigInt.asIntN(64, BigInt(value))) throw invalid(at)
  return BigInt(value)
}

function key(value: unknown): Uint8Array {
  if (typeof value !== 'string' || !/^[0-9a-f]{512}$/.test(value)) throw invalid('dcs.authKey')
  return fromHex(value)
}

function invalid(at: string): MtprotoError {
  return new MtprotoError('ERR_STORAGE_INVALID', {
    at,
    advice: 'remove the file to start over, or take it from a backup',
  })
}
