// The part of a schema that some methods need: they themselves and every constructor that their
// arguments and results can hold. Open types are as wide as the schema lists them.
import { MtprotoError } from '../core/errors.ts'
import { type Declaration, isBare, type SchemaText, type Type } from './declaration.ts'
import { Model } from './model.ts'

/**
 * The declarations that the named methods need, in the order of the schema. Throws ERR_ARGUMENT for a
 * method that it does not declare.
 */
export function closure(schema: SchemaText, methods: readonly string[]): SchemaText {
  const model = new Model(schema)
  const kept = new Set<Declaration>()
  const types = new Set<string>()

  const keep = (declaration: Declaration): void => {
    if (kept.has(declaration)) return
    kept.add(declaration)
    for (const field of declaration.fields) follow(field.type)
    follow(declaration.result)
  }
  const follow = (type: Type): void => {
    if (type.kind === 'vector') follow(type.item)
    if (type.kind !== 'named') return
    if (isBare(type)) {
      keep(model.bareConstructor(type)!)
    } else if (!types.has(type.name)) {
      types.add(type.name)
      model.types.get(type.name)!.forEach(keep)
    }
  }

  for (const name of methods) {
    const method = model.methods.find(method => method.name === name)
    if (method === undefined)
      throw new MtprotoError('ERR_ARGUMENT', { at: name, expected: `a method of ${schema.file}` })
    keep(method)
  }
  return {
    ...schema,
    declarations: schema.declarations.filter(declaration => kept.has(declaration)),
    open: new Set([...schema.open].filter(name => types.has(name))),
  }
}
