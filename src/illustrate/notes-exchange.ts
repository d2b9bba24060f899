// Notes on the messages of the key exchange, in the order in which they are sent. Source: /mtproto/auth_key
import type { Notes } from './note.ts'

const ID =
  'The constructor: four bytes, the CRC-32 of the declaration in the schema. They tell the receiver which fields follow.'
const NONCE_BACK = 'The client’s nonce once more, which ties this message to this exchange.'
const SERVER_NONCE_BACK =
  'The server’s nonce once more. Both together name the exchange; a message of another one is refused.'

/** The data of RSA_PAD; with a lifetime for a temporary key. */
function innerData(name: string): Notes {
  return {
    [name]: [
      `${ID} This object is the first secret of the connection: only the holder of the server’s private key can read it.`,
      'HS-67',
    ],
    [`${name}.pq`]: [
      'What stood in the open is repeated inside the encryption, so that nobody on the way can have exchanged it.',
      'HS-68',
    ],
    [`${name}.p`]: ['The smaller factor again, now out of reach of anybody on the way.', 'HS-68'],
    [`${name}.q`]: ['The larger factor again.', 'HS-68'],
    [`${name}.nonce`]: ['The client’s nonce; it has to equal the one outside.', 'HS-68'],
    [`${name}.server_nonce`]: ['The server’s nonce; it has to equal the one outside.', 'HS-68'],
    [`${name}.new_nonce`]: [
      'The seed of all secrets to come: 32 random bytes that only client and server know. Who can prove to know them has the private key. Temporary AES key, confirmation and first salt are computed from it.',
      'HS-35',
      'HS-38',
    ],
    [`${name}.dc`]: [
      'Which data centre the client believes to talk to. If somebody has redirected the connection to another one, the server notices here.',
      'HS-15',
      'HS-69',
    ],
  }
}

