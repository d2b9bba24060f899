// The root namespace of schema/mtproto.tl. Generated; edit the schema instead.

import type * as tl from '../../codec.ts'

/** ResPQ */
export type ResPQ = resPQ
export const ResPQ: tl.Boxed<ResPQ> = {
  name: 'ResPQ',
  constructors: () => [resPQ],
}

/** P_Q_inner_data */
export type P_Q_inner_data =
  | p_q_inner_data
  | p_q_inner_data_dc
  | p_q_inner_data_temp
  | p_q_inner_data_temp_dc
export const P_Q_inner_data: tl.Boxed<P_Q_inner_data> = {
  name: 'P_Q_inner_data',
  constructors: () => [
    p_q_inner_data,
    p_q_inner_data_dc,
    p_q_inner_data_temp,
    p_q_inner_data_temp_dc,
  ],
}

/** Server_DH_Params */
export type Server_DH_Params = server_DH_params_fail | server_DH_params_ok
export const Server_DH_Params: tl.Boxed<Server_DH_Params> = {
  name: 'Server_DH_Params',
  constructors: () => [server_DH_params_fail, server_DH_params_ok],
}

/** Server_DH_inner_data */
export type Server_DH_inner_data = server_DH_inner_data
export const Server_DH_inner_data: tl.Boxed<Server_DH_inner_data> = {
  name: 'Server_DH_inner_data',
  constructors: () => [server_DH_inner_data],
}

/** Client_DH_Inner_Data */
export type Client_DH_Inner_Data = client_DH_inner_data
export const Client_DH_Inner_Data: tl.Boxed<Client_DH_Inner_Data> = {
  name: 'Client_DH_Inner_Data',
  constructors: () => [client_DH_inner_data],
}

/** Set_client_DH_params_answer */
export type Set_client_DH_params_answer = dh_gen_ok | dh_gen_retry | dh_gen_fail
export const Set_client_DH_params_answer: tl.Boxed<Set_client_DH_params_answer> = {
  name: 'Set_client_DH_params_answer',
  constructors: () => [dh_gen_ok, dh_gen_retry, dh_gen_fail],
}

/** BindAuthKeyInner */
export type BindAuthKeyInner = bind_auth_key_inner
export const BindAuthKeyInner: tl.Boxed<BindAuthKeyInner> = {
  name: 'BindAuthKeyInner',
  constructors: () => [bind_auth_key_inner],
}

/** RpcResult */
export type RpcResult = rpc_result
export const RpcResult: tl.Boxed<RpcResult> = {
  name: 'RpcResult',
  constructors: () => [rpc_result],
}

/** RpcError */
export type RpcError = rpc_error
export const RpcError: tl.Boxed<RpcError> = {
  name: 'RpcError',
  constructors: () => [rpc_error],
}

/** RpcDropAnswer */
export type RpcDropAnswer = rpc_answer_unknown | rpc_answer_dropped_running | rpc_answer_dropped
export const RpcDropAnswer: tl.Boxed<RpcDropAnswer> = {
  name: 'RpcDropAnswer',
  constructors: () => [rpc_answer_unknown, rpc_answer_dropped_running, rpc_answer_dropped],
}

/** FutureSalt */
export type FutureSalt = future_salt
export const FutureSalt: tl.Boxed<FutureSalt> = {
  name: 'FutureSalt',
  constructors: () => [future_salt],
}

/** FutureSalts */
export type FutureSalts = future_salts
export const FutureSalts: tl.Boxed<FutureSalts> = {
  name: 'FutureSalts',
  constructors: () => [future_salts],
}

/** Pong */
export type Pong = pong
export const Pong: tl.Boxed<Pong> = {
  name: 'Pong',
  constructors: () => [pong],
}

/** DestroySessionRes */
export type DestroySessionRes = destroy_session_ok | destroy_session_none
export const DestroySessionRes: tl.Boxed<DestroySessionRes> = {
  name: 'DestroySessionRes',
  constructors: () => [destroy_session_ok, destroy_session_none],
}

/** NewSession */
export type NewSession = new_session_created
export const NewSession: tl.Boxed<NewSession> = {
  name: 'NewSession',
  constructors: () => [new_session_created],
}

/** DestroyAuthKeyRes */
export type DestroyAuthKeyRes = destroy_auth_key_ok | destroy_auth_key_none | destroy_auth_key_fail
export const DestroyAuthKeyRes: tl.Boxed<DestroyAuthKeyRes> = {
  name: 'DestroyAuthKeyRes',
  constructors: () => [destroy_auth_key_ok, destroy_auth_key_none, destroy_auth_key_fail],
}

/** Message */
export type Message = message
export const Message: tl.Boxed<Message> = {
  name: 'Message',
  constructors: () => [message],
}

/** MessageContainer */
export type MessageContainer = msg_container
export const MessageContainer: tl.Boxed<MessageContainer> = {
  name: 'MessageContainer',
  constructors: () => [msg_container],
}

/** MessageCopy */
export type MessageCopy = msg_copy
export const MessageCopy: tl.Boxed<MessageCopy> = {
  name: 'MessageCopy',
  constructors: () => [msg_copy],
}

/** MsgsAck */
export type MsgsAck = msgs_ack
export const MsgsAck: tl.Boxed<MsgsAck> = {
  name: 'MsgsAck',
  constructors: () => [msgs_ack],
}

/** BadMsgNotification */
export type BadMsgNotification = bad_msg_notification | bad_server_salt
export const BadMsgNotification: tl.Boxed<BadMsgNotification> = {
  name: 'BadMsgNotification',
  constructors: () => [bad_msg_notification, bad_server_salt],
}

/** MsgsStateReq */
export type MsgsStateReq = msgs_state_req
export const MsgsStateReq: tl.Boxed<MsgsStateReq> = {
  name: 'MsgsStateReq',
  constructors: () => [msgs_state_req],
}

