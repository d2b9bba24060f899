// Which values come into being at which frame of a connection. Source: /mtproto/auth_key, /mtproto/description,
// /api/srp, /api/pfs. Each is entered with the inputs it follows from, and compared with what was sent. What
// nobody told, such as the exponents of a recorded stranger, is left out with all that follows from it alone.
import { equal, xor } from '../core/bytes/bytes.ts'
import { toHex } from '../core/bytes/hex.ts'
import { encodeUtf8 } from '../core/bytes/utf8.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import type { Secret } from '../core/secrets.ts'
import { contentOf, type Field, type Frame, findField } from './field.ts'
import { type Entry, type Knowledge, Ledger, type Value } from './ledger.ts'
import { RECIPES, type RecipeName } from './recipes.ts'
import type { Performance } from './scenario.ts'

export class Story {
  readonly #crypto: Crypto
  readonly #performance: Performance
  readonly #ledger: Ledger
  /** ids of values, by auth_key_id */
  readonly #keys = new Map<string, string>()
  #frame: Frame | undefined

  constructor(performance: Performance, crypto: Crypto) {
    this.#performance = performance
    this.#crypto = crypto
    this.#ledger = new Ledger(crypto, performance.isRecorded === true)
  }

  get values(): readonly Value[] {
    return this.#ledger.values
  }

  /** Takes the next frame; `exchange` names the key exchange that is under way. */
  tell(frame: Frame, exchange: string): void {
    this.#frame = frame
    if (frame.isEncrypted) {
      this.#tellMessage(`m${frame.id.slice(1)}`)
      this.#tellPassword()
    } else this.#tellExchange(exchange)
  }

