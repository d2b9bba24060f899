// The answer to one question, with links to the bytes: what protects the login token on the wire, and what would
// have to change to break it. On the page a reader can flip a bit of the message and see what the client says.
import { toHex } from '../core/bytes/hex.ts'
import type { Connection } from './connection.ts'
import { allFields, type Field, type Frame, placeOf } from './field.ts'
import { type Html, html } from './html.ts'

/** Undefined when no token crosses this connection. */
export function tokenOf({ frames, values }: Connection): Html | undefined {
  const found = findToken(frames)
  if (found === undefined) return undefined
  const { frame, token, ciphertext, msgKey } = found
  const m = `m${frame.id.slice(1)}`
  const [keyId] = values.find(({ id }) => id === `${m}.msg_key`)?.inputs ?? []
  const offset = placeOf(ciphertext.inner?.fields ?? [], token.id)
  const at = `bytes ${offset} to ${offset + token.bytes.length - 1} of the ${ciphertext.bytes.length}`
  return html`<section id="token" aria-labelledby="token-title"><h2 id="token-title">What protects the login token</h2>
<p>Whoever holds the <a href="#${token.id}">token</a> can show it to somebody as a QR code. It crosses the wire once, in <a href="#${frame.id}">frame ${frame.id.slice(1)}</a>, as ${at} that are inside the <a href="#${ciphertext.id}">ciphertext</a>. A chain of five things stands before it, and each is only as strong as the one below:</p>
<ol class="chain">
<li><b>The ciphertext.</b> AES-256 in IGE mode. To read the token one needs the ${linkTo(keyId && `v-${m}.aes_key`, 'aes_key')} of this one message.</li>
<li><b>The <a href="#${msgKey.id}">msg_key</a>.</b> aes_key follows from it and from the auth key. It is also the proof that nothing was changed: the receiver computes it again from what it decrypted. It stands in ${range(frame, msgKey)} of frame ${frame.id.slice(1)}: whoever changes the token has to change these to match, and without the auth key nobody can tell to what.</li>
<li><b>The ${linkTo(keyId && `v-${keyId}`, 'auth key')}.</b> 256 bytes that were never sent. Both sides computed them from each other’s half of a Diffie-Hellman exchange.</li>
<li><b>${hashLink(frames)}.</b> Proves to the client that the server computed the same key, and that it could read new_nonce.</li>
<li><b>${keyLink(frames)}.</b> new_nonce was readable only for the holder of this key. The client knows the key because it is part of the program. <em>This is the byte to change:</em> who can replace one public key inside the client can stand in between and read everything. On the wire there is no such byte.</li>
</ol>
${tamper(frame, keyId)}
</section>`
}

/** A small form; what it does is the page's program. */
function tamper(frame: Frame, key: string | undefined): Html {
  const sealed = frame.fields.filter(({ key }) => key.startsWith('envelope.'))
  const payload = sealed.map(({ bytes }) => toHex(bytes)).join('')
  const most = payload.length / 2 - 1
  const receiver = frame.sender === 'client' ? 'server' : 'client'
  return html`<form class="tamper" id="tamper" data-payload="${payload}" data-key="${key ?? ''}" data-sender="${frame.sender}">
<h3>Flip a bit of frame ${frame.id.slice(1)}</h3>
<p><label for="tamper-at">Byte, 0 to ${most}:</label> <input id="tamper-at" type="number" min="0" max="${most}" value="${Math.min(100, most)}" inputmode="numeric"> <button type="submit">Flip it and let the ${receiver} open the message</button></p>
<p class="verdict" role="status" aria-live="polite">Bytes 0 to 7 are the auth_key_id, 8 to 23 the msg_key, the rest is ciphertext.</p>
</form>`
}

interface Found {
  readonly frame: Frame
  readonly token: Field
  readonly ciphertext: Field
  readonly msgKey: Field
}

function findToken(frames: readonly Frame[]): Found | undefined {
  for (const frame of frames) {
    const all = [...allFields(frame.fields)]
    const find = (key: string): Field | undefined => all.find(field => field.key === key)
    const token = find('auth.loginToken.token') ?? find('auth.importLoginToken.token')
    const ciphertext = find('envelope.ciphertext')
    const msgKey = find('envelope.msg_key')
    if (token && ciphertext && msgKey) return { frame, token, ciphertext, msgKey }
  }
  return undefined
}

/** Where a field of the envelope stands in its frame. */
function range(frame: Frame, field: Field): string {
  const start = placeOf(frame.fields, field.id)
  return `bytes ${start} to ${start + field.bytes.length - 1}`
}

/** A link, or the text alone where there is nothing to link to, as when a key is older than the recording. */
function linkTo(id: string | undefined, text: string): Html {
  return id === undefined ? html`${text}` : html`<a href="#${id}">${text}</a>`
}

function lastField(frames: readonly Frame[], key: string): Field | undefined {
  return frames.flatMap(({ fields }) => [...allFields(fields)]).findLast(field => field.key === key)
}

function hashLink(frames: readonly Frame[]): Html {
  const field = lastField(frames, 'dh_gen_ok.new_nonce_hash1')
  return html`The ${linkTo(field?.id, 'new_nonce_hash1')}`
}

function keyLink(frames: readonly Frame[]): Html {
  const field = lastField(frames, 'resPQ.server_public_key_fingerprints[]')
  return html`The ${linkTo(field?.id, 'fingerprint')} of the server’s RSA key`
}