/** MsgsStateInfo */
export type MsgsStateInfo = msgs_state_info
export const MsgsStateInfo: tl.Boxed<MsgsStateInfo> = {
  name: 'MsgsStateInfo',
  constructors: () => [msgs_state_info],
}

/** MsgsAllInfo */
export type MsgsAllInfo = msgs_all_info
export const MsgsAllInfo: tl.Boxed<MsgsAllInfo> = {
  name: 'MsgsAllInfo',
  constructors: () => [msgs_all_info],
}

/** MsgDetailedInfo */
export type MsgDetailedInfo = msg_detailed_info | msg_new_detailed_info
export const MsgDetailedInfo: tl.Boxed<MsgDetailedInfo> = {
  name: 'MsgDetailedInfo',
  constructors: () => [msg_detailed_info, msg_new_detailed_info],
}

/** MsgResendReq */
export type MsgResendReq = msg_resend_req | msg_resend_ans_req
export const MsgResendReq: tl.Boxed<MsgResendReq> = {
  name: 'MsgResendReq',
  constructors: () => [msg_resend_req, msg_resend_ans_req],
}

/** HttpWait */
export type HttpWait = http_wait
export const HttpWait: tl.Boxed<HttpWait> = {
  name: 'HttpWait',
  constructors: () => [http_wait],
}

/**
 * resPQ#05162463 nonce:int128 server_nonce:int128 pq:bytes
 * server_public_key_fingerprints:Vector<long> = ResPQ
 */
export interface resPQ {
  _: 'resPQ'
  nonce: Uint8Array
  serverNonce: Uint8Array
  pq: Uint8Array
  serverPublicKeyFingerprints: readonly bigint[]
}
export const resPQ: tl.Constructor<resPQ> = {
  name: 'resPQ',
  id: 0x05162463,
  read(r) {
    return {
      _: 'resPQ',
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      pq: r.bytes('pq'),
      serverPublicKeyFingerprints: r.vector(r => r.long(), 'serverPublicKeyFingerprints'),
    }
  },
  write(w, value) {
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.bytes(value.pq, 'pq')
    w.vector(
      value.serverPublicKeyFingerprints,
      (w, item) => w.long(item),
      'serverPublicKeyFingerprints',
    )
  },
}

/**
 * p_q_inner_data#83c95aec pq:bytes p:bytes q:bytes nonce:int128 server_nonce:int128
 * new_nonce:int256 = P_Q_inner_data
 */
export interface p_q_inner_data {
  _: 'p_q_inner_data'
  pq: Uint8Array
  p: Uint8Array
  q: Uint8Array
  nonce: Uint8Array
  serverNonce: Uint8Array
  newNonce: Uint8Array
}
export const p_q_inner_data: tl.Constructor<p_q_inner_data> = {
  name: 'p_q_inner_data',
  id: 0x83c95aec,
  read(r) {
    return {
      _: 'p_q_inner_data',
      pq: r.bytes('pq'),
      p: r.bytes('p'),
      q: r.bytes('q'),
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      newNonce: r.int256('newNonce'),
    }
  },
  write(w, value) {
    w.bytes(value.pq, 'pq')
    w.bytes(value.p, 'p')
    w.bytes(value.q, 'q')
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.int256(value.newNonce, 'newNonce')
  },
}

/**
 * p_q_inner_data_dc#a9f55f95 pq:bytes p:bytes q:bytes nonce:int128 server_nonce:int128
 * new_nonce:int256 dc:int = P_Q_inner_data
 */
export interface p_q_inner_data_dc {
  _: 'p_q_inner_data_dc'
  pq: Uint8Array
  p: Uint8Array
  q: Uint8Array
  nonce: Uint8Array
  serverNonce: Uint8Array
  newNonce: Uint8Array
  dc: number
}
export const p_q_inner_data_dc: tl.Constructor<p_q_inner_data_dc> = {
  name: 'p_q_inner_data_dc',
  id: 0xa9f55f95,
  read(r) {
    return {
      _: 'p_q_inner_data_dc',
      pq: r.bytes('pq'),
      p: r.bytes('p'),
      q: r.bytes('q'),
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      newNonce: r.int256('newNonce'),
      dc: r.int('dc'),
    }
  },
  write(w, value) {
    w.bytes(value.pq, 'pq')
    w.bytes(value.p, 'p')
    w.bytes(value.q, 'q')
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.int256(value.newNonce, 'newNonce')
    w.int(value.dc, 'dc')
  },
}

/**
 * p_q_inner_data_temp#3c6a84d4 pq:bytes p:bytes q:bytes nonce:int128 server_nonce:int128
 * new_nonce:int256 expires_in:int = P_Q_inner_data
 */
export interface p_q_inner_data_temp {
  _: 'p_q_inner_data_temp'
  pq: Uint8Array
  p: Uint8Array
  q: Uint8Array
  nonce: Uint8Array
  serverNonce: Uint8Array
  newNonce: Uint8Array
  expiresIn: number
}
export const p_q_inner_data_temp: tl.Constructor<p_q_inner_data_temp> = {
  name: 'p_q_inner_data_temp',
  id: 0x3c6a84d4,
  read(r) {
    return {
      _: 'p_q_inner_data_temp',
      pq: r.bytes('pq'),
      p: r.bytes('p'),
      q: r.bytes('q'),
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      newNonce: r.int256('newNonce'),
      expiresIn: r.int('expiresIn'),
    }
  },
  write(w, value) {
    w.bytes(value.pq, 'pq')
    w.bytes(value.p, 'p')
    w.bytes(value.q, 'q')
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.int256(value.newNonce, 'newNonce')
    w.int(value.expiresIn, 'expiresIn')
  },
}

