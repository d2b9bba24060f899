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
  fields(io, value) {
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.bytes(value, 'pq')
    io.vector(value, 'serverPublicKeyFingerprints', item => io.long(item, 0))
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
  fields(io, value) {
    io.bytes(value, 'pq')
    io.bytes(value, 'p')
    io.bytes(value, 'q')
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.int256(value, 'newNonce')
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
  fields(io, value) {
    io.bytes(value, 'pq')
    io.bytes(value, 'p')
    io.bytes(value, 'q')
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.int256(value, 'newNonce')
    io.int(value, 'dc')
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
  fields(io, value) {
    io.bytes(value, 'pq')
    io.bytes(value, 'p')
    io.bytes(value, 'q')
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.int256(value, 'newNonce')
    io.int(value, 'expiresIn')
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
  fields(io, value) {
    io.bytes(value, 'pq')
    io.bytes(value, 'p')
    io.bytes(value, 'q')
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.int256(value, 'newNonce')
    io.int(value, 'dc')
    io.int(value, 'expiresIn')
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
  fields(io, value) {
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.int128(value, 'newNonceHash')
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
  fields(io, value) {
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.bytes(value, 'encryptedAnswer')
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
  fields(io, value) {
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.int(value, 'g')
    io.bytes(value, 'dhPrime')
    io.bytes(value, 'gA')
    io.int(value, 'serverTime')
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
  fields(io, value) {
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.long(value, 'retryId')
    io.bytes(value, 'gB')
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
  fields(io, value) {
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.int128(value, 'newNonceHash1')
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
  fields(io, value) {
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.int128(value, 'newNonceHash2')
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
  fields(io, value) {
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.int128(value, 'newNonceHash3')
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
  fields(io, value) {
    io.long(value, 'nonce')
    io.long(value, 'tempAuthKeyId')
    io.long(value, 'permAuthKeyId')
    io.long(value, 'tempSessionId')
    io.int(value, 'expiresAt')
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
  fields(io, value) {
    io.long(value, 'reqMsgId')
    io.raw(value, 'result')
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
  fields(io, value) {
    io.int(value, 'errorCode')
    io.string(value, 'errorMessage')
  },
}

/** rpc_answer_unknown#5e2ad36e = RpcDropAnswer */
export interface rpc_answer_unknown {
  _: 'rpc_answer_unknown'
}
export const rpc_answer_unknown: tl.Constructor<rpc_answer_unknown> = {
  name: 'rpc_answer_unknown',
  id: 0x5e2ad36e,
  fields() {},
}

/** rpc_answer_dropped_running#cd78e586 = RpcDropAnswer */
export interface rpc_answer_dropped_running {
  _: 'rpc_answer_dropped_running'
}
export const rpc_answer_dropped_running: tl.Constructor<rpc_answer_dropped_running> = {
  name: 'rpc_answer_dropped_running',
  id: 0xcd78e586,
  fields() {},
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
  fields(io, value) {
    io.long(value, 'msgId')
    io.int(value, 'seqNo')
    io.int(value, 'bytes')
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
  fields(io, value) {
    io.int(value, 'validSince')
    io.int(value, 'validUntil')
    io.long(value, 'salt')
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
  fields(io, value) {
    io.long(value, 'reqMsgId')
    io.int(value, 'now')
    io.bareVector(value, 'salts', item => io.bare(item, 0, future_salt))
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
  fields(io, value) {
    io.long(value, 'msgId')
    io.long(value, 'pingId')
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
  fields(io, value) {
    io.long(value, 'sessionId')
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
  fields(io, value) {
    io.long(value, 'sessionId')
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
  fields(io, value) {
    io.long(value, 'firstMsgId')
    io.long(value, 'uniqueId')
    io.long(value, 'serverSalt')
  },
}

/** destroy_auth_key_ok#f660e1d4 = DestroyAuthKeyRes */
export interface destroy_auth_key_ok {
  _: 'destroy_auth_key_ok'
}
export const destroy_auth_key_ok: tl.Constructor<destroy_auth_key_ok> = {
  name: 'destroy_auth_key_ok',
  id: 0xf660e1d4,
  fields() {},
}

/** destroy_auth_key_none#0a9f2259 = DestroyAuthKeyRes */
export interface destroy_auth_key_none {
  _: 'destroy_auth_key_none'
}
export const destroy_auth_key_none: tl.Constructor<destroy_auth_key_none> = {
  name: 'destroy_auth_key_none',
  id: 0x0a9f2259,
  fields() {},
}

/** destroy_auth_key_fail#ea109b13 = DestroyAuthKeyRes */
export interface destroy_auth_key_fail {
  _: 'destroy_auth_key_fail'
}
export const destroy_auth_key_fail: tl.Constructor<destroy_auth_key_fail> = {
  name: 'destroy_auth_key_fail',
  id: 0xea109b13,
  fields() {},
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
  fields(io, value) {
    io.long(value, 'msgId')
    io.int(value, 'seqno')
    io.int(value, 'bytes')
    io.raw(value, 'body', value.bytes)
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
  fields(io, value) {
    io.bareVector(value, 'messages', item => io.bare(item, 0, message))
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
  fields(io, value) {
    io.boxed(value, 'origMessage', Message)
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
  fields(io, value) {
    io.bytes(value, 'packedData')
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
  fields(io, value) {
    io.vector(value, 'msgIds', item => io.long(item, 0))
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
  fields(io, value) {
    io.long(value, 'badMsgId')
    io.int(value, 'badMsgSeqno')
    io.int(value, 'errorCode')
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
  fields(io, value) {
    io.long(value, 'badMsgId')
    io.int(value, 'badMsgSeqno')
    io.int(value, 'errorCode')
    io.long(value, 'newServerSalt')
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
  fields(io, value) {
    io.vector(value, 'msgIds', item => io.long(item, 0))
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
  fields(io, value) {
    io.long(value, 'reqMsgId')
    io.bytes(value, 'info')
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
  fields(io, value) {
    io.vector(value, 'msgIds', item => io.long(item, 0))
    io.bytes(value, 'info')
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
  fields(io, value) {
    io.long(value, 'msgId')
    io.long(value, 'answerMsgId')
    io.int(value, 'bytes')
    io.int(value, 'status')
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
  fields(io, value) {
    io.long(value, 'answerMsgId')
    io.int(value, 'bytes')
    io.int(value, 'status')
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
  fields(io, value) {
    io.vector(value, 'msgIds', item => io.long(item, 0))
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
  fields(io, value) {
    io.vector(value, 'msgIds', item => io.long(item, 0))
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
  fields(io, value) {
    io.int(value, 'maxDelay')
    io.int(value, 'waitAfter')
    io.int(value, 'maxWait')
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
  fields(io, value) {
    io.int128(value, 'nonce')
  },
  result(io, answer) {
    io.boxed(answer, 0, ResPQ)
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
  fields(io, value) {
    io.int128(value, 'nonce')
  },
  result(io, answer) {
    io.boxed(answer, 0, ResPQ)
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
  fields(io, value) {
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.bytes(value, 'p')
    io.bytes(value, 'q')
    io.long(value, 'publicKeyFingerprint')
    io.bytes(value, 'encryptedData')
  },
  result(io, answer) {
    io.boxed(answer, 0, Server_DH_Params)
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
  fields(io, value) {
    io.int128(value, 'nonce')
    io.int128(value, 'serverNonce')
    io.bytes(value, 'encryptedData')
  },
  result(io, answer) {
    io.boxed(answer, 0, Set_client_DH_params_answer)
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
  fields(io, value) {
    io.long(value, 'reqMsgId')
  },
  result(io, answer) {
    io.boxed(answer, 0, RpcDropAnswer)
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
  fields(io, value) {
    io.int(value, 'num')
  },
  result(io, answer) {
    io.boxed(answer, 0, FutureSalts)
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
  fields(io, value) {
    io.long(value, 'pingId')
  },
  result(io, answer) {
    io.boxed(answer, 0, Pong)
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
  fields(io, value) {
    io.long(value, 'pingId')
    io.int(value, 'disconnectDelay')
  },
  result(io, answer) {
    io.boxed(answer, 0, Pong)
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
  fields(io, value) {
    io.long(value, 'sessionId')
  },
  result(io, answer) {
    io.boxed(answer, 0, DestroySessionRes)
  },
}

/** destroy_auth_key#d1435160 = DestroyAuthKeyRes */
export interface destroy_auth_key {
  _: 'destroy_auth_key'
}
export const destroy_auth_key: tl.Method<destroy_auth_key, DestroyAuthKeyRes> = {
  name: 'destroy_auth_key',
  id: 0xd1435160,
  fields() {},
  result(io, answer) {
    io.boxed(answer, 0, DestroyAuthKeyRes)
  },
}
