// What the core tells, as lines of text: each message with its TL name, ids and size, and on request the
// annotated bytes below it. Bodies are shown as they were sent, tokens and password proofs included;
// no key ever reaches a trace.
import type { SchemaText } from '../compiler/declaration.ts'
import type { Direction, Trace, TraceEvent } from '../core/trace.ts'
import { interpret } from './interpreter.ts'
import type { Block, Node } from './node.ts'
import { formatBlock } from './print.ts'
import { count, visible } from './value.ts'
import { Vocabulary } from './vocabulary.ts'

export interface TextTraceOptions {
  /** takes one line, without a line break */
  readonly write: (line: string) => void
  /** the data centre at the other end, as it is to be named in each line */
  readonly dc: number | string
  /** whether the annotated bytes of each message follow it */
  readonly bytes: boolean
  /** what the messages are named and explained by; the earlier ones win */
  readonly schemas: readonly SchemaText[]
}

/** The fields that say most about a message, shown behind its name. */
const TELLING: ReadonlyMap<string, readonly string[]> = new Map([
  ['invokeWithLayer', ['layer']],
  ['rpc_result', ['req_msg_id']],
  ['rpc_error', ['error_code', 'error_message']],
  ['bad_msg_notification', ['error_code']],
  ['bad_server_salt', ['error_code']],
  ['auth.loginTokenMigrateTo', ['dc_id']],
])

/** The fields for whose sake an object exists; those that hold a call show it by their type. */
const CARRIED: ReadonlyMap<string, string> = new Map([
  ['rpc_result', 'result'],
  ['updateShort', 'update'],
])

/** Returns a sink for the events of one data centre's machine. It never throws unless `write` does. */
export function createTextTrace({ write, dc, bytes, schemas }: TextTraceOptions): Trace {
  const vocabulary = new Vocabulary(schemas)
  const say = (mark: string, text: string): void => write(`dc${dc} ${mark} ${visible(text)}`)
  const sessions: Partial<Record<Direction, bigint>> = {}
  const containers: Partial<Record<Direction, bigint>> = {}

  const message = (event: TraceEvent & { kind: 'plaintext' | 'message' }, notes: string): void => {
    const { body, msgId, direction } = event
    const block = { title: '', bytes: body, nodes: interpret(body, vocabulary, 'body') }
    const inside = event.kind === 'message' && event.container !== undefined
    const name = `${inside ? '  ' : ''}${title(block)}`
    say(ARROWS[direction], `${name}  msg_id=${msgId} ${notes}, ${count(body.length, 'byte')}`)
    if (bytes) for (const line of formatBlock(block, false)) write(line && `    ${line}`)
  }

  return event => {
    switch (event.kind) {
      case 'plaintext':
        message(event, 'not encrypted')
        break
      case 'message': {
        const { direction, sessionId, container, seqNo, msgId } = event
        if (sessions[direction] !== sessionId) say(ARROWS[direction], `session_id=${sessionId}`)
        sessions[direction] = sessionId
        if (container !== undefined && containers[direction] !== container)
          say(ARROWS[direction], `msg_container  msg_id=${container}`)
        containers[direction] = container ?? msgId
        message(event, `seqno=${seqNo}`)
        break
      }
      case 'transport':
        say(ARROWS.in, `transport: ${event.framing}${event.obfuscated ? ', obfuscated' : ''}`)
        break
      case 'transport-error':
        say(ARROWS[event.direction], `transport error ${event.code}`)
        break
      case 'rejected':
        say('✗', `rejected: ${event.error.message} [${event.error.code}]`)
        break
      case 'violation':
        say('!', `${event.rule} violated: ${event.detail}`)
        break
    }
  }
}

const ARROWS: Readonly<Record<Direction, string>> = { in: '←', out: '→' }

/** The names from the outside to the inside, such as `invokeWithLayer(223) > initConnection > help.getConfig`. */
export function title({ nodes }: Pick<Block, 'nodes'>): string {
  const names: string[] = []
  for (let node = nodes[0]; node !== undefined; node = within(node)) names.push(nameOf(node))
  return names.join(' > ')
}

function nameOf({ tlName, type, value, fault, children }: Node): string {
  if (tlName === undefined) return fault ? value : `${type}(${value})`
  const telling = children.filter(({ name }) => TELLING.get(tlName)?.includes(name))
  return telling.length === 0 ? tlName : `${tlName}(${telling.map(node => node.value).join(', ')})`
}

/** The call, result, update or packed object that a message exists for. */
function within({ tlName = '', children }: Node): Node | undefined {
  if (tlName === 'gzip_packed') return children[0]?.inner?.nodes[0]
  return children.find(({ name, type }) => type.startsWith('!') || name === CARRIED.get(tlName))
}