/**
 * p_q_inner_data_temp_dc#56fddf88 pq:bytes p:bytes q:bytes nonce:int128 server_nonce:int128
 * new_nonce:int256 dc:int expires_in:int = P_Q_inner_data
 */
export interface p_q_inner_data_temp_dc {
  _: 'p_q_inner_data_temp_dc'
  pq: Uint8Array
  p: Uint8Array
  q: Uint8Array
  nonce: Uint8Array
  serverNonce: Uint8Array
  newNonce: Uint8Array
  dc: number
  expiresIn: number
}
export const p_q_inner_data_temp_dc: tl.Constructor<p_q_inner_data_temp_dc> = {
  name: 'p_q_inner_data_temp_dc',
  id: 0x56fddf88,
  read(r) {
    return {
      _: 'p_q_inner_data_temp_dc',
      pq: r.bytes('pq'),
      p: r.bytes('p'),
      q: r.bytes('q'),
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      newNonce: r.int256('newNonce'),
      dc: r.int('dc'),
      expiresIn: r.int('expiresIn'),
    }
  },
  write(w, value) {
    w.bytes(value.pq, 'pq')
    w.bytes(value.p, 'p')
    w.bytes(value.q, 'q')
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.int256(value.newNonce, 'newNonce')
    w.int(value.dc, 'dc')
    w.int(value.expiresIn, 'expiresIn')
  },
}

/**
 * server_DH_params_fail#79cb045d nonce:int128 server_nonce:int128 new_nonce_hash:int128 =
 * Server_DH_Params
 */
export interface server_DH_params_fail {
  _: 'server_DH_params_fail'
  nonce: Uint8Array
  serverNonce: Uint8Array
  newNonceHash: Uint8Array
}
export const server_DH_params_fail: tl.Constructor<server_DH_params_fail> = {
  name: 'server_DH_params_fail',
  id: 0x79cb045d,
  read(r) {
    return {
      _: 'server_DH_params_fail',
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      newNonceHash: r.int128('newNonceHash'),
    }
  },
  write(w, value) {
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.int128(value.newNonceHash, 'newNonceHash')
  },
}

/**
 * server_DH_params_ok#d0e8075c nonce:int128 server_nonce:int128 encrypted_answer:bytes =
 * Server_DH_Params
 */
export interface server_DH_params_ok {
  _: 'server_DH_params_ok'
  nonce: Uint8Array
  serverNonce: Uint8Array
  encryptedAnswer: Uint8Array
}
export const server_DH_params_ok: tl.Constructor<server_DH_params_ok> = {
  name: 'server_DH_params_ok',
  id: 0xd0e8075c,
  read(r) {
    return {
      _: 'server_DH_params_ok',
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      encryptedAnswer: r.bytes('encryptedAnswer'),
    }
  },
  write(w, value) {
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.bytes(value.encryptedAnswer, 'encryptedAnswer')
  },
}

/**
 * server_DH_inner_data#b5890dba nonce:int128 server_nonce:int128 g:int dh_prime:bytes g_a:bytes
 * server_time:int = Server_DH_inner_data
 */
export interface server_DH_inner_data {
  _: 'server_DH_inner_data'
  nonce: Uint8Array
  serverNonce: Uint8Array
  g: number
  dhPrime: Uint8Array
  gA: Uint8Array
  serverTime: number
}
export const server_DH_inner_data: tl.Constructor<server_DH_inner_data> = {
  name: 'server_DH_inner_data',
  id: 0xb5890dba,
  read(r) {
    return {
      _: 'server_DH_inner_data',
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      g: r.int('g'),
      dhPrime: r.bytes('dhPrime'),
      gA: r.bytes('gA'),
      serverTime: r.int('serverTime'),
    }
  },
  write(w, value) {
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.int(value.g, 'g')
    w.bytes(value.dhPrime, 'dhPrime')
    w.bytes(value.gA, 'gA')
    w.int(value.serverTime, 'serverTime')
  },
}

/**
 * client_DH_inner_data#6643b654 nonce:int128 server_nonce:int128 retry_id:long g_b:bytes =
 * Client_DH_Inner_Data
 */
export interface client_DH_inner_data {
  _: 'client_DH_inner_data'
  nonce: Uint8Array
  serverNonce: Uint8Array
  retryId: bigint
  gB: Uint8Array
}
export const client_DH_inner_data: tl.Constructor<client_DH_inner_data> = {
  name: 'client_DH_inner_data',
  id: 0x6643b654,
  read(r) {
    return {
      _: 'client_DH_inner_data',
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      retryId: r.long('retryId'),
      gB: r.bytes('gB'),
    }
  },
  write(w, value) {
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.long(value.retryId, 'retryId')
    w.bytes(value.gB, 'gB')
  },
}

/**
 * dh_gen_ok#3bcbf734 nonce:int128 server_nonce:int128 new_nonce_hash1:int128 =
 * Set_client_DH_params_answer
 */
export interface dh_gen_ok {
  _: 'dh_gen_ok'
  nonce: Uint8Array
  serverNonce: Uint8Array
  newNonceHash1: Uint8Array
}
export const dh_gen_ok: tl.Constructor<dh_gen_ok> = {
  name: 'dh_gen_ok',
  id: 0x3bcbf734,
  read(r) {
    return {
      _: 'dh_gen_ok',
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      newNonceHash1: r.int128('newNonceHash1'),
    }
  },
  write(w, value) {
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.int128(value.newNonceHash1, 'newNonceHash1')
  },
}

/**
 * dh_gen_retry#46dc1fb9 nonce:int128 server_nonce:int128 new_nonce_hash2:int128 =
 * Set_client_DH_params_answer
 */
