// The answer to one question, with links to the bytes: what protects the login token on the wire, and what would
// have to change to break it. On the page a reader can flip a bit of the message and see what the client says.
import { toHex } from '../core/bytes/hex.ts'
import type { Connection } from './connection.ts'
import { allFields, type Field, type Frame, placeOf } from './field.ts'
import { type Html, html } from './html.ts'
import type { Value } from './ledger.ts'

/** Undefined when no token crosses this connection. */
export function tokenOf({ frames, values }: Connection): Html | undefined {
  const found = findToken(frames)
  if (found === undefined) return undefined
  const { frame, token, ciphertext, msgKey } = found
  const number = frame.id.slice(1)
  const m = `m${frame.id.slice(1)}`
  const [keyId] = values.find(({ id }) => id === `${m}.msg_key`)?.inputs ?? []
  const offset = placeOf(ciphertext.inner?.fields ?? [], token.id)
  const at = `bytes ${offset} to ${offset + token.bytes.length - 1} of the ${ciphertext.bytes.length}`
  const [sealed, proof] = [range(frame, ciphertext), range(frame, msgKey)]
  const reader = frame.sender === 'client' ? 'server' : 'client'
  return html`<section id="token" aria-labelledby="token-title"><h2 id="token-title">What protects the login token</h2>
<p>Who could put a <a href="#${token.id}">token</a> of their own in its place would be logged in as whoever scans the QR code. Who could read it could have it accepted for an account of their own, and the client would be logged in there. Nobody on the way can do either:</p>
<div class="short"><p><b>What protects it.</b> It crosses the wire in <a href="#${frame.id}">frame ${number}</a> as ${at} that are inside the <a href="#${ciphertext.id}">ciphertext</a>, which is ${sealed} of the frame. These are encrypted with AES-256 under a key that was never sent. The <a href="#${msgKey.id}">msg_key</a> in front of them, ${proof}, is a hash over all that is inside and over a part of the ${linkTo(keyId && `v-${keyId}`, 'auth key')}: only who has the auth key can make one that fits.</p>
<p><b>Which byte breaks the message.</b> Any from byte ${first(proof)} of the frame on. Change one, and what the ${reader} decrypts does not fit the msg_key; it throws the whole message away. <a href="#tamper">Try it below.</a></p>
<p><b>Which byte breaks the protection.</b> None on the wire. It would be one of the ${modulus(values)} of the server’s RSA public key, which is part of the client’s program: who can change that key to one of their own can stand in between, make a key with each side, and read and replace everything. The ${keyLink(frames)} on the wire only names the key: change it there, and the client finds no such key and stops.</p></div>
<p>The same as a chain of five things, each only as strong as the one below:</p>
<ol class="chain">
<li><b>The ciphertext.</b> AES-256 in IGE mode. To read the token one needs the ${linkTo(keyId && `v-${m}.aes_key`, 'aes_key')} of this one message.</li>
<li><b>The <a href="#${msgKey.id}">msg_key</a>.</b> aes_key follows from it and from the auth key. It is also the proof that nothing was changed: the receiver computes it again from what it decrypted. Whoever changes the token has to change the msg_key to match, and without the auth key nobody can tell to what.</li>
<li><b>The ${linkTo(keyId && `v-${keyId}`, 'auth key')}.</b> 256 bytes that were never sent. Both sides computed them from each other’s half of a Diffie-Hellman exchange.</li>
<li><b>${hashLink(frames)}.</b> Proves to the client that the server computed the same key, and that it could read new_nonce.</li>
<li><b>The server’s RSA key.</b> new_nonce was readable only for the holder of its private half. The client knows the public half because it is part of the program; nothing stands below it.</li>
</ol>
${tamper(frame, keyId)}
</section>`
}

/** A small form; what it does is the page's program. */
function tamper(frame: Frame, key: string | undefined): Html {
  const sealed = frame.fields.filter(({ key }) => key.startsWith('envelope.'))
  const payload = sealed.map(({ bytes }) => toHex(bytes)).join('')
  const start = placeOf(frame.fields, sealed[0]!.id)
  const most = start + payload.length / 2 - 1
  const receiver = frame.sender === 'client' ? 'server' : 'client'
  return html`<form class="tamper" id="tamper" data-payload="${payload}" data-start="${start}" data-key="${key ?? ''}" data-sender="${frame.sender}">
<h3>Flip a bit of frame ${frame.id.slice(1)}</h3>
<p><label for="tamper-at">Byte of the frame, ${start} to ${most}:</label> <input id="tamper-at" type="number" min="${start}" max="${most}" value="${Math.min(100, most)}" inputmode="numeric"> <button type="submit">Flip it and let the ${receiver} open the message</button></p>
<p class="verdict" role="status" aria-live="polite">Bytes ${start} to ${start + 7} are the auth_key_id, ${start + 8} to ${start + 23} the msg_key, the rest is ciphertext.</p>
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
  return html`${linkTo(field?.id, 'fingerprint')}`
}

/** The n of the key that was used, where it is known. */
function modulus(values: readonly Value[]): Html {
  const n = values.findLast(({ id }) => /^x\d+\.n$/.test(id))
  if (n === undefined) return html`bytes`
  return html`${n.bytes.length} bytes, beginning with <code>${toHex(n.bytes.subarray(0, 4))}</code>, of the ${linkTo(`v-${n.id}`, 'modulus')}`
}

/** The first number of a range. */
function first(range: string): string {
  return /\d+/.exec(range)?.[0] ?? ''
}
