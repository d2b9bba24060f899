// Notes on two-step verification. Source: /api/srp
import type { Notes } from './note.ts'

const ALGO = 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow'
const NEW_PASSWORD = 'For setting a new password, which nobody does here.'

export const PASSWORD_NOTES: Notes = {
  'account.getPassword': ['The client asks what the password is to be proved against.', 'QR-14'],
  'account.password': ['All that a client needs in order to prove it.', 'PW-03'],
  'account.password.flags': ['One bit for each optional field.', 'TL-04'],
  [ALGO]: [
    'How the password becomes a number; the name says it all. A client that does not know the algorithm has to be updated.',
    'PW-04',
  ],
  [`${ALGO}.salt1`]: [
    'Makes the number of this account differ from that of another with the same password.',
    'PW-03',
  ],
  [`${ALGO}.salt2`]: ['The same, for the second hash.', 'PW-03'],
  [`${ALGO}.g`]: ['The base of the powers, checked as in the key exchange.', 'PW-03'],
  [`${ALGO}.p`]: [
    'The modulus. A bad one would let a false server compute the password, so it is checked as in the key exchange.',
    'PW-03',
  ],
  'account.password.srp_B': [
    'The server’s challenge: g to the power of its secret b, mixed with the verifier that it keeps in place of the password. Zero or anything not below p is refused.',
    'PW-02',
  ],
  'account.password.srp_id': ['Names the challenge. It is good for one proof.', 'PW-08'],
  'account.password.hint': ['What the owner wrote down as a reminder.', 'TL-06'],
  securePasswordKdfAlgoPBKDF2HMACSHA512iter100000: [NEW_PASSWORD, 'TL-10'],
  'securePasswordKdfAlgoPBKDF2HMACSHA512iter100000.salt': [NEW_PASSWORD, 'TL-06'],
  'account.password.secure_random': [
    'Randomness from the server, for clients that do not trust their own.',
    'TL-06',
  ],

  'auth.checkPassword': ['The proof.', 'PW-05', 'PW-08'],
  inputCheckPasswordSRP: ['Proved by SRP, without sending the password.', 'PW-08'],
  'inputCheckPasswordSRP.srp_id': ['Which challenge this answers.', 'PW-06', 'PW-08'],
  'inputCheckPasswordSRP.A': [
    'g to the power of the client’s secret a. Zero modulo p would prove nothing and is refused.',
    'PW-08',
  ],
  'inputCheckPasswordSRP.M1': [
    'A hash over both halves, both salts and the shared secret S, which only the password leads to. From it nobody can compute the password; each guess costs 100,000 rounds of SHA-512, and somebody without the auth key does not even see it.',
    'PW-07',
    'PW-08',
  ],
}