export interface dh_gen_retry {
  _: 'dh_gen_retry'
  nonce: Uint8Array
  serverNonce: Uint8Array
  newNonceHash2: Uint8Array
}
export const dh_gen_retry: tl.Constructor<dh_gen_retry> = {
  name: 'dh_gen_retry',
  id: 0x46dc1fb9,
  read(r) {
    return {
      _: 'dh_gen_retry',
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      newNonceHash2: r.int128('newNonceHash2'),
    }
  },
  write(w, value) {
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.int128(value.newNonceHash2, 'newNonceHash2')
  },
}

/**
 * dh_gen_fail#a69dae02 nonce:int128 server_nonce:int128 new_nonce_hash3:int128 =
 * Set_client_DH_params_answer
 */
export interface dh_gen_fail {
  _: 'dh_gen_fail'
  nonce: Uint8Array
  serverNonce: Uint8Array
  newNonceHash3: Uint8Array
}
export const dh_gen_fail: tl.Constructor<dh_gen_fail> = {
  name: 'dh_gen_fail',
  id: 0xa69dae02,
  read(r) {
    return {
      _: 'dh_gen_fail',
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      newNonceHash3: r.int128('newNonceHash3'),
    }
  },
  write(w, value) {
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.int128(value.newNonceHash3, 'newNonceHash3')
  },
}

/**
 * bind_auth_key_inner#75a3f765 nonce:long temp_auth_key_id:long perm_auth_key_id:long
 * temp_session_id:long expires_at:int = BindAuthKeyInner
 */
export interface bind_auth_key_inner {
  _: 'bind_auth_key_inner'
  nonce: bigint
  tempAuthKeyId: bigint
  permAuthKeyId: bigint
  tempSessionId: bigint
  expiresAt: number
}
export const bind_auth_key_inner: tl.Constructor<bind_auth_key_inner> = {
  name: 'bind_auth_key_inner',
  id: 0x75a3f765,
  read(r) {
    return {
      _: 'bind_auth_key_inner',
      nonce: r.long('nonce'),
      tempAuthKeyId: r.long('tempAuthKeyId'),
      permAuthKeyId: r.long('permAuthKeyId'),
      tempSessionId: r.long('tempSessionId'),
      expiresAt: r.int('expiresAt'),
    }
  },
  write(w, value) {
    w.long(value.nonce, 'nonce')
    w.long(value.tempAuthKeyId, 'tempAuthKeyId')
    w.long(value.permAuthKeyId, 'permAuthKeyId')
    w.long(value.tempSessionId, 'tempSessionId')
    w.int(value.expiresAt, 'expiresAt')
  },
}

/** rpc_result#f35c6d01 req_msg_id:long result:Object = RpcResult */
export interface rpc_result {
  _: 'rpc_result'
  reqMsgId: bigint
  result: Uint8Array
}
export const rpc_result: tl.Constructor<rpc_result> = {
  name: 'rpc_result',
  id: 0xf35c6d01,
  read(r) {
    return {
      _: 'rpc_result',
      reqMsgId: r.long('reqMsgId'),
      result: r.raw('result'),
    }
  },
  write(w, value) {
    w.long(value.reqMsgId, 'reqMsgId')
    w.raw(value.result, 'result')
  },
}

/** rpc_error#2144ca19 error_code:int error_message:string = RpcError */
export interface rpc_error {
  _: 'rpc_error'
  errorCode: number
  errorMessage: string
}
export const rpc_error: tl.Constructor<rpc_error> = {
  name: 'rpc_error',
  id: 0x2144ca19,
  read(r) {
    return {
      _: 'rpc_error',
      errorCode: r.int('errorCode'),
      errorMessage: r.string('errorMessage'),
    }
  },
  write(w, value) {
    w.int(value.errorCode, 'errorCode')
    w.string(value.errorMessage, 'errorMessage')
  },
}

/** rpc_answer_unknown#5e2ad36e = RpcDropAnswer */
export interface rpc_answer_unknown {
  _: 'rpc_answer_unknown'
}
export const rpc_answer_unknown: tl.Constructor<rpc_answer_unknown> = {
  name: 'rpc_answer_unknown',
  id: 0x5e2ad36e,
  read() {
    return { _: 'rpc_answer_unknown' }
  },
  write() {},
}

/** rpc_answer_dropped_running#cd78e586 = RpcDropAnswer */
export interface rpc_answer_dropped_running {
  _: 'rpc_answer_dropped_running'
}
export const rpc_answer_dropped_running: tl.Constructor<rpc_answer_dropped_running> = {
  name: 'rpc_answer_dropped_running',
  id: 0xcd78e586,
  read() {
    return { _: 'rpc_answer_dropped_running' }
  },
  write() {},
}

/** rpc_answer_dropped#a43ad8b7 msg_id:long seq_no:int bytes:int = RpcDropAnswer */
export interface rpc_answer_dropped {
  _: 'rpc_answer_dropped'
  msgId: bigint
  seqNo: number
  bytes: number
}
export const rpc_answer_dropped: tl.Constructor<rpc_answer_dropped> = {
  name: 'rpc_answer_dropped',
  id: 0xa43ad8b7,
  read(r) {
    return {
      _: 'rpc_answer_dropped',
      msgId: r.long('msgId'),
      seqNo: r.int('seqNo'),
      bytes: r.int('bytes'),
    }
  },
  write(w, value) {
    w.long(value.msgId, 'msgId')
    w.int(value.seqNo, 'seqNo')
    w.int(value.bytes, 'bytes')
  },
}

/** future_salt#0949d9dc valid_since:int valid_until:int salt:long = FutureSalt */
export interface future_salt {
  _: 'future_salt'
  validSince: number
  validUntil: number
  salt: bigint
}
export const future_salt: tl.Constructor<future_salt> = {
  name: 'future_salt',
  id: 0x0949d9dc,
  read(r) {
    return {
      _: 'future_salt',
      validSince: r.int('validSince'),
      validUntil: r.int('validUntil'),
      salt: r.long('salt'),
    }
  },
  write(w, value) {
    w.int(value.validSince, 'validSince')
    w.int(value.validUntil, 'validUntil')
    w.long(value.salt, 'salt')
  },
}

