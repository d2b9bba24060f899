// The stages that an answer of the server's side of a key exchange passes through, and the hooks on them.
// Source: /mtproto/auth_key. What a hook returns is written as it is; what the server keeps stays its own.
import type { Stage } from '../machine.ts'
import type { Types } from '../tl/generated/mtproto/index.ts'
import type { HashedData } from './derive.ts'

/** An answer before it is encoded: resPQ, server_DH_params_ok, or one of dh_gen_ok, _retry and _fail. */
export interface HandshakeAnswer {
  readonly value: Types['object']
  /** what the other hashes of a confirmation would be made of; known from server_DH_params_ok on */
  readonly newNonce: Uint8Array | undefined
  /** auth_key_aux_hash, 8 bytes; known when the key is */
  readonly auxHash: Uint8Array | undefined
}

/** Hooks on these stages; a stage without one passes its record on unchanged. */
export interface AuthKeyServerStages {
  /** server_DH_inner_data before it is hashed; each record becomes an answer */
  readonly innerData?: Stage<Types['object']>
  /** the same with its hash and padding before it is encrypted; together a multiple of 16 bytes */
  readonly hashed?: Stage<HashedData>
  readonly answer?: Stage<HandshakeAnswer>
}
