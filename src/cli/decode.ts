// raw-mtproto decode: any message as a tree, by interpreting the schemas. Source: /mtproto/serialize
import { readFileSync } from 'node:fs'
import { fromHex } from '../core/bytes/hex.ts'
import { AUTH_KEY_SIZE, createAuthKey } from '../core/crypto/auth-key.ts'
import { portable } from '../core/crypto/portable.ts'
import { MtprotoError } from '../core/errors.ts'
import { annotate, type Opener } from '../trace/annotate.ts'
import { formatBlock } from '../trace/print.ts'
import { Vocabulary } from '../trace/vocabulary.ts'
import type { Command } from './command.ts'
import { parseOptions } from './options.ts'
import { readSchemas } from './schemas.ts'

const USAGE = `raw-mtproto decode HEX [OPTIONS]

Explains every byte of a message: a bare object or call, an unencrypted message of the key exchange,
or an encrypted message, with or without the frame's padding. HEX may hold spaces and line breaks; - reads
it from standard input. Offsets are decimal; ! marks what is not as it should be.

  --schema FILE     a .tl file to explain with, before those of the package; may be repeated
  --auth-key FILE   the auth key that opens encrypted messages: 256 bytes, or 512 hexadecimal digits
  --color           the escape sequences of terminals

Login tokens, password proofs and texts appear as they stand in the message. The auth key itself is never
shown, and nothing is sent anywhere.
`

/** Bytes of a message, no more than one gzip_packed may unpack to. */
const MAX_SIZE = 1 << 24

/** The subcommand `decode`. */
export const decode: Command = {
  name: 'decode',
  summary: 'explain the bytes of a message',
  usage: USAGE,
  async run(args, io) {
    const { values, positionals } = parseOptions(
      args,
      {
        schema: { type: 'string', multiple: true, default: [] },
        'auth-key': { type: 'string' },
        color: { type: 'boolean', default: false },
      },
      { min: 1, max: Number.POSITIVE_INFINITY },
    )
    const keyFile = values['auth-key']
    const opener = keyFile === undefined ? undefined : readOpener(keyFile)
    const vocabulary = new Vocabulary(readSchemas(values.schema))
    const text = positionals[0] === '-' ? await readInput() : positionals.join('')
    const block = annotate(bytesOf(text), vocabulary, opener)
    io.write(`${formatBlock(block, values.color).join('\n')}\n`)
    return 0
  },
}

function bytesOf(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '')
  const foreign = digits.search(/[^0-9a-f]/i)
  if (foreign >= 0)
    throw refusal('HEX', `${JSON.stringify(digits[foreign])} at ${foreign}`, 'hexadecimal digits')
  if (digits === '' || digits.length % 2 !== 0)
    throw refusal('HEX', `${digits.length} digits`, 'two digits for each byte')
  return fromHex(digits)
}

async function readInput(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk
    if (text.length > 4 * MAX_SIZE)
      throw refusal('standard input', 'more', `at most ${MAX_SIZE} bytes`)
  }
  return text
}

function readOpener(file: string): Opener {
  let data: Uint8Array
  try {
    data = Uint8Array.from(readFileSync(file))
  } catch (cause) {
    throw new MtprotoError('ERR_ARGUMENT', {
      at: '--auth-key',
      got: (cause as Error).message,
      cause,
    })
  }
  const key = data.length === AUTH_KEY_SIZE ? data : keyFromText(data)
  if (key === undefined)
    throw refusal(
      '--auth-key',
      `a file of ${data.length} bytes`,
      `${AUTH_KEY_SIZE} bytes, or ${2 * AUTH_KEY_SIZE} hexadecimal digits`,
    )
  return { authKey: createAuthKey(key, portable), crypto: portable }
}

function keyFromText(data: Uint8Array): Uint8Array | undefined {
  const digits = new TextDecoder('latin1').decode(data).trim()
  const isKey = digits.length === 2 * AUTH_KEY_SIZE && /^[0-9a-f]*$/i.test(digits)
  return isKey ? fromHex(digits) : undefined
}

function refusal(at: string, got: string, expected: string): MtprotoError {
  return new MtprotoError('ERR_ARGUMENT', { at, got, expected })
}