/** future_salts#ae500895 req_msg_id:long now:int salts:vector<future_salt> = FutureSalts */
export interface future_salts {
  _: 'future_salts'
  reqMsgId: bigint
  now: number
  salts: readonly future_salt[]
}
export const future_salts: tl.Constructor<future_salts> = {
  name: 'future_salts',
  id: 0xae500895,
  read(r) {
    return {
      _: 'future_salts',
      reqMsgId: r.long('reqMsgId'),
      now: r.int('now'),
      salts: r.bareVector(r => r.bare(future_salt), 'salts'),
    }
  },
  write(w, value) {
    w.long(value.reqMsgId, 'reqMsgId')
    w.int(value.now, 'now')
    w.bareVector(value.salts, (w, item) => w.bare(item, future_salt), 'salts')
  },
}

/** pong#347773c5 msg_id:long ping_id:long = Pong */
export interface pong {
  _: 'pong'
  msgId: bigint
  pingId: bigint
}
export const pong: tl.Constructor<pong> = {
  name: 'pong',
  id: 0x347773c5,
  read(r) {
    return {
      _: 'pong',
      msgId: r.long('msgId'),
      pingId: r.long('pingId'),
    }
  },
  write(w, value) {
    w.long(value.msgId, 'msgId')
    w.long(value.pingId, 'pingId')
  },
}

/** destroy_session_ok#e22045fc session_id:long = DestroySessionRes */
export interface destroy_session_ok {
  _: 'destroy_session_ok'
  sessionId: bigint
}
export const destroy_session_ok: tl.Constructor<destroy_session_ok> = {
  name: 'destroy_session_ok',
  id: 0xe22045fc,
  read(r) {
    return {
      _: 'destroy_session_ok',
      sessionId: r.long('sessionId'),
    }
  },
  write(w, value) {
    w.long(value.sessionId, 'sessionId')
  },
}

/** destroy_session_none#62d350c9 session_id:long = DestroySessionRes */
export interface destroy_session_none {
  _: 'destroy_session_none'
  sessionId: bigint
}
export const destroy_session_none: tl.Constructor<destroy_session_none> = {
  name: 'destroy_session_none',
  id: 0x62d350c9,
  read(r) {
    return {
      _: 'destroy_session_none',
      sessionId: r.long('sessionId'),
    }
  },
  write(w, value) {
    w.long(value.sessionId, 'sessionId')
  },
}

/** new_session_created#9ec20908 first_msg_id:long unique_id:long server_salt:long = NewSession */
export interface new_session_created {
  _: 'new_session_created'
  firstMsgId: bigint
  uniqueId: bigint
  serverSalt: bigint
}
export const new_session_created: tl.Constructor<new_session_created> = {
  name: 'new_session_created',
  id: 0x9ec20908,
  read(r) {
    return {
      _: 'new_session_created',
      firstMsgId: r.long('firstMsgId'),
      uniqueId: r.long('uniqueId'),
      serverSalt: r.long('serverSalt'),
    }
  },
  write(w, value) {
    w.long(value.firstMsgId, 'firstMsgId')
    w.long(value.uniqueId, 'uniqueId')
    w.long(value.serverSalt, 'serverSalt')
  },
}

/** destroy_auth_key_ok#f660e1d4 = DestroyAuthKeyRes */
export interface destroy_auth_key_ok {
  _: 'destroy_auth_key_ok'
}
export const destroy_auth_key_ok: tl.Constructor<destroy_auth_key_ok> = {
  name: 'destroy_auth_key_ok',
  id: 0xf660e1d4,
  read() {
    return { _: 'destroy_auth_key_ok' }
  },
  write() {},
}

/** destroy_auth_key_none#0a9f2259 = DestroyAuthKeyRes */
export interface destroy_auth_key_none {
  _: 'destroy_auth_key_none'
}
export const destroy_auth_key_none: tl.Constructor<destroy_auth_key_none> = {
  name: 'destroy_auth_key_none',
  id: 0x0a9f2259,
  read() {
    return { _: 'destroy_auth_key_none' }
  },
  write() {},
}

/** destroy_auth_key_fail#ea109b13 = DestroyAuthKeyRes */
export interface destroy_auth_key_fail {
  _: 'destroy_auth_key_fail'
}
export const destroy_auth_key_fail: tl.Constructor<destroy_auth_key_fail> = {
  name: 'destroy_auth_key_fail',
  id: 0xea109b13,
  read() {
    return { _: 'destroy_auth_key_fail' }
  },
  write() {},
}

/** message#5bb8e511 msg_id:long seqno:int bytes:int body:Object = Message */
export interface message {
  _: 'message'
  msgId: bigint
  seqno: number
  bytes: number
  body: Uint8Array
}
export const message: tl.Constructor<message> = {
  name: 'message',
  id: 0x5bb8e511,
  read(r) {
    const value = { _: 'message' } as message
    value.msgId = r.long('msgId')
    value.seqno = r.int('seqno')
    value.bytes = r.int('bytes')
    value.body = r.raw('body', value.bytes)
    return value
  },
  write(w, value) {
    w.long(value.msgId, 'msgId')
    w.int(value.seqno, 'seqno')
    w.int(value.bytes, 'bytes')
    w.raw(value.body, 'body', value.bytes)
  },
}

