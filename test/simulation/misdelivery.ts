// What a data centre does wrong with the messages it sends, as hooks on the stages of its links: it sends
// twice, out of order, a refusal in place of a result, or a transport error in place of a frame.
import { writeUint32LE } from '../../src/core/bytes/integers.ts'
import { complete, type EncryptedMessage } from '../../src/core/envelope/encrypted.ts'
import type { LinkStages } from '../../src/core/link/link.ts'
import type { Random } from '../../src/core/machine.ts'
import { decodeContainer, encodeContainer } from '../../src/core/session/container.ts'
import { constructorId, type Message } from '../../src/core/session/message.ts'
import { SERVICE } from '../../src/core/session/service.ts'
import { mtproto, type rpc_result } from '../../src/core/tl/generated/mtproto/index.ts'
import { decode, encode } from '../../src/core/tl/schema.ts'
import type { FrameRecord } from '../../src/core/transport/framing.ts'
import type { Coverage, Fault } from './coverage.ts'

/** What happens to the next message, result or frame that it can happen to. */
export type Mishap =
  | { readonly kind: 'send-twice' }
  | { readonly kind: 'answer-twice' }
  | { readonly kind: 'hold-back' }
  | { readonly kind: 'lose' }
  | { readonly kind: 'announce'; readonly isNew: boolean }
  | { readonly kind: 'refuse'; readonly code: number }
  | { readonly kind: 'transport-error'; readonly code: -404 | -429 }

/** Half a second, as the difference of two msg_ids. */
const HALF_SECOND = 2n ** 31n

export class Misdelivery {
  readonly #random: Random
  readonly #coverage: Coverage
  /** told of a call whose result will not arrive */
  readonly #denied: (reqMsgId: bigint) => void
  #waiting: Mishap[] = []
  readonly #heldBack = new Map<bigint, EncryptedMessage>()

  constructor(random: Random, coverage: Coverage, denied: (reqMsgId: bigint) => void) {
    this.#random = random
    this.#coverage = coverage
    this.#denied = denied
  }

  plan(mishap: Mishap): void {
    this.#waiting.push(mishap)
  }

  /** Connections come and go: what was held back is lost, since it cannot overtake what another one carries. */
  forget(): void {
    this.#heldBack.clear()
  }

  /** From now on everything is delivered as it should be. */
  end(): void {
    this.#waiting = []
  }

  readonly stages: LinkStages = {
    envelope: message => this.#envelope(message),
    frame: record => [this.#frame(record)],
  }

  #envelope(message: EncryptedMessage): EncryptedMessage[] {
    const late = this.#heldBack.get(message.sessionId)
    if (late !== undefined) {
      this.#heldBack.delete(message.sessionId)
      this.#coverage.fault('answers out of order')
      return [message, late]
    }
    if (this.#take('send-twice')) {
      this.#coverage.fault('message sent twice')
      return [message, message]
    }
    const result = itemsOf(message).find(isResult)
    if (result === undefined) return [message]
    if (this.#take('answer-twice')) {
      this.#coverage.fault('answer given twice')
      const msgId = message.msgId + HALF_SECOND
      const again = { ...message, msgId, seqNo: result.seqNo, body: result.body }
      return [message, complete(again, this.#random)]
    }
    if (result === message) {
      if (this.#take('lose')) {
        this.#coverage.fault('answer lost')
        return []
      }
      if (this.#take('hold-back')) {
        this.#heldBack.set(message.sessionId, message)
        return []
      }
      const announcement = this.#take('announce')
      if (announcement !== undefined) return [this.#announce(message, announcement.isNew)]
    }
    const refusal = this.#take('refuse')
    return refusal === undefined ? [message] : this.#refuse(message, result, refusal.code)
  }

  /** Says that there is an answer instead of sending it. */
  #announce(message: EncryptedMessage, isNew: boolean): EncryptedMessage {
    const { reqMsgId } = decode(mtproto, message.body) as rpc_result
    const about = { answerMsgId: message.msgId, bytes: message.body.length, status: 0 }
    this.#coverage.fault(
      isNew ? 'new answer announced instead of sent' : 'answer announced instead of sent',
    )
    const body = isNew
      ? encode(mtproto, { _: 'msg_new_detailed_info', ...about })
      : encode(mtproto, { _: 'msg_detailed_info', msgId: reqMsgId, ...about })
    const msgId = noticeAfter(message.msgId)
    return complete({ ...message, msgId, seqNo: message.seqNo - 1, body }, this.#random)
  }

  /** Sends a refusal of the call in place of its result. */
  #refuse(message: EncryptedMessage, result: Message, errorCode: number): EncryptedMessage[] {
    const { reqMsgId } = decode(mtproto, result.body) as rpc_result
    const named = { badMsgId: reqMsgId, badMsgSeqno: 1, errorCode }
    const body =
      errorCode === 48
        ? encode(mtproto, { _: 'bad_server_salt', ...named, newServerSalt: message.salt })
        : encode(mtproto, { _: 'bad_msg_notification', ...named })
    this.#denied(reqMsgId)
    this.#coverage.fault(`result replaced by code ${errorCode}` as Fault)
    const msgId = noticeAfter(message.msgId)
    const refusal = complete({ ...message, msgId, seqNo: result.seqNo - 1, body }, this.#random)
    if (result === message) return [refusal]
    const others = decodeContainer(message).filter(item => item.msgId !== result.msgId)
    return [complete({ ...message, body: encodeContainer(others) }, this.#random), refusal]
  }

  #frame(record: FrameRecord): FrameRecord {
    const error = this.#take('transport-error')
    if (error === undefined) return record
    this.#coverage.fault(`frame replaced by ${error.code}` as Fault)
    const payload = new Uint8Array(4)
    writeUint32LE(payload, 0, error.code)
    return { ...record, payload, length: 4, padding: new Uint8Array(0) }
  }

  #take<K extends Mishap['kind']>(kind: K): (Mishap & { readonly kind: K }) | undefined {
    const index = this.#waiting.findIndex(mishap => mishap.kind === kind)
    return index < 0 ? undefined : (this.#waiting.splice(index, 1)[0] as Mishap & { kind: K })
  }
}

/** The id of a message that is not an answer, half a second after another one. */
function noticeAfter(msgId: bigint): bigint {
  return ((msgId + HALF_SECOND) & ~3n) | 3n
}

function itemsOf(message: Message): readonly Message[] {
  const isContainer = constructorId(message.body) === SERVICE.msgContainer
  return isContainer ? decodeContainer(message) : [message]
}

function isResult({ body }: Message): boolean {
  return constructorId(body) === SERVICE.rpcResult
}
