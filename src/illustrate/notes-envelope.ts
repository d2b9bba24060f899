// Notes on what is around a message: transport, the unencrypted and the encrypted envelope.
// Source: /mtproto/mtproto-transports, /mtproto/description, /mtproto/security_guidelines
import type { Notes } from './note.ts'

const START =
  'The first bytes of a connection, sent once and by the client only. They tell the server how the rest of the stream is cut into frames.'
const LENGTH =
  'TCP delivers a stream without borders; this says where the message ends. The receiver refuses an absurd length before it sets any memory aside.'

export const ENVELOPE_NOTES: Notes = {
  'intermediate.tag': [START, 'TR-07'],
  'intermediate.length': [LENGTH, 'TR-02', 'TR-06'],
  'abridged.tag': [START, 'TR-07'],
  'abridged.length': [
    `${LENGTH} It counts words of four bytes: one byte below 127 words; from there on 7f and three bytes.`,
    'TR-01',
    'TR-06',
  ],
  'padded.tag': [START, 'TR-07'],
  'padded.length': [
    `${LENGTH} Up to 15 random bytes behind the message count with it, so that the true length cannot be read here.`,
    'TR-02',
    'TR-06',
  ],

  'obfuscated.random': [
    'Random bytes. They are drawn again until they look like no other transport, so that one port can serve them all.',
    'TR-20',
  ],
  'obfuscated.key': [
    'The AES key of everything that the client sends from here on, in plain sight: this hides the protocol from machines that look for it, and nothing from people. The server’s key is the same bytes read backwards.',
    'TR-22',
  ],
  'obfuscated.iv': [
    'Where the key stream begins. It runs on through the whole connection.',
    'TR-22',
  ],
  'obfuscated.tag': [
    'Names the framing, as the first bytes of a connection in the open would. From here on the bytes are under the key stream already; a server that reads no known tag hangs up without a word.',
    'TR-25',
  ],
  'obfuscated.dc': [
    'The data centre that a proxy has to lead to. Without a proxy nobody reads it.',
    'TR-23',
  ],

  'plaintext.auth_key_id': [
    'Every message begins with the name of the key that sealed it. Zero says that there is none: this message can be read by everybody, which is allowed only while a key is being made.',
    'ENC-22',
  ],
  'plaintext.msg_id': [
    'The time of sending, in units of 2⁻³² seconds, by the clock of the sender. The lowest bits name the author: divisible by four from a client, odd from a server.',
    'HS-52',
  ],
  'plaintext.message_length': [
    'The size of what follows. It has to be divisible by four and to fit into the frame; the receiver looks before it reads on.',
    'HS-51',
  ],
  'plaintext.stray': [
    'Filler behind the object, inside the announced length. Servers add it to unencrypted answers so that their sizes say less; the receiver reads one object and ignores the rest.',
    'HS-06',
  ],

  'envelope.auth_key_id': [
    'Names the key that both sides share: the last 8 bytes of its SHA-1. It is the only thing in the clear that tells the server who is calling. A receiver that does not know the key stops here.',
    'C-1',
    'ENC-02',
  ],
  'envelope.msg_key': [
    'The middle 16 bytes of a SHA-256 over a part of the auth key and the whole plaintext, padding included. It does two things: the AES key of this one message is derived from it, and the receiver computes it again from what it decrypted. A single changed byte makes the two differ, and the message is thrown away unread.',
    'C-2',
    'ENC-03',
  ],
  'envelope.ciphertext': [
    'The message itself, under AES-256 in IGE mode, with a key that is used for no other message. IGE chains each block to the one before it and the one after, so that a change spoils everything behind it.',
    'C-3',
    'ENC-04',
  ],
  'envelope.stray': [
    'The random tail that the padded transport adds. It is fewer bytes than a cipher block, so the receiver cuts it off by arithmetic before it decrypts.',
    'ENC-21',
  ],

  'decrypted.salt': [
    'A number that the server changes every half hour and that a client has to repeat. A packet that was recorded yesterday carries yesterday’s salt, so it is refused. The first one is made of the two nonces of the key exchange.',
    'HS-44',
    'SES-66',
  ],
  'decrypted.session_id': [
    'Chosen at random by the client for one run of the program. Sequence numbers and memory of past messages belong to a session; a message for another one is dropped.',
    'C-6',
    'ENC-11',
  ],
  'decrypted.msg_id': [
    'Time and name of the message. The receiver checks three things: who may have written it (the lowest bits), that it was not seen before, and that it is neither over 300 seconds old nor over 30 seconds ahead.',
    'C-7',
    'C-8',
    'C-9',
    'SES-01',
  ],
  'decrypted.seq_no': [
    'Twice the number of messages so far that want an acknowledgement, plus one if this one does. So an odd number means: tell me that you have got this.',
    'SES-03',
    'SES-04',
  ],
  'decrypted.length': [
    'Where the body ends and the padding begins. It is checked after the msg_key and against the bytes that are really there: not negative, divisible by four, at least 12 and at most 1024 bytes left over.',
    'C-4',
    'ENC-05',
  ],
  'decrypted.padding': [
    'Random bytes: they fill the last cipher block, blur the size, and make two equal messages look different. Between 12 and 1024 are allowed. They are covered by the msg_key like everything else.',
    'C-5',
    'ENC-07',
    'ENC-25',
  ],

  'string.padding': ['TL counts in words of four bytes. Zeros fill the last one.', 'TL-01'],
}