  #tellExchange(x: string): void {
    switch (this.#frame?.title) {
      case 'req_pq_multi':
        return this.#sent(x, 'nonce', 'everybody')
      case 'resPQ':
        return this.#tellOffer(x)
      case 'req_DH_params':
        return this.#tellProof(x)
      case 'server_DH_params_ok':
        return this.#tellServerHalf(x)
      case 'set_client_DH_params':
        return this.#tellClientHalf(x)
      case 'dh_gen_ok':
        return this.#tellConfirmation(x)
    }
  }

  #tellOffer(x: string): void {
    this.#sent(x, 'server_nonce', 'everybody')
    this.#sent(x, 'pq', 'everybody', 'resPQ.pq')
    const key = this.#secretsOf('rsa-key')[0]
    if (key === undefined) return
    this.#given(x, 'n', 'everybody', key.n, 'n, the server’s public key')
    this.#given(x, 'e', 'everybody', key.e, 'e, its exponent')
    this.#derived(x, 'fingerprint', 'everybody', 'fingerprint', ['n', 'e'], 'fingerprints[]')
  }

  #tellProof(x: string): void {
    this.#sent(x, 'p', 'everybody', 'req_DH_params.p')
    this.#sent(x, 'q', 'everybody', 'req_DH_params.q')
    const label = 'pq, multiplied again'
    const pq = this.#ledger.find(`${x}.pq`)
    this.#derived(x, 'product', 'everybody', 'product', ['p', 'q'], undefined, {
      label,
      expected: pq,
    })
    this.#sent(x, 'new_nonce', 'both')
    const sealed = this.#field('req_DH_params.encrypted_data')
    const key = this.#secretsOf('rsa-key')[0]
    if (sealed?.inner === undefined || key === undefined) return
    const block = this.#crypto.modPow(contentOf(sealed), key.d, key.n)
    const tempKey = xor(block.subarray(0, 32), this.#crypto.sha256(block.subarray(32)))
    this.#given(x, 'data', 'both', sealed.inner.bytes, 'p_q_inner_data and padding')
    this.#given(x, 'temp_key', 'both', tempKey)
    const inputs = ['data', 'temp_key', 'n', 'e']
    this.#derived(x, 'encrypted_data', 'everybody', 'rsaPad', inputs, sealed.key)
  }

  #tellServerHalf(x: string): void {
    const nonces = ['new_nonce', 'server_nonce']
    this.#derived(x, 'tmp_aes_key', 'both', 'tmpAesKey', nonces)
    this.#derived(x, 'tmp_aes_iv', 'both', 'tmpAesIv', nonces)
    const g = this.#field('inner_data.g')
    if (g !== undefined) this.#given(x, 'g', 'both', g.bytes.slice(0, 1), 'g', g)
    this.#sent(x, 'dh_prime', 'both')
    this.#tellPower(x, 'g_a', 'a', 'server')
    this.#tellHashed(x, 'answer', 'server_DH_params_ok.encrypted_answer')
  }

  #tellClientHalf(x: string): void {
    this.#tellPower(x, 'g_b', 'b', 'client')
    this.#tellHashed(x, 'client_data', 'set_client_DH_params.encrypted_data')
    this.#derived(x, 'auth_key', 'both', 'power', ['g_a', 'b', 'dh_prime'])
    const label = 'auth_key, as the server computes it'
    const expected = this.#ledger.find(`${x}.auth_key`)
    const inputs = ['g_b', 'a', 'dh_prime']
    this.#derived(x, 'same_key', 'both', 'power', inputs, undefined, { label, expected })
  }

  #tellConfirmation(x: string): void {
    if (this.#ledger.find(`${x}.auth_key`) === undefined) this.#tellConfirmedKey(x)
    this.#derived(x, 'auth_key_aux_hash', 'both', 'authKeyAuxHash', ['auth_key'])
    const inputs = ['new_nonce', 'auth_key_aux_hash']
    this.#derived(x, 'new_nonce_hash1', 'everybody', 'newNonceHash1', inputs, '.new_nonce_hash1')
    this.#derived(x, 'auth_key_id', 'everybody', 'authKeyId', ['auth_key'])
    this.#derived(x, 'server_salt', 'both', 'serverSalt', ['new_nonce', 'server_nonce'])
    const id = this.#ledger.find(`${x}.auth_key_id`)
    if (id !== undefined) this.#keys.set(toHex(id), `${x}.auth_key`)
  }

  /** Of a stranger's keys, the one that this confirmation is about. */
  #tellConfirmedKey(x: string): void {
    const newNonce = this.#ledger.find(`${x}.new_nonce`)
    const hash = this.#field('.new_nonce_hash1')
    if (newNonce === undefined || hash === undefined) return
    const { authKeyAuxHash, newNonceHash1 } = RECIPES
    const confirmed = this.#secretsOf('auth-key').find(({ key }) => {
      const auxHash = authKeyAuxHash.compute(this.#crypto, key)
      return equal(newNonceHash1.compute(this.#crypto, newNonce, auxHash), hash.bytes)
    })
    if (confirmed !== undefined) this.#given(x, 'auth_key', 'both', confirmed.key)
  }

  /** g to the power of an exponent, if a draw is known that leads there. */
  #tellPower(x: string, name: string, exponent: 'a' | 'b', side: 'client' | 'server'): void {
    const field = this.#field(`.${name}`)
    const [g, modulus] = [this.#ledger.find(`${x}.g`), this.#ledger.find(`${x}.dh_prime`)]
    if (field === undefined || g === undefined || modulus === undefined) return
    const power = contentOf(field)
    const draw = this.#performance.draws.find(
      ({ purpose, bytes }) =>
        purpose === exponent &&
        equal(RECIPES.power.compute(this.#crypto, g, bytes, modulus), power),
    )
    if (draw === undefined) return this.#sent(x, name, 'both')
    this.#given(x, exponent, side, draw.bytes, `${exponent}, the ${side}’s secret`)
    this.#derived(x, name, 'both', 'power', ['g', exponent, 'dh_prime'], field.key)
  }

  #tellHashed(x: string, name: string, key: string): void {
    const sealed = this.#field(key)
    const [, object] = sealed?.inner?.fields ?? []
    if (sealed?.inner === undefined || object === undefined) return
    this.#given(x, name, 'both', sealed.inner.bytes, `SHA1, ${object.key} and padding`)
    const inputs = [name, 'tmp_aes_key', 'tmp_aes_iv']
    const label = key.slice(key.indexOf('.') + 1)
    this.#derived(x, `sealed_${name}`, 'everybody', 'ige', inputs, key, { label })
  }

  #tellMessage(m: string): void {
    const ciphertext = this.#field('envelope.ciphertext')
    const keyId = this.#field('envelope.auth_key_id')
    if (ciphertext?.inner === undefined || keyId === undefined) return
    const side = this.#frame?.sender === 'client' ? 'Client' : 'Server'
    const key = this.#keyOf(keyId)
    const plaintext = ciphertext.inner.bytes
    this.#given(m, 'plaintext', 'both', plaintext, 'the plaintext of this message', ciphertext)
    const inputs = [key, 'plaintext']
    this.#derived(m, 'msg_key', 'everybody', `msgKeyOf${side}`, inputs, 'envelope.msg_key')
    this.#derived(m, 'aes_key', 'both', `aesKeyOf${side}`, [key, 'msg_key'])
    this.#derived(m, 'aes_iv', 'both', `aesIvOf${side}`, [key, 'msg_key'])
    const sealed = ['plaintext', 'aes_key', 'aes_iv']
    this.#derived(m, 'ciphertext', 'everybody', 'ige', sealed, ciphertext.key)
    const token = this.#field('auth.loginToken.token')
    if (token !== undefined) {
      this.#given(m, 'token', 'both', contentOf(token), 'the login token', token)
      const label = 'the link in the QR code'
      this.#derived(m, 'link', 'both', 'loginLink', ['token'], undefined, { label })
    }
    this.#tellBinding(m)
  }

  #tellBinding(m: string): void {
    const ciphertext = this.#field('binding.ciphertext')
    const keyId = this.#field('binding.auth_key_id')
    if (ciphertext?.inner === undefined || keyId === undefined) return
    const key = this.#keyOf(keyId)
    const label = (name: string) => ({ label: `${name} of the binding` })
    const plain = 'the plaintext of the binding'
    this.#given(m, 'binding', 'both', ciphertext.inner.bytes, plain, ciphertext)
    const msgKey = 'binding_msg_key'
    this.#derived(m, msgKey, 'both', 'msgKeyV1', ['binding'], 'binding.msg_key', label('msg_key'))
    const inputs = [key, msgKey]
    this.#derived(m, 'binding_aes_key', 'both', 'aesKeyV1', inputs, undefined, label('aes_key'))
    this.#derived(m, 'binding_aes_iv', 'both', 'aesIvV1', inputs, undefined, label('aes_iv'))
    const sealed = ['binding', 'binding_aes_key', 'binding_aes_iv']
    const end = ciphertext.key
    this.#derived(m, 'binding_ciphertext', 'both', 'ige', sealed, end, label('ciphertext'))
  }

  #tellPassword(): void {
    if (this.#field('account.password.srp_B') !== undefined) {
      for (const name of ['salt1', 'salt2', 'p']) this.#sent('srp', name, 'both', `ModPow.${name}`)
      const g = this.#field('ModPow.g')
      if (g !== undefined) this.#given('srp', 'g', 'both', g.bytes.slice(0, 1), 'g', g)
      this.#sent('srp', 'B', 'both', 'account.password.srp_B')
    }
    if (this.#field('inputCheckPasswordSRP.M1') === undefined) return
    const { draws, password } = this.#performance
    const isOwn = (draw: (typeof draws)[number]) => draw.side === 'client' && draw.purpose === 'srp'
    const a = draws.findLast(isOwn)
    if (a === undefined || password === undefined) return
    this.#given('srp', 'password', 'client', encodeUtf8(password), 'the password')
    this.#given('srp', 'a', 'client', a.bytes, 'a, the client’s secret')
    const A = 'inputCheckPasswordSRP.A'
    this.#derived('srp', 'A', 'both', 'power', ['g', 'a', 'p'], A)
    this.#derived('srp', 'x', 'client', 'srpX', ['password', 'salt1', 'salt2'])
    const label = 'v, which the server keeps in place of the password'
    this.#derived('srp', 'v', 'both', 'power', ['g', 'x', 'p'], undefined, { label })
    this.#derived('srp', 'k', 'both', 'srpK', ['p', 'g'])
    this.#derived('srp', 'u', 'both', 'srpU', ['A', 'B'])
    this.#derived('srp', 'S', 'both', 'srpS', ['B', 'k', 'v', 'a', 'u', 'x', 'p'])
    const inputs = ['p', 'g', 'salt1', 'salt2', 'A', 'B', 'S']
    this.#derived('srp', 'M1', 'both', 'srpM1', inputs, 'inputCheckPasswordSRP.M1')
  }

  /** The value of the key with this id; one of an earlier connection is entered here. */
  #keyOf(keyId: Field): string {
    const id = toHex(keyId.bytes)
    const known = this.#keys.get(id)
    if (known !== undefined) return known
    const key = this.#secretsOf('auth-key').find(
      secret => toHex(RECIPES.authKeyId.compute(this.#crypto, secret.key)) === id,
    )
    const value = `key-${id}.auth_key`
    this.#given(`key-${id}`, 'auth_key', 'both', key!.key, 'auth_key, known from elsewhere')
    this.#keys.set(id, value)
    return value
  }

  #secretsOf<K extends Secret['kind']>(kind: K): (Secret & { readonly kind: K })[] {
    const { secrets } = this.#performance.recording
    return secrets.filter((secret): secret is Secret & { readonly kind: K } => secret.kind === kind)
  }

  #field(end: string): Field | undefined {
    return this.#frame && findField(this.#frame, end)
  }

  /** Enters what stands in a field. */
  #sent(group: string, name: string, known: Knowledge, end: string = `.${name}`): void {
    const field = this.#field(end)
    if (field !== undefined) this.#given(group, name, known, contentOf(field), name, field)
  }

  #given(
    group: string,
    name: string,
    known: Knowledge,
    bytes: Uint8Array,
    label: string = name,
    field?: Field,
  ): void {
    this.#ledger.given(this.#entry(group, name, known, label, field), bytes)
  }

  /** Enters what follows, if all inputs are known; `end` names the field in which it was sent. */
  #derived(
    group: string,
    name: string,
    known: Knowledge,
    recipe: RecipeName,
    inputs: readonly string[],
    end?: string,
    more: { readonly label?: string; readonly expected?: Uint8Array | undefined } = {},
  ): void {
    const field = end === undefined ? undefined : this.#field(end)
    const ids = inputs.map(input => (input.includes('.') ? input : `${group}.${input}`))
    const entry = this.#entry(group, name, known, more.label ?? name, field)
    this.#ledger.derived(entry, recipe, ids, field ? contentOf(field) : more.expected)
  }

  #entry(group: string, name: string, known: Knowledge, label: string, field?: Field): Entry {
    const frame = this.#frame!.id
    return { id: `${group}.${name}`, label, known, frame, field: field?.id }
  }
}
