// A program with QuickJS inside: an engine that has the language and nothing else. Scripts see ten functions as
// `native`, and the program calls the functions of their global `engine`; docs/embedding.md says when.
import assert from 'node:assert/strict'
import { pbkdf2 } from 'node:crypto'
import {
  DefaultIntrinsics,
  getQuickJS,
  type QuickJSContext,
  type QuickJSHandle,
} from 'quickjs-emscripten'
import type { Address, Socket } from '../../src/host/host.ts'
import { createHost } from '../../src/runtime/node/index.ts'

/** What crosses the border. */
type Value = number | string | Uint8Array | undefined

/** In bytes. */
const STACK = 2 ** 20

export class Embedded {
  readonly #vm: QuickJSContext
  readonly #host = createHost()
  readonly #sockets = new Map<number, Socket>()
  readonly #finished: (text: string) => void
  /** what the script says with `native.finish(text)` */
  readonly finished: Promise<string>
  #stored: string | undefined
  #timer: NodeJS.Timeout | undefined

  private constructor(vm: QuickJSContext) {
    this.#vm = vm
    const { promise, resolve } = withResolvers<string>()
    this.finished = promise
    this.#finished = resolve
  }

  /** Runs `script` in a fresh engine; `promises: false` is one that has none. */
  static async start(script: string, { promises = true } = {}): Promise<Embedded> {
    const quickJs = await getQuickJS()
    const vm = quickJs.newContext({
      intrinsics: { ...DefaultIntrinsics, Date: false, Promise: promises },
    })
    vm.runtime.setMaxStackSize(STACK)
    const embedded = new Embedded(vm)
    embedded.#expose()
    vm.unwrapResult(vm.evalCode('delete Math.random')).dispose()
    vm.unwrapResult(vm.evalCode(script, 'script.js', { type: 'global' })).dispose()
    return embedded
  }

  /** The names of all globals of the engine. */
  get globals(): string[] {
    const names = this.#vm.evalCode('JSON.stringify(Object.getOwnPropertyNames(globalThis))')
    return JSON.parse(this.#vm.unwrapResult(names).consume(text => this.#vm.getString(text)))
  }

  /** Calls a function of `engine`, and everything that becomes due by it. */
  call(name: string, ...args: Value[]): void {
    const vm = this.#vm
    if (!vm.alive) return
    const engine = vm.getProp(vm.global, 'engine')
    const method = vm.getProp(engine, name)
    const handles = args.map(value => this.#into(value))
    const result = vm.callFunction(method, engine, ...handles)
    for (const handle of [...handles, method, engine]) handle.dispose()
    vm.unwrapResult(result).dispose()
    vm.unwrapResult(vm.runtime.executePendingJobs())
  }

  stop(): void {
    clearTimeout(this.#timer)
    for (const socket of this.#sockets.values()) socket.close()
    this.#vm.dispose()
  }

  #expose(): void {
    const vm = this.#vm
    const natives: Record<string, (...args: never[]) => unknown> = {
      connect: (id: number, address: string) => this.#connect(id, JSON.parse(address)),
      write: (id: number, bytes: Uint8Array) => this.#sockets.get(id)?.write(bytes),
      close: (id: number) => this.#sockets.get(id)?.close(),
      wake: (delay: number) => this.#wake(delay),
      monotonic: () => performance.now(),
      unix: () => Date.now(),
      random: (length: number) => this.#host.random(length, 'padding'),
      load: () => this.#stored,
      save: (text: string) => {
        this.#stored = text
      },
      pbkdf2: (id: number, password: Uint8Array, salt: Uint8Array, iterations: number) =>
        pbkdf2(password, salt, iterations, 64, 'sha512', (error, key) => {
          assert.ifError(error)
          this.call('computed', id, key)
        }),
      finish: (text: string) => this.#finished(text),
    }
    const native = vm.newObject()
    for (const [name, run] of Object.entries(natives))
      vm.newFunction(name, (...args) => {
        const values = args.map(handle => this.#outOf(handle)) as never[]
        return this.#into(run(...values) as Value)
      }).consume(handle => vm.setProp(native, name, handle))
    native.consume(handle => vm.setProp(vm.global, 'native', handle))
  }

  #connect(id: number, address: Address): undefined {
    const socket = this.#host.connect(address, {
      opened: () => this.call('opened', id),
      received: bytes => this.call('received', id, bytes),
      closed: reason => {
        this.#sockets.delete(id)
        this.call('closed', id, reason)
      },
    })
    this.#sockets.set(id, socket)
  }

  #wake(delay: number): undefined {
    clearTimeout(this.#timer)
    if (Number.isFinite(delay)) this.#timer = setTimeout(() => this.call('woken'), delay)
  }

  #into(value: Value): QuickJSHandle {
    const vm = this.#vm
    if (typeof value === 'number') return vm.newNumber(value)
    if (typeof value === 'string') return vm.newString(value)
    return value === undefined ? vm.undefined : vm.newArrayBuffer(new Uint8Array(value).buffer)
  }

  #outOf(handle: QuickJSHandle): Value {
    const vm = this.#vm
    switch (vm.typeof(handle)) {
      case 'number':
        return vm.getNumber(handle)
      case 'string':
        return vm.getString(handle)
      case 'object':
        return vm.getArrayBuffer(handle).consume(({ value }) => new Uint8Array(value))
      default:
        return undefined
    }
  }
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>(settle => {
    resolve = settle
  })
  return { promise, resolve }
}
