// The interfaces of the web platform that this room uses, as far as it uses them. They are looked up when
// they are needed, never at import: an engine without them can load every module of this library.
// Source: the standards WebSockets, Web Cryptography, Indexed Database.
import { MtprotoError } from '../../core/errors.ts'

/** What is used of the global object beside timers and clocks; each may be missing. */
export interface Platform {
  readonly WebSocket?: new (url: string, protocol: string) => PlatformSocket
  readonly crypto?: {
    getRandomValues?(bytes: Uint8Array): Uint8Array
    /** in pages from this machine or over TLS, and in workers of such pages */
    readonly subtle?: PlatformSubtle
  }
  readonly indexedDB?: { open(name: string, version: number): PlatformOpening }
}

/** The global object of this engine. */
export function platform(): Platform {
  return globalThis as unknown as Platform
}

/** ERR_PLATFORM for an interface that is not there. */
export function missing(at: string, advice: string): MtprotoError {
  return new MtprotoError('ERR_PLATFORM', { at, advice })
}

export interface PlatformSocket {
  binaryType: string
  /** 1: open */
  readonly readyState: number
  onopen: (() => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null
  send(bytes: Uint8Array): void
  close(): void
}

export interface PlatformSubtle {
  importKey(
    format: 'raw',
    data: Uint8Array,
    algorithm: 'PBKDF2',
    extractable: false,
    usages: readonly ['deriveBits'],
  ): Promise<object>
  deriveBits(
    algorithm: {
      readonly name: 'PBKDF2'
      readonly hash: 'SHA-512'
      readonly salt: Uint8Array
      readonly iterations: number
    },
    key: object,
    bits: number,
  ): Promise<ArrayBuffer>
}

type Failure = { readonly message: string } | null

export interface PlatformRequest<T> {
  readonly result: T
  readonly error: Failure
  onsuccess: (() => void) | null
  onerror: (() => void) | null
}

export interface PlatformOpening extends PlatformRequest<PlatformDatabase> {
  onupgradeneeded: (() => void) | null
}

export interface PlatformDatabase {
  onversionchange: (() => void) | null
  onclose: (() => void) | null
  createObjectStore(name: string): object
  transaction(
    store: string,
    mode: 'readonly' | 'readwrite',
    options: { readonly durability: 'strict' },
  ): PlatformTransaction
  close(): void
}

export interface PlatformTransaction {
  readonly error: Failure
  objectStore(name: string): PlatformStore
  oncomplete: (() => void) | null
  onabort: (() => void) | null
}

export interface PlatformStore {
  get(key: string): PlatformRequest<unknown>
  put(value: unknown, key: string): PlatformRequest<unknown>
}