/** msg_container#73f1f8dc messages:vector<message> = MessageContainer */
export interface msg_container {
  _: 'msg_container'
  messages: readonly message[]
}
export const msg_container: tl.Constructor<msg_container> = {
  name: 'msg_container',
  id: 0x73f1f8dc,
  read(r) {
    return {
      _: 'msg_container',
      messages: r.bareVector(r => r.bare(message), 'messages'),
    }
  },
  write(w, value) {
    w.bareVector(value.messages, (w, item) => w.bare(item, message), 'messages')
  },
}

/** msg_copy#e06046b2 orig_message:Message = MessageCopy */
export interface msg_copy {
  _: 'msg_copy'
  origMessage: Message
}
export const msg_copy: tl.Constructor<msg_copy> = {
  name: 'msg_copy',
  id: 0xe06046b2,
  read(r) {
    return {
      _: 'msg_copy',
      origMessage: r.boxed(Message, 'origMessage'),
    }
  },
  write(w, value) {
    w.boxed(value.origMessage, Message, 'origMessage')
  },
}

/** gzip_packed#3072cfa1 packed_data:bytes = Object */
export interface gzip_packed {
  _: 'gzip_packed'
  packedData: Uint8Array
}
export const gzip_packed: tl.Constructor<gzip_packed> = {
  name: 'gzip_packed',
  id: 0x3072cfa1,
  read(r) {
    return {
      _: 'gzip_packed',
      packedData: r.bytes('packedData'),
    }
  },
  write(w, value) {
    w.bytes(value.packedData, 'packedData')
  },
}

/** msgs_ack#62d6b459 msg_ids:Vector<long> = MsgsAck */
export interface msgs_ack {
  _: 'msgs_ack'
  msgIds: readonly bigint[]
}
export const msgs_ack: tl.Constructor<msgs_ack> = {
  name: 'msgs_ack',
  id: 0x62d6b459,
  read(r) {
    return {
      _: 'msgs_ack',
      msgIds: r.vector(r => r.long(), 'msgIds'),
    }
  },
  write(w, value) {
    w.vector(value.msgIds, (w, item) => w.long(item), 'msgIds')
  },
}

/**
 * bad_msg_notification#a7eff811 bad_msg_id:long bad_msg_seqno:int error_code:int =
 * BadMsgNotification
 */
export interface bad_msg_notification {
  _: 'bad_msg_notification'
  badMsgId: bigint
  badMsgSeqno: number
  errorCode: number
}
export const bad_msg_notification: tl.Constructor<bad_msg_notification> = {
  name: 'bad_msg_notification',
  id: 0xa7eff811,
  read(r) {
    return {
      _: 'bad_msg_notification',
      badMsgId: r.long('badMsgId'),
      badMsgSeqno: r.int('badMsgSeqno'),
      errorCode: r.int('errorCode'),
    }
  },
  write(w, value) {
    w.long(value.badMsgId, 'badMsgId')
    w.int(value.badMsgSeqno, 'badMsgSeqno')
    w.int(value.errorCode, 'errorCode')
  },
}

/**
 * bad_server_salt#edab447b bad_msg_id:long bad_msg_seqno:int error_code:int new_server_salt:long =
 * BadMsgNotification
 */
export interface bad_server_salt {
  _: 'bad_server_salt'
  badMsgId: bigint
  badMsgSeqno: number
  errorCode: number
  newServerSalt: bigint
}
export const bad_server_salt: tl.Constructor<bad_server_salt> = {
  name: 'bad_server_salt',
  id: 0xedab447b,
  read(r) {
    return {
      _: 'bad_server_salt',
      badMsgId: r.long('badMsgId'),
      badMsgSeqno: r.int('badMsgSeqno'),
      errorCode: r.int('errorCode'),
      newServerSalt: r.long('newServerSalt'),
    }
  },
  write(w, value) {
    w.long(value.badMsgId, 'badMsgId')
    w.int(value.badMsgSeqno, 'badMsgSeqno')
    w.int(value.errorCode, 'errorCode')
    w.long(value.newServerSalt, 'newServerSalt')
  },
}

/** msgs_state_req#da69fb52 msg_ids:Vector<long> = MsgsStateReq */
export interface msgs_state_req {
  _: 'msgs_state_req'
  msgIds: readonly bigint[]
}
export const msgs_state_req: tl.Constructor<msgs_state_req> = {
  name: 'msgs_state_req',
  id: 0xda69fb52,
  read(r) {
    return {
      _: 'msgs_state_req',
      msgIds: r.vector(r => r.long(), 'msgIds'),
    }
  },
  write(w, value) {
    w.vector(value.msgIds, (w, item) => w.long(item), 'msgIds')
  },
}

/** msgs_state_info#04deb57d req_msg_id:long info:bytes = MsgsStateInfo */
export interface msgs_state_info {
  _: 'msgs_state_info'
  reqMsgId: bigint
  info: Uint8Array
}
export const msgs_state_info: tl.Constructor<msgs_state_info> = {
  name: 'msgs_state_info',
  id: 0x04deb57d,
  read(r) {
    return {
      _: 'msgs_state_info',
      reqMsgId: r.long('reqMsgId'),
      info: r.bytes('info'),
    }
  },
  write(w, value) {
    w.long(value.reqMsgId, 'reqMsgId')
    w.bytes(value.info, 'info')
  },
}

/** msgs_all_info#8cc0d131 msg_ids:Vector<long> info:bytes = MsgsAllInfo */
export interface msgs_all_info {
  _: 'msgs_all_info'
  msgIds: readonly bigint[]
  info: Uint8Array
}
export const msgs_all_info: tl.Constructor<msgs_all_info> = {
  name: 'msgs_all_info',
  id: 0x8cc0d131,
  read(r) {
    return {
      _: 'msgs_all_info',
      msgIds: r.vector(r => r.long(), 'msgIds'),
      info: r.bytes('info'),
    }
  },
  write(w, value) {
    w.vector(value.msgIds, (w, item) => w.long(item), 'msgIds')
    w.bytes(value.info, 'info')
  },
}

