// Notes on the login by QR code. Source: /api/qr-login
import type { Notes } from './note.ts'

export const LOGIN_NOTES: Notes = {
  'auth.exportLoginToken': [
    'The client asks for a token. It is called twice: to get the token, and once more after the scan to hear how the login went.',
    'QR-06',
    'QR-33',
  ],
  'auth.exportLoginToken.api_id': ['The application again; the server compares.', 'QR-16'],
  'auth.exportLoginToken.api_hash': [
    'The application’s secret, as far as something can be secret that is in every copy of it.',
    'QR-16',
  ],
  'auth.exportLoginToken.except_ids': [
    'Users who are logged in here already, and whom the phone then does not offer. There are none.',
    'QR-32',
  ],

  'auth.loginToken': ['The token to show.', 'QR-02', 'QR-33'],
  'auth.loginToken.expires': [
    'By the server’s clock. When it comes, the client asks for another token and draws another code.',
    'QR-04',
    'QR-05',
  ],
  'auth.loginToken.token': [
    'The login token. Who scans it and accepts logs this client in, so whoever read it here could show it to a victim, and whoever changed it could have the victim log in somebody else. It travels inside this encrypted message only.',
    'QR-02',
    'QR-30',
  ],

  updateShort: ['News that nobody asked for, in its shortest wrapping.', 'QR-06'],
  updateLoginToken: [
    'Somebody has accepted the token. It says nothing more, not even who: the client has to ask.',
    'QR-06',
    'QR-33',
  ],
  'updateShort.date': ['When it happened, by the server’s clock.', 'TL-02'],

  'auth.loginTokenSuccess': ['The login is done.', 'QR-09'],
  'auth.authorization': [
    'Who the client is now. No secret is handed out: from now on the auth key itself is the login, and the server has noted whose it is.',
    'QR-09',
  ],
  'auth.authorization.flags': ['One bit for each optional field; none is there.', 'TL-04'],
  user: ['The account, as its owner sees it.', 'QR-09'],
  'user.flags': [
    'One bit for each optional field. A bit like `self` is a value in itself and has no bytes.',
    'TL-04',
  ],
  'user.flags2': ['Thirty-two bits were not enough; these are more of them.', 'TL-04'],
  'user.id': ['The number of the account. The client keeps it.', 'QR-09'],
  'user.access_hash': ['Has to be named with the id wherever this user is meant.', 'TL-02'],
  'user.first_name': ['One length byte, then UTF-8.', 'TL-06'],
  'user.phone': ['Only the owner is told.', 'TL-06'],

  'auth.loginTokenMigrateTo': [
    'The account lives elsewhere. The client makes a key over there and presents the token again.',
    'QR-10',
    'QR-33',
  ],
  'auth.loginTokenMigrateTo.dc_id': [
    'Where. The client has to know an address for it, or the login ends here.',
    'QR-11',
  ],
  'auth.loginTokenMigrateTo.token': ['The token that counts over there.', 'QR-10'],
  'auth.importLoginToken': [
    'The token, presented at the account’s own data centre.',
    'QR-12',
    'QR-34',
  ],
  'auth.importLoginToken.token': [
    'The bytes that the other data centre gave. An altered one is refused.',
    'QR-34',
  ],
}
