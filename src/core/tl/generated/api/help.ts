// The namespace help of schema/api.tl, layer 223. Generated; edit the schema instead.

import type * as tl from '../../codec.ts'
import * as root from './root.ts'

/** help.TermsOfService */
export type TermsOfService = termsOfService
export const TermsOfService: tl.Boxed<TermsOfService> = {
  name: 'help.TermsOfService',
  constructors: () => [termsOfService],
}

/**
 * help.termsOfService#780a0310 flags:# popup:flags.0?true id:DataJSON text:string
 * entities:Vector<MessageEntity> min_age_confirm:flags.1?int = help.TermsOfService
 */
export interface termsOfService {
  _: 'help.termsOfService'
  popup?: boolean | undefined
  id: root.DataJSON
  text: string
  entities: readonly root.MessageEntity[]
  minAgeConfirm?: number | undefined
}
export const termsOfService: tl.Constructor<termsOfService> = {
  name: 'help.termsOfService',
  id: 0x780a0310,
  read(r) {
    const value = { _: 'help.termsOfService' } as termsOfService
    const flags = r.flags(0x3, 'flags')
    if (flags & (1 << 0)) value.popup = true
    value.id = r.boxed(root.DataJSON, 'id')
    value.text = r.string('text')
    value.entities = r.vector(r => r.boxed(root.MessageEntity), 'entities')
    if (flags & (1 << 1)) value.minAgeConfirm = r.int('minAgeConfirm')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.popup, 'popup')) flags |= 1 << 0
    if (value.minAgeConfirm !== undefined) flags |= 1 << 1
    w.nat(flags >>> 0)
    w.boxed(value.id, root.DataJSON, 'id')
    w.string(value.text, 'text')
    w.vector(value.entities, (w, item) => w.boxed(item, root.MessageEntity), 'entities')
    if (flags & (1 << 1)) w.int(value.minAgeConfirm!, 'minAgeConfirm')
  },
}

/** help.getConfig#c4f9186b = Config */
export interface getConfig {
  _: 'help.getConfig'
}
export const getConfig: tl.Method<getConfig, root.Config> = {
  name: 'help.getConfig',
  id: 0xc4f9186b,
  read() {
    return { _: 'help.getConfig' }
  },
  write() {},
  readResult(r) {
    return r.boxed(root.Config)
  },
  writeResult(w, result) {
    w.boxed(result, root.Config)
  },
}

/** help.getNearestDc#1fb33026 = NearestDc */
export interface getNearestDc {
  _: 'help.getNearestDc'
}
export const getNearestDc: tl.Method<getNearestDc, root.NearestDc> = {
  name: 'help.getNearestDc',
  id: 0x1fb33026,
  read() {
    return { _: 'help.getNearestDc' }
  },
  write() {},
  readResult(r) {
    return r.boxed(root.NearestDc)
  },
  writeResult(w, result) {
    w.boxed(result, root.NearestDc)
  },
}