/**
 * msg_detailed_info#276d3ec6 msg_id:long answer_msg_id:long bytes:int status:int = MsgDetailedInfo
 */
export interface msg_detailed_info {
  _: 'msg_detailed_info'
  msgId: bigint
  answerMsgId: bigint
  bytes: number
  status: number
}
export const msg_detailed_info: tl.Constructor<msg_detailed_info> = {
  name: 'msg_detailed_info',
  id: 0x276d3ec6,
  read(r) {
    return {
      _: 'msg_detailed_info',
      msgId: r.long('msgId'),
      answerMsgId: r.long('answerMsgId'),
      bytes: r.int('bytes'),
      status: r.int('status'),
    }
  },
  write(w, value) {
    w.long(value.msgId, 'msgId')
    w.long(value.answerMsgId, 'answerMsgId')
    w.int(value.bytes, 'bytes')
    w.int(value.status, 'status')
  },
}

/** msg_new_detailed_info#809db6df answer_msg_id:long bytes:int status:int = MsgDetailedInfo */
export interface msg_new_detailed_info {
  _: 'msg_new_detailed_info'
  answerMsgId: bigint
  bytes: number
  status: number
}
export const msg_new_detailed_info: tl.Constructor<msg_new_detailed_info> = {
  name: 'msg_new_detailed_info',
  id: 0x809db6df,
  read(r) {
    return {
      _: 'msg_new_detailed_info',
      answerMsgId: r.long('answerMsgId'),
      bytes: r.int('bytes'),
      status: r.int('status'),
    }
  },
  write(w, value) {
    w.long(value.answerMsgId, 'answerMsgId')
    w.int(value.bytes, 'bytes')
    w.int(value.status, 'status')
  },
}

/** msg_resend_req#7d861a08 msg_ids:Vector<long> = MsgResendReq */
export interface msg_resend_req {
  _: 'msg_resend_req'
  msgIds: readonly bigint[]
}
export const msg_resend_req: tl.Constructor<msg_resend_req> = {
  name: 'msg_resend_req',
  id: 0x7d861a08,
  read(r) {
    return {
      _: 'msg_resend_req',
      msgIds: r.vector(r => r.long(), 'msgIds'),
    }
  },
  write(w, value) {
    w.vector(value.msgIds, (w, item) => w.long(item), 'msgIds')
  },
}

/** msg_resend_ans_req#8610baeb msg_ids:Vector<long> = MsgResendReq */
export interface msg_resend_ans_req {
  _: 'msg_resend_ans_req'
  msgIds: readonly bigint[]
}
export const msg_resend_ans_req: tl.Constructor<msg_resend_ans_req> = {
  name: 'msg_resend_ans_req',
  id: 0x8610baeb,
  read(r) {
    return {
      _: 'msg_resend_ans_req',
      msgIds: r.vector(r => r.long(), 'msgIds'),
    }
  },
  write(w, value) {
    w.vector(value.msgIds, (w, item) => w.long(item), 'msgIds')
  },
}

/** http_wait#9299359f max_delay:int wait_after:int max_wait:int = HttpWait */
export interface http_wait {
  _: 'http_wait'
  maxDelay: number
  waitAfter: number
  maxWait: number
}
export const http_wait: tl.Constructor<http_wait> = {
  name: 'http_wait',
  id: 0x9299359f,
  read(r) {
    return {
      _: 'http_wait',
      maxDelay: r.int('maxDelay'),
      waitAfter: r.int('waitAfter'),
      maxWait: r.int('maxWait'),
    }
  },
  write(w, value) {
    w.int(value.maxDelay, 'maxDelay')
    w.int(value.waitAfter, 'waitAfter')
    w.int(value.maxWait, 'maxWait')
  },
}

/** req_pq#60469778 nonce:int128 = ResPQ */
export interface req_pq {
  _: 'req_pq'
  nonce: Uint8Array
}
export const req_pq: tl.Method<req_pq, ResPQ> = {
  name: 'req_pq',
  id: 0x60469778,
  read(r) {
    return {
      _: 'req_pq',
      nonce: r.int128('nonce'),
    }
  },
  write(w, value) {
    w.int128(value.nonce, 'nonce')
  },
  readResult(r) {
    return r.boxed(ResPQ)
  },
  writeResult(w, result) {
    w.boxed(result, ResPQ)
  },
}

/** req_pq_multi#be7e8ef1 nonce:int128 = ResPQ */
export interface req_pq_multi {
  _: 'req_pq_multi'
  nonce: Uint8Array
}
export const req_pq_multi: tl.Method<req_pq_multi, ResPQ> = {
  name: 'req_pq_multi',
  id: 0xbe7e8ef1,
  read(r) {
    return {
      _: 'req_pq_multi',
      nonce: r.int128('nonce'),
    }
  },
  write(w, value) {
    w.int128(value.nonce, 'nonce')
  },
  readResult(r) {
    return r.boxed(ResPQ)
  },
  writeResult(w, result) {
    w.boxed(result, ResPQ)
  },
}

/**
 * req_DH_params#d712e4be nonce:int128 server_nonce:int128 p:bytes q:bytes
 * public_key_fingerprint:long encrypted_data:bytes = Server_DH_Params
 */
