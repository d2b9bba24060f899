// What happened, in a sentence for the person in front of the page, and what they can do about it.
import { MtprotoError, RpcError } from 'raw-mtproto'

export interface Sentence {
  readonly says: string
  readonly advice: string
}

/** By the text of the server's refusal. */
const REFUSALS: Readonly<Record<string, Sentence>> = {
  API_ID_INVALID: {
    says: 'Telegram does not know this application.',
    advice: 'Check the api id and the api hash: they belong together.',
  },
  API_ID_PUBLISHED_FLOOD: {
    says: 'This api id is used by too many people.',
    advice: 'Get one of your own on my.telegram.org.',
  },
  AUTH_TOKEN_EXPIRED: {
    says: 'The code was too old when it was scanned.',
    advice: 'Try again with a fresh one.',
  },
  PHONE_PASSWORD_FLOOD: {
    says: 'There were too many attempts.',
    advice: 'Wait a few hours, then try again.',
  },
}

/** By the code of the error. */
const ERRORS: Readonly<Record<string, Sentence>> = {
  ERR_CONNECT_FAILED: {
    says: 'The data centre cannot be reached.',
    advice: 'Check the address, whether the data centre runs, and your connection.',
  },
  ERR_UNKNOWN_FINGERPRINT: {
    says: 'The data centre proves itself with another key.',
    advice: 'Give the RSA key that belongs to it. If you did, somebody may be in between.',
  },
  ERR_UNKNOWN_DC: {
    says: 'The account lives on a data centre whose address is not known here.',
    advice: 'Add its address to the settings.',
  },
  ERR_SIGN_UP_REQUIRED: {
    says: 'There is no account behind this phone yet.',
    advice: 'Sign up in an app first, then log in here.',
  },
  ERR_RSA_KEY_INVALID: {
    says: 'The RSA key cannot be read.',
    advice: 'Paste all of it, from -----BEGIN to -----END, line breaks included.',
  },
  ERR_STORAGE_FAILED: {
    says: 'This browser does not let the page keep its key.',
    advice: 'Leave private mode or make room, then try again.',
  },
  ERR_STORAGE_INVALID: {
    says: 'What this page kept cannot be read.',
    advice: 'Clear the data of this page in your browser, then try again.',
  },
  ERR_PLATFORM: {
    says: 'This browser is too old for this page.',
    advice: 'Try a newer one.',
  },
}

/** The sentence for anything that ended a login. */
export function sentenceFor(error: unknown): Sentence {
  if (error instanceof RpcError) {
    const { errorMessage, parameter } = error
    if (errorMessage.startsWith('FLOOD_WAIT'))
      return {
        says: 'Telegram asks you to wait.',
        advice: `Try again in ${inWords(parameter ?? 60)}.`,
      }
    return (
      REFUSALS[errorMessage] ?? {
        says: 'The data centre refused.',
        advice: 'Its reason is below.',
      }
    )
  }
  if (error instanceof MtprotoError)
    return ERRORS[error.code] ?? { says: 'Something went wrong.', advice: 'The details are below.' }
  if (error instanceof SyntaxError)
    return { says: 'The settings are not complete.', advice: error.message }
  return { says: 'Something unexpected happened.', advice: 'The details are below.' }
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`
  return seconds < 7200
    ? `${Math.ceil(seconds / 60)} minutes`
    : `${Math.ceil(seconds / 3600)} hours`
}
