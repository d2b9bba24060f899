// Every note of every page. A build fails on bytes without one; a test fails on one that no run needs.

import type { Notes } from './note.ts'
import { ENVELOPE_NOTES } from './notes-envelope.ts'
import { EXCHANGE_NOTES } from './notes-exchange.ts'
import { LOGIN_NOTES } from './notes-login.ts'
import { PASSWORD_NOTES } from './notes-password.ts'
import { SESSION_NOTES } from './notes-session.ts'

/** All of them, by their keys. */
export const NOTES: Notes = {
  ...ENVELOPE_NOTES,
  ...EXCHANGE_NOTES,
  ...SESSION_NOTES,
  ...LOGIN_NOTES,
  ...PASSWORD_NOTES,
}
