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
  fields(io, value) {
    const flags = io.flags(0x3, 'flags')
    io.flag(value, 'popup', flags, 0)
    io.boxed(value, 'id', root.DataJSON)
    io.string(value, 'text')
    io.vector(value, 'entities', item => io.boxed(item, 0, root.MessageEntity))
    if (io.has(value, 'minAgeConfirm', flags, 1)) io.int(value, 'minAgeConfirm')
  },
}

/** help.getConfig#c4f9186b = Config */
export interface getConfig {
  _: 'help.getConfig'
}
export const getConfig: tl.Method<getConfig, root.Config> = {
  name: 'help.getConfig',
  id: 0xc4f9186b,
  fields() {},
  result(io, answer) {
    io.boxed(answer, 0, root.Config)
  },
}

/** help.getNearestDc#1fb33026 = NearestDc */
export interface getNearestDc {
  _: 'help.getNearestDc'
}
export const getNearestDc: tl.Method<getNearestDc, root.NearestDc> = {
  name: 'help.getNearestDc',
  id: 0x1fb33026,
  fields() {},
  result(io, answer) {
    io.boxed(answer, 0, root.NearestDc)
  },
}
