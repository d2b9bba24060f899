// What cases of the kinds `internal` and `vector` work with. They are for this project's own code alone.
import { toHex } from '../core/bytes/hex.ts'
import type { Job, JobValue } from '../core/crypto/job.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import type { RsaPrivateKey } from '../core/crypto/rsa.ts'
import { MtprotoError } from '../core/errors.ts'
import type { Random, RandomPurpose } from '../core/machine.ts'
import type { RuleId } from '../core/rules.ts'
import type { OwnCase } from './case.ts'
import { ACCEPT } from './outcome.ts'
import { Broken } from './steps.ts'

/** As much of test/vectors/vectors.json as cases use. All values are hexadecimal unless a name says otherwise. */
interface VectorFile {
  readonly tl: {
    readonly strings: readonly {
      readonly value_hex?: string
      readonly value?: string
      readonly wire?: string
      readonly wire_head?: string
      readonly wire_len?: number
    }[]
    readonly double_1_5: string
    readonly long_minus1: string
    readonly boolTrue: string
  }
  readonly kdf: readonly {
    readonly name: string
    readonly auth_key: string
    readonly msg_key: string
    readonly x: number
    readonly aes_key: string
    readonly aes_iv: string
  }[]
  readonly aes_ige: readonly {
    readonly key: string
    readonly iv: string
    readonly plaintext: string
    readonly ciphertext: string
  }[]
  readonly rsa_pad: { readonly encrypted_data: string }
  readonly messages_v2: {
    readonly client_to_server: Readonly<
      Record<
        'auth_key' | 'salt' | 'session_id' | 'msg_id_wire' | 'body_ascii' | 'padding' | 'wire',
        string
      >
    > & { readonly seq_no: number }
    readonly server_to_client: readonly {
      readonly name: string
      readonly wire: string
      readonly expect: string
    }[]
  }
  readonly srp: readonly (Readonly<
    Record<'password_hex' | 'salt1' | 'salt2' | 'srp_B' | 'a' | 'A' | 'M1', string>
  > & { readonly g: number })[]
  readonly srp_x_only: Readonly<Record<'password' | 'salt1' | 'salt2' | 'x', string>>
  readonly srp_new_password: Readonly<
    Record<'password' | 'salt1_base' | 'salt1_random32' | 'salt2' | 'v', string>
  >
  readonly session_strings: Readonly<
    Record<
      | 'telethon_v4'
      | 'telethon_v6'
      | 'gramjs'
      | 'pyrogram'
      | 'pyrogram_old_64'
      | 'pyrogram_old_32'
      | 'mtcute_v3',
      string
    >
  > & { readonly mtcute_published: readonly { readonly value: string }[] }
  readonly framing: Readonly<
    Record<
      | 'payload'
      | 'abridged'
      | 'abridged_quick_ack'
      | 'intermediate'
      | 'full_seq0'
      | 'full_seq1'
      | 'padded_error_404',
      string
    >
  > & { readonly abridged_504: readonly string[]; readonly abridged_508: readonly string[] }
  readonly obfuscated2: {
    /** `ff*64` stands for 64 times ff */
    readonly vectors: readonly {
      readonly name: string
      readonly random64: string
      readonly secret?: string | null
      readonly dc?: number | null
      readonly init_wire: string
      readonly client_frames_plain?: readonly string[]
      readonly client_frames_wire?: readonly string[]
      readonly server_frames_wire?: readonly string[]
    }[]
  }
  readonly fake_tls_server_hello: Readonly<Record<'secret' | 'client_random' | 'response', string>>
  readonly qr_url: { readonly token: string; readonly url: string; readonly url_padded: string }
}

/** As much of test/vectors/samples-auth-key.json as cases use. */
type Samples = Readonly<
  Record<
    'nonce' | 'new_nonce' | 'b' | 'rsa_pad_random_padding_bytes' | 'client_padding' | 'auth_key',
    string
  >
> & {
  readonly dc_id: number
  readonly server_DH_inner_data: { readonly server_time: number }
  readonly messages_wire: Readonly<
    Record<
      | '1_req_pq_multi'
      | '2_resPQ'
      | '3_req_DH_params'
      | '4_server_DH_params_ok'
      | '5_set_client_DH_params'
      | '6_dh_gen_ok',
      string
    >
  >
}

/** Published numbers, and schemas, that cases compare with. */
export interface Vectors {
  readonly vectors: VectorFile
  readonly samples: Samples
  /** the text of each file under schema/, by its name */
  readonly schemas: Readonly<Record<string, string>>
}

export interface Own {
  readonly crypto: Crypto
  readonly solve: <J extends Job>(job: J) => JobValue<J>
  /** the key of the harness */
  readonly rsaKey: RsaPrivateKey
  readonly vectors: Vectors
}

/** A case that calls the code itself. */
export function ownCase(
  id: RuleId,
  slug: string,
  side: OwnCase['side'],
  stimulus: string,
  check: (own: Own) => void,
  kind: OwnCase['kind'] = 'vector',
): OwnCase {
  return { id, slug, side, kind, stimulus, expected: [ACCEPT], check }
}

/** Throws Broken unless the bytes are these, in hexadecimal. */
export function sameBytes(what: string, got: Uint8Array, hex: string): void {
  if (toHex(got) !== hex) throw new Broken(`${what}: ${toHex(got)} instead of ${hex}`)
}

/** Throws Broken unless `run` throws an error of this library. */
export function refused(what: string, run: () => unknown): void {
  try {
    run()
  } catch (error) {
    if (error instanceof MtprotoError) return
    throw error
  }
  throw new Broken(`${what} was accepted`)
}

/** Randomness that hands out `given` first, in order for each purpose, and then what `rest` draws. */
export function givenDraws(
  given: Partial<Record<RandomPurpose, readonly Uint8Array[]>>,
  rest: Random,
): Random {
  const drawn = new Map<RandomPurpose, number>()
  return (length, purpose) => {
    const index = drawn.get(purpose) ?? 0
    drawn.set(purpose, index + 1)
    return given[purpose]?.[index] ?? rest(length, purpose)
  }
}
