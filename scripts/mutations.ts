// The checks whose removal has to be noticed: for each the code as it stands, the code that no longer checks, the
// rule of docs/rules.md behind it, and the tests (parts of their paths, as test/all.ts takes them) that notice.

export interface Mutation {
  /** the rule; with a suffix where one rule has several checks */
  readonly id: string
  /** what is no longer done */
  readonly what: string
  /** below src/ */
  readonly file: string
  /** stands in the file exactly once */
  readonly from: string
  readonly to: string
  readonly tests: readonly string[]
}

/** The checks of one file. */
function inFile(
  file: string,
  tests: readonly string[],
  list: readonly (readonly [id: string, what: string, from: string, to: string])[],
): Mutation[] {
  return list.map(([id, what, from, to]) => ({ id, what, file, from, to, tests }))
}

export const MUTATIONS: readonly Mutation[] = [
  // --- bytes and TL ---
  ...inFile(
    'core/bytes/bytes.ts',
    ['core/bytes', 'core/envelope'],
    [['equal', 'comparing the last byte', 'difference === 0', 'difference <= 1']],
  ),
  ...inFile(
    'core/tl/reader.ts',
    ['core/tl/reader', 'core/tl/schema'],
    [
      [
        'TL-03',
        'refusing a Bool that is neither',
        'if (id === BOOL_FALSE_ID) return false',
        'return false',
      ],
      ['TL-04', 'refusing unknown flags', '(flags & ~known) !== 0', 'false'],
      ['TL-05', 'bounding a vector count by the data', 'count < 0 || count > most', 'count < 0'],
      ['TL-06', 'reading no further than the data', 'length > this.remaining', 'false'],
      ['TL-depth', 'the limit of depth', 'this.#path.depth >= depth', 'false'],
      ['TL-nodes', 'the limit of values', '++this.#nodes > nodes', 'false'],
      ['TL-size', 'the limit of size', 'bytes.length > most', 'false'],
      [
        'TL-object',
        'an object of whole words only',
        'length < 4 || length % 4 !== 0',
        'length < 4',
      ],
    ],
  ),
  ...inFile(
    'core/tl/schema.ts',
    ['core/tl/schema', 'core/tl/round-trip'],
    [['TL-trailing', 'refusing bytes behind an object', 'length !== bytes.length', 'false']],
  ),
  ...inFile(
    'core/gzip/bits.ts',
    ['core/gzip'],
    [
      ['gzip-cap', 'the limit of unpacking', 'needed > this.#limit', 'false'],
      ['gzip-distance', 'refusing a distance before the start', 'distance > this.#length', 'false'],
    ],
  ),
  ...inFile(
    'core/gzip/gunzip.ts',
    ['core/gzip'],
    [['gzip-crc', 'the checksum', 'readUint32LE(trailer) !== crc32(unpacked)', 'false']],
  ),
  ...inFile(
    'core/session/gzip-packed.ts',
    ['core/session', 'core/dc-client'],
    [
      [
        'SES-14',
        'the limit of one envelope',
        'gunzip(packedData, limit)',
        'gunzip(packedData, MAX_UNPACKED)',
      ],
    ],
  ),
  // --- transports ---
  ...inFile(
    'core/transport/framing.ts',
    ['core/transport'],
    [
      ['TR-06', 'the limit of a frame', 'length > MAX_PAYLOAD + maxPadding', 'false'],
      ['TR-06-least', 'refusing a frame below four bytes', 'length < 4 ||', ''],
    ],
  ),
  ...inFile(
    'core/transport/full.ts',
    ['core/transport'],
    [
      ['TR-04-crc', 'the checksum of a frame', 'crc !== readUint32LE(frame, crcAt)', 'false'],
      ['TR-04-seq', 'the number of a frame', 'seq !== this.#nextIn', 'false'],
      ['TR-04-length', 'refusing a frame too short for itself', 'length < OVERHEAD', 'false'],
    ],
  ),
  ...inFile(
    'core/transport/start.ts',
    ['core/transport'],
    [['TR-20', 'avoiding starts that look like TLS', 'readUint32LE(bytes) !== TLS_WORD', 'true']],
  ),
  ...inFile(
    'core/transport/obfuscation.ts',
    ['core/transport'],
    [
      [
        'TR-41',
        'mixing the proxy secret into the keys',
        'secret ? crypto.sha256(key, secret) : key',
        'key',
      ],
    ],
  ),
  // --- envelopes ---
  ...inFile(
    'core/envelope/encrypted.ts',
    ['core/envelope', 'core/link'],
    [
      ['C-3', 'comparing the msg_key', 'authentic && aligned', 'aligned'],
      ['C-4', 'a body of whole words', 'length >= 0 && length % 4 === 0', 'length >= 0'],
      ['C-4-negative', 'a body of at least nothing', 'length >= 0 && length', 'length'],
      ['C-5-least', 'at least 12 bytes of padding', 'paddingSize >= MIN_PADDING && ', ''],
      ['C-5-most', 'at most 1024 bytes of padding', ' && paddingSize <= MAX_PADDING', ''],
      [
        'C-1',
        'refusing keys that are not known',
        'authKeyId === 0n ? undefined : findKey(authKeyId)',
        'findKey(authKeyId)',
      ],
      ['C-2-stray', 'refusing half a block', 'padded || stray === 0', 'true'],
    ],
  ),
  ...inFile(
    'core/envelope/plaintext.ts',
    ['core/envelope', 'core/dc-client', 'core/dc-server'],
    [
      ['HS-51', 'a message_length that is the size', 'stray > (padded ? MAX_STRAY : 0)', 'false'],
      ['HS-51-words', 'a message of whole words', 'length % 4 !== 0 ||', ''],
    ],
  ),
  ...inFile(
    'core/envelope/bind.ts',
    ['core/envelope', 'test-dc'],
    [
      [
        'SES-80',
        'the msg_key of a binding',
        '!equal(msgKeyV1(plaintext, crypto), msgKey)',
        'false',
      ],
      ['SES-80-key', 'the key that a binding names', 'fields.permAuthKeyId === id ?', 'true ?'],
    ],
  ),
  // --- the key exchange, both sides ---
  ...inFile(
    'core/auth-key/checks.ts',
    ['core/auth-key'],
    [
      [
        'HS-02',
        'comparing nonces',
        "if (!equal(got, expected)) throw new MtprotoError('ERR_NONCE_MISMATCH'",
        "if (false) throw new MtprotoError('ERR_NONCE_MISMATCH'",
      ],
      [
        'HS-19',
        'comparing server_nonce',
        "checkNonce(got.serverNonce, expected.serverNonce, 'server_nonce', rules.serverNonce)",
        '',
      ],
      [
        'HS-38',
        'comparing new_nonce_hash',
        "if (!equal(got, expected)) throw new MtprotoError('ERR_DH_HASH_MISMATCH'",
        "if (false) throw new MtprotoError('ERR_DH_HASH_MISMATCH'",
      ],
    ],
  ),
  ...inFile(
    'core/auth-key/derive.ts',
    ['core/auth-key'],
    [
      [
        'HS-20',
        'a DH answer of whole blocks',
        'encrypted.length < 2 * BLOCK || encrypted.length % BLOCK !== 0',
        'encrypted.length < 2 * BLOCK',
      ],
      [
        'HS-21',
        'the SHA-1 of the DH answer',
        '!equal(crypto.sha1(data.subarray(0, length)), hashed.subarray(0, HASH_SIZE))',
        'false',
      ],
      ['HS-22', 'less than a block of padding', 'data.length - length >= BLOCK', 'false'],
    ],
  ),
  ...inFile(
    'core/auth-key/client-exchange.ts',
    ['core/auth-key/client'],
    [
      [
        'HS-03',
        'choosing a key that is trusted',
        'fingerprint === chosen)',
        'fingerprint === chosen) ?? keys[0]',
      ],
      ['HS-09', 'a pq of 8 bytes at most', 'pq.length > 8', 'false'],
      [
        'HS-23',
        'the nonces inside the DH answer',
        "checkNonces(inner, secrets, { nonce: 'HS-23', serverNonce: 'HS-24' })",
        '',
      ],
      ['HS-27', 'the proof of the prime', 'if (!isSafe)', 'if (false)'],
      ['HS-29', 'the generator', 'checkGenerator(g, dhPrime)', ''],
      ['HS-32', 'the range of g_a', "checkDhValue(inner.gA, dhPrime, 'g_a')", ''],
      ['HS-36', 'the range of g_b', 'isGB && !isDhValueSafe(value, group.dhPrime)', 'false'],
      ['HS-41', 'the limit of retries', '++this.#retries > retries', 'false'],
      [
        'HS-43',
        'the hash of a refusal',
        "checkHash(answer.newNonceHash, hash, 'new_nonce_hash', 'HS-43')",
        '',
      ],
    ],
  ),
  ...inFile(
    'core/crypto/dh-group.ts',
    ['core/crypto/dh-group', 'core/auth-key', 'core/login'],
    [
      [
        'HS-26',
        'a prime of 2048 bits',
        'prime.length !== 256 || prime[0]! < 0x80 ||',
        'prime.length !== 256 ||',
      ],
      [
        'HS-29-residue',
        'a generator of the right subgroup',
        '!remainders.includes(remainder)',
        'false',
      ],
      [
        'HS-33',
        'the distance from the ends',
        'v >= MARGIN && v <= toBigInt(prime) - MARGIN',
        'v > 1n && v < toBigInt(prime) - 1n',
      ],
    ],
  ),
  ...inFile(
    'core/crypto/prime.ts',
    ['core/crypto', 'core/auth-key/client-dh'],
    [
      ['HS-28', 'the primality of (p-1)/2', 'isProbablePrime(q, bases, modPow) && ', ''],
      ['HS-27-rounds', 'at least 15 rounds', 'witnesses.length < LEAST_WITNESSES', 'false'],
    ],
  ),
  ...inFile(
    'core/crypto/rsa-pad.ts',
    ['core/crypto/rsa-pad', 'core/auth-key/server'],
    [
      [
        'HS-13',
        'a block below the modulus',
        'if (toBigInt(block) < toBigInt(key.n)) return',
        'return',
      ],
      [
        'HS-67',
        'the hash inside RSA_PAD',
        '!equal(crypto.sha256(tempKey, padded), decrypted.subarray(PADDED))',
        'false',
      ],
    ],
  ),
  ...inFile(
    'core/auth-key/client.ts',
    ['core/auth-key/client'],
    [
      ['HS-47', 'telling a wrong data centre from a failure', 'code === -444', 'false'],
      ['HS-48', 'an end to waiting', 'isOver || (isDue && request.resends === 0)', 'isOver'],
      ['HS-49', 'ignoring the same answer twice', 'if (this.#taken.has(digest)) return', ''],
    ],
  ),
  ...inFile(
    'core/auth-key/server-exchange.ts',
    ['core/auth-key/server', 'core/auth-key/together'],
    [
      [
        'HS-65',
        'the factors the client found',
        '!equal(request.p, step.p) || !equal(request.q, step.q)',
        'false',
      ],
      [
        'HS-66',
        'the fingerprint the client chose',
        'fingerprint === publicKeyFingerprint)',
        'fingerprint === publicKeyFingerprint) ?? this.#options.keys[0]',
      ],
      [
        'HS-68',
        'the inner nonces',
        "checkNonces(inner, nonces, { nonce: 'HS-68', serverNonce: 'HS-68' })",
        '',
      ],
      ['HS-69', 'the data centre', 'Math.abs(dc) !== expected', 'false'],
      [
        'HS-70',
        'refusing everything after one wrong request',
        "this.#step = { step: 'refused' }\n      throw error",
        'throw error',
      ],
      ['HS-73', 'the range of g_b', "checkDhValue(inner.gB, dhPrime, 'g_b')", ''],
      ['HS-74', 'the retry_id', 'inner.retryId !== agreement.retryId', 'false'],
      [
        'HS-77-wish',
        'a lifetime above nothing',
        'expiresIn !== undefined && expiresIn <= 0',
        'false',
      ],
    ],
  ),
  ...inFile(
    'core/auth-key/server.ts',
    ['core/auth-key/server', 'core/auth-key/together'],
    [
      ['HS-62', 'the same answer to the same question', 'known !== undefined', 'false'],
      ['HS-63', 'forgetting an exchange in time', 'entry.expires > now.monotonic', 'true'],
    ],
  ),
  // --- sessions, both sides ---
  ...inFile(
    'core/session/container.ts',
    ['core/session'],
    [
      [
        'SES-09',
        'refusing a container in a container',
        'constructorId(item.body) === SERVICE.msgContainer',
        'false',
      ],
      ['SES-10', 'refusing an item past the end', 'length > body.length - at', 'false'],
      [
        'SES-10-count',
        'the limit of items',
        'count < 0 || count > MAX_ITEMS_RECEIVED',
        'count < 0',
      ],
      ['SES-10-rest', 'refusing bytes behind the items', 'at !== body.length', 'false'],
      ['C-11', 'items older than their container', 'msgId >= message.msgId', 'false'],
    ],
  ),
  ...inFile(
    'core/session/session.ts',
    ['core/session', 'core/dc-client/receiving'],
    [
      ['C-7', 'the parity of a msg_id', '!hasParityOf(this.#peer, message.msgId)', 'false'],
      ['C-8', 'the replay window', "duplicate: status !== 'new'", 'duplicate: false'],
      [
        'SES-04',
        'acknowledging what is content-related',
        'isContentRelated(item) &&',
        '!isContentRelated(item) &&',
      ],
    ],
  ),
  ...inFile(
    'core/session/received-ids.ts',
    ['core/session', 'core/dc-server'],
    [
      [
        'C-8-floor',
        'refusing what is below all that are remembered',
        "if (index === 0 && this.#ids.length === this.#capacity) return 'forgotten'",
        '',
      ],
    ],
  ),
  ...inFile(
    'core/session/msg-id.ts',
    ['core/session', 'core/dc-client', 'core/dc-server/messages'],
    [
      ['C-9-past', 'refusing the past', 'moment < unix - MAX_AGE', 'false'],
      ['C-9-future', 'refusing the future', 'moment > unix + MAX_LEAD', 'false'],
      ['SES-01', 'ids that rise', 'if (id <= this.#last)', 'if (false)'],
    ],
  ),
  ...inFile(
    'core/session/service.ts',
    ['core/session', 'core/dc-client'],
    [
      [
        'C-10',
        'hearing the messages that repair a clock',
        'id === SERVICE.badMsgNotification ||',
        '',
      ],
    ],
  ),
  ...inFile(
    'core/session/seq-no.ts',
    ['core/session'],
    [
      [
        'SES-03',
        'odd seqnos for what is content-related',
        '2 * this.#contentRelated++ + 1',
        '2 * this.#contentRelated++',
      ],
    ],
  ),
  ...inFile(
    'core/session/owed-acks.ts',
    ['core/session/owed-acks'],
    [['SES-06', 'the limit of one msgs_ack', 'if (ids.length === MAX_ACK_IDS) break', '']],
  ),
  // --- the client of a data centre ---
  ...inFile(
    'core/dc-client/client-session.ts',
    ['core/dc-client'],
    [
      ['C-6', 'the session of a message', 'message.sessionId !== this.#session.id', 'false'],
      [
        'SES-21',
        'adopting the salt that the server names',
        'this.#salts.adopt(value.newServerSalt, this.#clock.unix(now) / 1000)',
        '{}',
      ],
      [
        'SES-22',
        'believing only what names a message of ours',
        'if (named.length === 0) return',
        '',
      ],
      [
        'SES-24',
        'the limit of refusals',
        '++cause.refusals < MAX_REFUSALS',
        '++cause.refusals < Infinity',
      ],
      [
        'SES-26',
        'future salts that were asked for',
        "if (this.#inquiries.take(reqMsgId)?.kind !== 'salts') return",
        '',
      ],
      [
        'SES-27',
        'sending again what was below first_msg_id',
        'for (const sent of this.#sent.below(firstMsgId)) this.#lost(sent)',
        '',
      ],
      [
        'SES-28',
        'hearing of a new session once',
        'if (uniqueId === this.#lastCreation) return',
        '',
      ],
      [
        'SES-30',
        'results of what was asked',
        'if (cause === undefined || !isQuery(cause)) return',
        'if (cause === undefined) return',
      ],
      [
        'SES-31',
        'settling once',
        'this.#queries.delete(query.id)\n    if (query.message',
        'if (query.message',
      ],
      [
        'SES-43',
        'telling the server that a call is given up',
        'if (query.message !== undefined)\n      this.#notify',
        'if (false)\n      this.#notify',
      ],
      [
        'SES-44',
        'introducing the client',
        'cause.wrapped = !this.#initialised',
        'cause.wrapped = false',
      ],
      [
        'SES-50',
        'holding calls until the key is bound',
        'this.#gated && cause.id !== BINDING',
        'false',
      ],
      [
        'gap',
        'telling of a gap',
        "if (this.#lastCreation !== undefined) this.#outputs.push({ kind: 'gap' })",
        '',
      ],
      ['D8-clock', 'learning the time from 16 and 17', 'if (reaction.syncClock)', 'if (false)'],
      [
        'D8-session',
        'a new session after 17',
        "if (reaction.action === 'new-session') this.#replaceSession()",
        '',
      ],
    ],
  ),
  ...inFile(
    'core/dc-client/query.ts',
    ['core/dc-client'],
    [
      [
        'SES-23',
        'a refused container being all of its items',
        '[...(this.#byContainer.get(msgId) ?? [])]',
        '[]',
      ],
    ],
  ),
  ...inFile(
    'core/dc-client/inquiries.ts',
    ['core/dc-client'],
    [
      [
        'SES-33',
        'taking the answer to a question once',
        'this.#open.delete(msgId)\n    return inquiry',
        'return inquiry',
      ],
    ],
  ),
  ...inFile(
    'core/dc-client/message-states.ts',
    ['core/dc-client'],
    [
      ['SES-33-size', 'a state for each message', 'if (msgIds.length !== info.length) return', ''],
      [
        'SES-36',
        'not acknowledging an answer that was not seen',
        'if (session.stateOf(answer) === RECEIVED) return session.acks',
        'return session.acks',
      ],
    ],
  ),
  ...inFile(
    'core/dc-client/client-salts.ts',
    ['core/dc-client'],
    [['SES-25', 'using a salt in its time', 'validSince <= unix)', 'true)']],
  ),
  ...inFile(
    'core/dc-client/dc-client.ts',
    ['core/dc-client'],
    [
      [
        'TR-12',
        'confirming -404 on a fresh connection',
        '++this.#unknownKey >= 2',
        '++this.#unknownKey >= 1',
      ],
      ['TR-14', 'ending on -444', 'if (code === -444) return this.#giveUp(error)', ''],
      [
        'HS-52',
        'the parity of an answer in the key exchange',
        "hasParityOf('server', out.message.msgId)",
        'true',
      ],
      [
        'SES-53',
        'keeping the permanent key',
        'code === -404 && this.#keys.temporary !== undefined',
        'false',
      ],
      [
        'silence',
        'noticing a dead line',
        "phase.step === 'ready' && this.#session.silent(now)",
        'false',
      ],
    ],
  ),
  ...inFile(
    'core/dc-client/backoff.ts',
    ['core/dc-client/backoff'],
    [['back-off', 'waiting longer each time', '2 ** ', '1 ** ']],
  ),
  // --- the server of a data centre ---
  ...inFile(
    'core/dc-server/reception.ts',
    ['core/dc-server'],
    [
      ['SES-66', 'the salt of a message', '!key.salts.accepts(message.salt, unix)', 'false'],
      [
        'SES-63',
        'the id of a container once',
        'isContainer(message) && session.session.stateOf(message.msgId) === 4',
        'false',
      ],
      ['SES-62', 'refusing what is too old to be known', '!session.knows(call.msgId)', 'false'],
      [
        'SES-60',
        'the parity of a seqno',
        'seqNoFault(constructorId(item.body), item.seqNo) ?? order',
        'order',
      ],
      ['SES-65', 'the limit of ids in a list', 'if (isTooLong(value)) this', 'if (false) this'],
      [
        'SES-65-items',
        'the limit of items in a container',
        'itemCount(message) > MAX_ITEMS_RECEIVED',
        'false',
      ],
      ['SES-70', 'announcing a session once', 'session.announced = true', ''],
      [
        'ENC-29',
        'executing a call once',
        '} else if (duplicate) this.#again',
        '} else if (false) this.#again',
      ],
    ],
  ),
  ...inFile(
    'core/dc-server/seq-no-order.ts',
    ['core/dc-server'],
    [['SES-61', 'seqnos that rise', 'below > seqNo ||', '']],
  ),
  ...inFile(
    'core/dc-server/server-session.ts',
    ['core/dc-server'],
    [
      [
        'SES-68',
        'answering a repeated call',
        'this.#sendAgain(message, msgId, message.body.length > LARGE)',
        '',
      ],
      [
        'SES-69',
        'sending again on a new connection',
        'for (const { outgoing, answers } of this.#unacked.values())',
        'for (const { outgoing, answers } of [] as Waiting[])',
      ],
      ['SES-69-acked', 'forgetting what was acknowledged', 'this.#unacked.delete(msgId)\n', '\n'],
      [
        'once',
        'answering a call once',
        'if (this.#running.has(msgId)) this.reply(msgId, result)',
        'this.reply(msgId, result)',
      ],
    ],
  ),
  ...inFile(
    'core/dc-server/service-calls.ts',
    ['core/dc-server'],
    [
      ['SES-71', 'the limit of future salts', 'call.num < 1 || call.num > MAX_SALTS', 'false'],
      ['SES-75', 'a session that does not end itself', 'sessionId !== session.session.id && ', ''],
    ],
  ),
  ...inFile(
    'core/dc-server/dc-server.ts',
    ['core/dc-server', 'test-dc'],
    [
      ['HS-77', 'the end of a temporary key', 'this.#unix(now) >= key.expiresAt', 'false'],
      ['ENC-27', 'closing on a broken envelope', "error.code === 'ERR_MSG_KEY_MISMATCH'", 'false'],
      ['SES-74', 'closing when no ping came', 'now.monotonic >= disconnectAt', 'false'],
    ],
  ),
  ...inFile(
    'core/dc-server/salts.ts',
    ['core/dc-server'],
    [
      [
        'SES-67',
        'a salt before its time',
        's.salt === salt && s.validSince <= unix',
        's.salt === salt',
      ],
    ],
  ),
  // --- login ---
  ...inFile(
    'core/login/login-url.ts',
    ['core/login/login-url'],
    [['QR-03', 'the form of a link', 'if (!text.startsWith(PREFIX))', 'if (false)']],
  ),
  ...inFile(
    'core/login/qr-login.ts',
    ['core/login/qr-login'],
    [
      [
        'QR-05',
        'no tight loop on a token that is over',
        'Math.max(expires * 1000 - serverTime, SHORTEST_SHOW)',
        'expires * 1000 - serverTime',
      ],
      ['QR-13', 'the limit of migrations', 'migrations === this.#limits.migrations', 'false'],
      ['QR-12', 'the limit of restarts', 'this.#restarts === this.#limits.restarts', 'false'],
      [
        'QR-15',
        'an authorization to sign up',
        "authorization._ === 'auth.authorizationSignUpRequired'",
        'false',
      ],
      ['QR-07', 'one scan for one token', 'if (!this.#scanned)', 'if (true)'],
    ],
  ),
  ...inFile(
    'core/login/srp-client.ts',
    ['core/login/srp', 'core/login/password'],
    [
      ['PW-02', 'the range of srp_B', 'B === 0n || B >= p', 'false'],
      ['PW-03', 'the group', 'checkGenerator(g, p)', ''],
      ['PW-07', 'a difference from 0 to p - 1', ' % p) + p) % p', ' % p))'],
    ],
  ),
  ...inFile(
    'core/login/srp-server.ts',
    ['core/login/srp', 'test-dc'],
    [
      ['PW-08', 'refusing an A of 0', 'A === 0n || A >= p', 'false'],
      [
        'PW-08-proof',
        'comparing the proof',
        'return equal(answer.M1, proof(algo, bytesOfA, B, S, crypto))',
        'return true',
      ],
    ],
  ),
  ...inFile(
    'core/login/password-check.ts',
    ['core/login/password-check', 'core/login/qr-login'],
    [['PW-06', 'the limit of proofs', 'this.#proofs === this.#options.limits.proofs', 'false']],
  ),
  // --- the test data centre ---
  ...inFile(
    'test-dc/login-tokens.ts',
    ['test-dc'],
    [
      [
        'QR-30',
        'the expiry of a token',
        "if (unix >= found.expires) throw new RpcError(400, 'AUTH_TOKEN_EXPIRED')\n    if (found.accepted",
        'if (found.accepted',
      ],
      ['QR-30-once', 'accepting a token once', 'other.accepted = true', ''],
      [
        'QR-32',
        'users that are logged in already',
        'found.exceptIds.includes(account.id)',
        'false',
      ],
      [
        'QR-34',
        'the data centre of an import',
        "found.kind !== 'migrating' || found.account.dc !== importer.dc",
        "found.kind !== 'migrating'",
      ],
    ],
  ),
  ...inFile(
    'test-dc/methods/password.ts',
    ['test-dc'],
    [['PW-08-once', 'a challenge that is good for one proof', 'login.challenge = undefined', '']],
  ),
  ...inFile(
    'test-dc/methods/temp-keys.ts',
    ['test-dc'],
    [
      ['SES-80-message', 'a binding about its own message', 'inner.msgId !== context.msgId ||', ''],
      [
        'SES-80-session',
        'a binding about its own session',
        'inner.tempSessionId !== context.sessionId',
        'false',
      ],
    ],
  ),
]
