// The schema `mtproto` of schema/mtproto.tl. Generated; edit the schema instead.

import type * as tl from '../../codec.ts'
import * as root from './root.ts'

export * from './root.ts'

/** Every method. */
export type Call =
  | root.req_pq
  | root.req_pq_multi
  | root.req_DH_params
  | root.set_client_DH_params
  | root.rpc_drop_answer
  | root.get_future_salts
  | root.ping
  | root.ping_delay_disconnect
  | root.destroy_session
  | root.destroy_auth_key

/** What each method answers. */
export interface Results {
  req_pq: root.ResPQ
  req_pq_multi: root.ResPQ
  req_DH_params: root.Server_DH_Params
  set_client_DH_params: root.Set_client_DH_params_answer
  rpc_drop_answer: root.RpcDropAnswer
  get_future_salts: root.FutureSalts
  ping: root.Pong
  ping_delay_disconnect: root.Pong
  destroy_session: root.DestroySessionRes
  destroy_auth_key: root.DestroyAuthKeyRes
}

/** No method carries another call. */
export type Wrappers = Record<never, never>

export interface Types {
  object:
    | root.ResPQ
    | root.P_Q_inner_data
    | root.Server_DH_Params
    | root.Server_DH_inner_data
    | root.Client_DH_Inner_Data
    | root.Set_client_DH_params_answer
    | root.BindAuthKeyInner
    | root.RpcResult
    | root.RpcError
    | root.RpcDropAnswer
    | root.FutureSalt
    | root.FutureSalts
    | root.Pong
    | root.DestroySessionRes
    | root.NewSession
    | root.DestroyAuthKeyRes
    | root.Message
    | root.MessageContainer
    | root.MessageCopy
    | root.MsgsAck
    | root.BadMsgNotification
    | root.MsgsStateReq
    | root.MsgsStateInfo
    | root.MsgsAllInfo
    | root.MsgDetailedInfo
    | root.MsgResendReq
    | root.HttpWait
    | root.gzip_packed
  call: Call
  results: Results
  wrappers: Wrappers
}

/** The type of the result of the call `M`. */
export type ResultOf<M> = tl.ResultOf<Types, M>

export const mtproto: tl.Schema<Types> = {
  name: 'mtproto',
  layer: 0,
  objects: {
    name: 'Object',
    constructors: () =>
      [
        root.resPQ,
        root.p_q_inner_data,
        root.p_q_inner_data_dc,
        root.p_q_inner_data_temp,
        root.p_q_inner_data_temp_dc,
        root.server_DH_params_fail,
        root.server_DH_params_ok,
        root.server_DH_inner_data,
        root.client_DH_inner_data,
        root.dh_gen_ok,
        root.dh_gen_retry,
        root.dh_gen_fail,
        root.bind_auth_key_inner,
        root.rpc_result,
        root.rpc_error,
        root.rpc_answer_unknown,
        root.rpc_answer_dropped_running,
        root.rpc_answer_dropped,
        root.future_salt,
        root.future_salts,
        root.pong,
        root.destroy_session_ok,
        root.destroy_session_none,
        root.new_session_created,
        root.destroy_auth_key_ok,
        root.destroy_auth_key_none,
        root.destroy_auth_key_fail,
        root.message,
        root.msg_container,
        root.msg_copy,
        root.gzip_packed,
        root.msgs_ack,
        root.bad_msg_notification,
        root.bad_server_salt,
        root.msgs_state_req,
        root.msgs_state_info,
        root.msgs_all_info,
        root.msg_detailed_info,
        root.msg_new_detailed_info,
        root.msg_resend_req,
        root.msg_resend_ans_req,
        root.http_wait,
      ] as const,
  },
  calls: {
    name: 'a method',
    constructors: () =>
      [
        root.req_pq,
        root.req_pq_multi,
        root.req_DH_params,
        root.set_client_DH_params,
        root.rpc_drop_answer,
        root.get_future_salts,
        root.ping,
        root.ping_delay_disconnect,
        root.destroy_session,
        root.destroy_auth_key,
      ] as const,
  },
}