export interface req_DH_params {
  _: 'req_DH_params'
  nonce: Uint8Array
  serverNonce: Uint8Array
  p: Uint8Array
  q: Uint8Array
  publicKeyFingerprint: bigint
  encryptedData: Uint8Array
}
export const req_DH_params: tl.Method<req_DH_params, Server_DH_Params> = {
  name: 'req_DH_params',
  id: 0xd712e4be,
  read(r) {
    return {
      _: 'req_DH_params',
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      p: r.bytes('p'),
      q: r.bytes('q'),
      publicKeyFingerprint: r.long('publicKeyFingerprint'),
      encryptedData: r.bytes('encryptedData'),
    }
  },
  write(w, value) {
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.bytes(value.p, 'p')
    w.bytes(value.q, 'q')
    w.long(value.publicKeyFingerprint, 'publicKeyFingerprint')
    w.bytes(value.encryptedData, 'encryptedData')
  },
  readResult(r) {
    return r.boxed(Server_DH_Params)
  },
  writeResult(w, result) {
    w.boxed(result, Server_DH_Params)
  },
}

/**
 * set_client_DH_params#f5045f1f nonce:int128 server_nonce:int128 encrypted_data:bytes =
 * Set_client_DH_params_answer
 */
export interface set_client_DH_params {
  _: 'set_client_DH_params'
  nonce: Uint8Array
  serverNonce: Uint8Array
  encryptedData: Uint8Array
}
export const set_client_DH_params: tl.Method<set_client_DH_params, Set_client_DH_params_answer> = {
  name: 'set_client_DH_params',
  id: 0xf5045f1f,
  read(r) {
    return {
      _: 'set_client_DH_params',
      nonce: r.int128('nonce'),
      serverNonce: r.int128('serverNonce'),
      encryptedData: r.bytes('encryptedData'),
    }
  },
  write(w, value) {
    w.int128(value.nonce, 'nonce')
    w.int128(value.serverNonce, 'serverNonce')
    w.bytes(value.encryptedData, 'encryptedData')
  },
  readResult(r) {
    return r.boxed(Set_client_DH_params_answer)
  },
  writeResult(w, result) {
    w.boxed(result, Set_client_DH_params_answer)
  },
}

/** rpc_drop_answer#58e4a740 req_msg_id:long = RpcDropAnswer */
export interface rpc_drop_answer {
  _: 'rpc_drop_answer'
  reqMsgId: bigint
}
export const rpc_drop_answer: tl.Method<rpc_drop_answer, RpcDropAnswer> = {
  name: 'rpc_drop_answer',
  id: 0x58e4a740,
  read(r) {
    return {
      _: 'rpc_drop_answer',
      reqMsgId: r.long('reqMsgId'),
    }
  },
  write(w, value) {
    w.long(value.reqMsgId, 'reqMsgId')
  },
  readResult(r) {
    return r.boxed(RpcDropAnswer)
  },
  writeResult(w, result) {
    w.boxed(result, RpcDropAnswer)
  },
}

/** get_future_salts#b921bd04 num:int = FutureSalts */
export interface get_future_salts {
  _: 'get_future_salts'
  num: number
}
export const get_future_salts: tl.Method<get_future_salts, FutureSalts> = {
  name: 'get_future_salts',
  id: 0xb921bd04,
  read(r) {
    return {
      _: 'get_future_salts',
      num: r.int('num'),
    }
  },
  write(w, value) {
    w.int(value.num, 'num')
  },
  readResult(r) {
    return r.boxed(FutureSalts)
  },
  writeResult(w, result) {
    w.boxed(result, FutureSalts)
  },
}

/** ping#7abe77ec ping_id:long = Pong */
export interface ping {
  _: 'ping'
  pingId: bigint
}
export const ping: tl.Method<ping, Pong> = {
  name: 'ping',
  id: 0x7abe77ec,
  read(r) {
    return {
      _: 'ping',
      pingId: r.long('pingId'),
    }
  },
  write(w, value) {
    w.long(value.pingId, 'pingId')
  },
  readResult(r) {
    return r.boxed(Pong)
  },
  writeResult(w, result) {
    w.boxed(result, Pong)
  },
}

/** ping_delay_disconnect#f3427b8c ping_id:long disconnect_delay:int = Pong */
export interface ping_delay_disconnect {
  _: 'ping_delay_disconnect'
  pingId: bigint
  disconnectDelay: number
}
export const ping_delay_disconnect: tl.Method<ping_delay_disconnect, Pong> = {
  name: 'ping_delay_disconnect',
  id: 0xf3427b8c,
  read(r) {
    return {
      _: 'ping_delay_disconnect',
      pingId: r.long('pingId'),
      disconnectDelay: r.int('disconnectDelay'),
    }
  },
  write(w, value) {
    w.long(value.pingId, 'pingId')
    w.int(value.disconnectDelay, 'disconnectDelay')
  },
  readResult(r) {
    return r.boxed(Pong)
  },
  writeResult(w, result) {
    w.boxed(result, Pong)
  },
}

/** destroy_session#e7512126 session_id:long = DestroySessionRes */
export interface destroy_session {
  _: 'destroy_session'
  sessionId: bigint
}
export const destroy_session: tl.Method<destroy_session, DestroySessionRes> = {
  name: 'destroy_session',
  id: 0xe7512126,
  read(r) {
    return {
      _: 'destroy_session',
      sessionId: r.long('sessionId'),
    }
  },
  write(w, value) {
    w.long(value.sessionId, 'sessionId')
  },
  readResult(r) {
    return r.boxed(DestroySessionRes)
  },
  writeResult(w, result) {
    w.boxed(result, DestroySessionRes)
  },
}

/** destroy_auth_key#d1435160 = DestroyAuthKeyRes */
export interface destroy_auth_key {
  _: 'destroy_auth_key'
}
export const destroy_auth_key: tl.Method<destroy_auth_key, DestroyAuthKeyRes> = {
  name: 'destroy_auth_key',
  id: 0xd1435160,
  read() {
    return { _: 'destroy_auth_key' }
  },
  write() {},
  readResult(r) {
    return r.boxed(DestroyAuthKeyRes)
  },
  writeResult(w, result) {
    w.boxed(result, DestroyAuthKeyRes)
  },
}
