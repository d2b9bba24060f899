// Notes on what a session says for itself: containers, acknowledgements, results, bindings.
// Source: /mtproto/service_messages, /mtproto/service_messages_about_messages, /api/invoking, /api/pfs
import type { Notes } from './note.ts'

export const SESSION_NOTES: Notes = {
  msg_container: [
    'Several messages in one envelope, which saves a round trip and 70 bytes for each. The container itself is never acknowledged, its items are.',
    'SES-62',
    'C-11',
  ],
  'msg_container.messages': [
    'How many items follow. They stand one after the other without ids of their own.',
    'TL-05',
    'SES-65',
  ],
  'message.msg_id': [
    'Each item keeps a msg_id of its own, which has to be lower than that of the container, since it was written before it was packed.',
    'C-11',
    'ENC-24',
  ],
  'message.seqno': [
    'The item’s own sequence number; odd means that it wants an acknowledgement.',
    'SES-03',
    'SES-04',
  ],
  'message.bytes': [
    'The size of the item’s body. All items together fill the container exactly.',
    'TL-06',
  ],

  new_session_created: [
    'The server has not seen this session before. A client that thought otherwise now knows that the server has forgotten what came earlier.',
    'SES-27',
    'SES-70',
  ],
  'new_session_created.first_msg_id': [
    'The first message that the server counts to this session. What was sent earlier has to be sent again.',
    'SES-27',
    'SES-29',
  ],
  'new_session_created.unique_id': [
    'The name of this event, so that the same notice in two copies counts once.',
    'SES-28',
  ],
  'new_session_created.server_salt': ['The salt that is good now.', 'SES-25'],

  msgs_ack: [
    'Tells the other side which of its messages have arrived, so that it can forget them. It rides along with other messages whenever it can, and is not acknowledged itself.',
    'SES-04',
    'SES-06',
  ],
  'msgs_ack.msg_ids': ['How many there are; 8192 at most.', 'SES-06', 'TL-05'],
  'msgs_ack.msg_ids[]': ['The msg_id of a message that arrived.', 'SES-04'],

  rpc_result: ['The answer to a call.', 'SES-30'],
  'rpc_result.req_msg_id': [
    'Which call this answers. Answers may come in any order; one to no open call is acknowledged and otherwise ignored.',
    'SES-30',
  ],
  'rpc_result.result': ['A Bool has no fields: the constructor is the value.', 'TL-03'],
  rpc_error: ['The call was refused.', 'QR-14'],
  'rpc_error.error_code': ['The class of the error, in the manner of HTTP.', 'QR-14'],
  'rpc_error.error_message': [
    'What programs decide by. Here it is no failure: it says that the scan was good and that a password is still to come.',
    'QR-14',
  ],
  gzip_packed: [
    'Stands in place of any object and holds it compressed. The receiver unpacks no more than it has room for.',
    'SES-14',
  ],
  'gzip_packed.packed_data': [
    'A gzip stream. It is unpacked before anything else looks at the message.',
    'SES-14',
  ],

  invokeWithLayer: [
    'The first call on a new key says which version of the API the client speaks; the call itself stands inside.',
    'SES-44',
    'SES-78',
  ],
  'invokeWithLayer.layer': ['The number of that version. Fields come and go with it.', 'SES-78'],
  initConnection: [
    'What the client is. Account owners see it in their list of devices; nothing of it is checked.',
    'SES-44',
    'SES-78',
  ],
  'initConnection.flags': [
    'One bit for each optional field. None is there: no proxy, no parameters.',
    'TL-04',
  ],
  'initConnection.api_id': [
    'The number of the application, from my.telegram.org. It belongs to the developer, not to the user.',
    'QR-16',
  ],
  'initConnection.device_model': ['Shown in the list of devices.', 'SES-78'],
  'initConnection.system_version': ['Shown in the list of devices.', 'SES-78'],
  'initConnection.app_version': ['Shown in the list of devices.', 'SES-78'],
  'initConnection.system_lang_code': ['The language of the system.', 'SES-78'],
  'initConnection.lang_pack': ['Empty for applications that are not Telegram’s own.', 'SES-78'],
  'initConnection.lang_code': ['The language of the application.', 'SES-78'],

  'auth.bindTempAuthKey': [
    'Ties the temporary key to the permanent one. It is sent under the temporary key, and nothing else may be before it.',
    'SES-50',
    'SES-79',
  ],
  'auth.bindTempAuthKey.perm_auth_key_id': ['The key that vouches.', 'SES-80'],
  'auth.bindTempAuthKey.nonce': ['A random number that stands inside as well.', 'SES-80'],
  'auth.bindTempAuthKey.expires_at': [
    'When the temporary key ends; stands inside as well.',
    'SES-80',
  ],
  'auth.bindTempAuthKey.encrypted_message': [
    'The voucher: a message within the message, sealed with the permanent key. Only its holder can have written it.',
    'SES-49',
    'SES-80',
  ],
  'binding.auth_key_id': [
    'The permanent key. This is the only thing that it ever seals.',
    'SES-80',
  ],
  'binding.msg_key': [
    'By the older rules of MTProto 1.0, which survive here alone: bytes 4 to 20 of the SHA-1 of the plaintext without its padding.',
    'SES-80',
  ],
  'binding.ciphertext': ['Under AES-256-IGE with a key derived by SHA-1.', 'SES-80'],
  'binding_plaintext.random': [
    'Where an ordinary message has salt and session, random bytes: there is no session of the permanent key.',
    'SES-80',
  ],
  'binding_plaintext.msg_id': [
    'Equals the msg_id of the message around it, so a voucher cannot be taken out and sent again.',
    'SES-54',
    'SES-80',
  ],
  'binding_plaintext.seq_no': ['Always zero.', 'SES-80'],
  'binding_plaintext.length': ['Always 40.', 'SES-80'],
  'binding_plaintext.padding': [
    'Up to the end of the cipher block; not covered by this msg_key.',
    'SES-80',
  ],
  bind_auth_key_inner: ['What is vouched for.', 'SES-80'],
  'bind_auth_key_inner.nonce': ['Equals the one outside.', 'SES-80'],
  'bind_auth_key_inner.temp_auth_key_id': ['The key that is vouched for.', 'SES-80'],
  'bind_auth_key_inner.perm_auth_key_id': ['The key that vouches, inside its own seal.', 'SES-80'],
  'bind_auth_key_inner.temp_session_id': ['The session in which the request is made.', 'SES-80'],
  'bind_auth_key_inner.expires_at': ['Equals the one outside.', 'SES-80'],
}