export const EXCHANGE_NOTES: Notes = {
  req_pq_multi: [
    `${ID} With this one the client asks to begin: it says nothing about itself but a random number.`,
    'HS-60',
  ],
  'req_pq_multi.nonce': [
    'Sixteen random bytes that name this exchange from the client’s side. Every later message repeats them, so an old recording cannot be played to the client.',
    'HS-02',
  ],

  resPQ: [
    `${ID} The server answers with a nonce, a small puzzle and the list of its RSA keys.`,
    'HS-50',
  ],
  'resPQ.nonce': [
    'The client’s nonce, returned. If it differs, this answers somebody else’s question and the exchange ends.',
    'HS-02',
  ],
  'resPQ.server_nonce': [
    'Sixteen random bytes of the server. From here on both nonces together name the exchange.',
    'HS-60',
  ],
  'resPQ.pq': [
    'The product of two primes, big-endian, behind a length byte. To factor it costs a client a millisecond, and whoever opens thousands of connections much more: a small proof of work before the server does any RSA.',
    'HS-07',
    'HS-08',
    'HS-09',
  ],
  'resPQ.server_public_key_fingerprints': [
    'How many RSA keys the server offers: the id of a vector, then the number of its items. A client takes the first that it has been shipped with.',
    'HS-05',
    'TL-05',
  ],
  'resPQ.server_public_key_fingerprints[]': [
    'The last 8 bytes of the SHA-1 of a public key. The key itself is never sent: it is built into the client, and this is the whole reason why nobody can stand in between. A client that does not know it stops.',
    'HS-03',
    'HS-04',
  ],

  req_DH_params: [
    `${ID} The client shows its work and sends, sealed for the server alone, the seed of all keys.`,
    'HS-76',
  ],
  'req_DH_params.nonce': [NONCE_BACK, 'HS-64'],
  'req_DH_params.server_nonce': [SERVER_NONCE_BACK, 'HS-64'],
  'req_DH_params.p': [
    'The smaller factor of pq, big-endian, without leading zeros.',
    'HS-10',
    'HS-65',
  ],
  'req_DH_params.q': ['The larger factor. The server multiplies nothing: it compares.', 'HS-65'],
  'req_DH_params.public_key_fingerprint': [
    'Which of the offered keys the next field is encrypted with.',
    'HS-66',
  ],
  'req_DH_params.encrypted_data': [
    'The inner data under the server’s RSA key. Before the power is taken it is padded, reversed, hashed and encrypted under a one-time key (RSA_PAD), so that it has no structure that RSA would leave visible. The server refuses what does not hash to itself.',
    'HS-13',
    'HS-67',
  ],
  ...innerData('p_q_inner_data_dc'),
  ...innerData('p_q_inner_data_temp_dc'),
  'p_q_inner_data_temp_dc.expires_in': [
    'Seconds that the temporary key is to live. Its presence is what makes the key a temporary one.',
    'HS-16',
    'HS-77',
  ],
  'rsa_pad.padding': [
    'Random bytes up to 192. Without them, whoever guesses the inner data could encrypt the guess and compare.',
    'HS-67',
  ],

  server_DH_params_ok: [
    `${ID} The server could read the inner data, and answers with its half of a Diffie-Hellman exchange.`,
    'HS-50',
  ],
  'server_DH_params_ok.nonce': [NONCE_BACK, 'HS-18'],
  'server_DH_params_ok.server_nonce': [SERVER_NONCE_BACK, 'HS-19'],
  'server_DH_params_ok.encrypted_answer': [
    'Encrypted under a key that both can compute from new_nonce and server_nonce. Who could not read new_nonce could not have written this. The size has to be whole cipher blocks.',
    'HS-20',
  ],
  'hashed.SHA1': [
    'The SHA-1 of the object behind it. It is compared with what was decrypted: the wrong key, or a changed byte, ends the exchange.',
    'HS-21',
  ],
  'hashed.padding': [
    'Random bytes up to the end of the cipher block. Fewer than 16: more could hide something.',
    'HS-22',
  ],
  server_DH_inner_data: [`${ID} Nothing else may stand here.`, 'HS-25'],
  'server_DH_inner_data.nonce': [
    'The nonce again, inside the encryption this time, where nobody on the way could have set it.',
    'HS-23',
  ],
  'server_DH_inner_data.server_nonce': ['The server’s nonce, inside the encryption.', 'HS-24'],
  'server_DH_inner_data.g': [
    'The base of the powers. It has to lie between 2 and 7 and to generate the large subgroup, which a small congruence tells.',
    'HS-29',
    'HS-31',
  ],
  'server_DH_inner_data.dh_prime': [
    'The modulus. If it were chosen badly the secret could be computed by anybody, so the client checks: 2048 bits, a prime, and half of it (rounded down) a prime as well. The one that servers use is known and proven once.',
    'HS-26',
    'HS-27',
    'HS-28',
  ],
  'server_DH_inner_data.g_a': [
    'g to the power of the server’s secret a. Values close to 1 or to the modulus would give the key away and are refused.',
    'HS-32',
    'HS-33',
  ],
  'server_DH_inner_data.server_time': [
    'What the server’s clock says. The client keeps the difference to its own and numbers its messages by the server’s time from now on.',
    'HS-45',
  ],

  set_client_DH_params: [`${ID} The client’s half of the Diffie-Hellman exchange.`, 'HS-76'],
  'set_client_DH_params.nonce': [NONCE_BACK, 'HS-64'],
  'set_client_DH_params.server_nonce': [SERVER_NONCE_BACK, 'HS-64'],
  'set_client_DH_params.encrypted_data': [
    'Sealed under the same temporary key as the server’s half.',
    'HS-72',
  ],
  client_DH_inner_data: [`${ID} Nothing else may stand here.`, 'HS-72'],
  'client_DH_inner_data.nonce': ['The nonce, inside the encryption.', 'HS-72'],
  'client_DH_inner_data.server_nonce': ['The server’s nonce, inside the encryption.', 'HS-72'],
  'client_DH_inner_data.retry_id': [
    'Zero on the first attempt. If the new key’s id was taken, the server asks for another b, and this names the key that was given up.',
    'HS-39',
    'HS-74',
  ],
  'client_DH_inner_data.g_b': [
    'g to the power of the client’s secret b. Now each side can compute g to the power of a·b: that number, 256 bytes, is the auth key. It is never sent.',
    'HS-34',
    'HS-36',
  ],

  dh_gen_ok: [`${ID} The key is made. This is the last unencrypted message.`, 'HS-50'],
  'dh_gen_ok.nonce': [NONCE_BACK, 'HS-37'],
  'dh_gen_ok.server_nonce': [SERVER_NONCE_BACK, 'HS-37'],
  'dh_gen_ok.new_nonce_hash1': [
    'The proof that the server holds the same key: a hash over new_nonce, the number 1 and a hash of the auth key. The client computes it too, and trusts the key only if both agree.',
    'HS-38',
  ],
}
