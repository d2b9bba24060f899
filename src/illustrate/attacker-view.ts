// What somebody on the way can read of each frame, beside what the two ends read.
import { toHex } from '../core/bytes/hex.ts'
import type { Field, Frame } from './field.ts'
import { type Html, html, timeOf } from './html.ts'

/** A table with a line for each frame. */
export function attackerOf(frames: readonly Frame[]): Html {
  return html`<div class="views" role="table" aria-label="Two views of every frame">
<div class="view-row head" role="row"><span role="columnheader">On the way</span><span role="columnheader">At the ends</span></div>
${frames.map(frame => rowOf(frame))}
</div>`
}

function rowOf(frame: Frame): Html {
  const { id, sender, at, wire, title } = frame
  return html`<div class="view-row ${sender}" role="row"><div role="cell"><p><a href="#${id}">${timeOf(at)}, from the ${sender}, ${wire.length} bytes</a></p>${outside(frame)}</div>
<div role="cell"><p><b>${title}</b></p>${inside(frame)}</div></div>`
}

function outside({ isEncrypted, fields }: Frame): Html {
  if (!isEncrypted) return saidOf(readable(fields, false))
  const find = (name: string): Field => fields.find(field => field.name === name)!
  return html`<p>auth_key_id <code>${toHex(find('auth_key_id').bytes)}</code>, as in every message; msg_key <code>${toHex(find('msg_key').bytes)}</code>, never twice the same; ${find('ciphertext').bytes.length} bytes of noise.</p>`
}

/** Values that say something to people, at most so many. */
const MOST = 6
const SAYING = /^(string|int|long|bytes|int128|int256|Bool)$/
const SILENT =
  /msg_id|seq_?no|salt$|session_id|length|unique_id|message\.bytes|lang|version|padding|stray|auth_key_id|msg_key|encrypted|packed/
const SHOWN = 8

/** What was opened, beside what could be read on the way. */
function inside({ fields, isEncrypted, unread }: Frame): Html {
  const found = readable(fields, true)
  if (found.length > 0) return saidOf(found)
  return isEncrypted || unread ? html`` : html`<p>Nothing that was not in the open.</p>`
}

/** The fields that say something: those in the open, or those inside something that was sealed. */
function readable(fields: readonly Field[], wasSealed: boolean): Field[] {
  return fields.flatMap(field => {
    const { key, type, inner, children } = field
    const isSaying = !wasSealed && SAYING.test(type) && !SILENT.test(key)
    return [
      ...(isSaying ? [field] : []),
      ...(wasSealed && inner ? readable(inner.fields, false) : []),
      ...(!wasSealed && inner && key === 'gzip_packed.packed_data'
        ? readable(inner.fields, false)
        : []),
      ...readable(children, wasSealed),
    ]
  })
}

function saidOf(fields: readonly Field[]): Html {
  if (fields.length === 0) return html``
  const items = fields.slice(0, MOST).map(({ id, name, key, bytes, type, value }) => {
    const isRaw = type === 'bytes' || type.startsWith('int1') || type.startsWith('int2')
    const hex = toHex(bytes.subarray(type === 'bytes' ? (bytes[0] === 0xfe ? 4 : 1) : 0))
    const short = hex.length > 2 * SHOWN ? `${hex.slice(0, 2 * SHOWN)}…` : hex
    const label = name.startsWith('[') ? key.replace(/^.*\.|\[\]$/g, '') : name
    return html`<li><a href="#${id}">${label}</a> ${isRaw ? html`<code>${short}</code>` : value}</li>`
  })
  return html`<ul class="said">${items}</ul>`
}
