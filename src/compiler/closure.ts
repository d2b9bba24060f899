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

  const follow = (type: Type): void => {
    if (type.kind === 'vector') follow(type.item)
    if (type.kind !== 'named') return
    if (isBare(type)) {
      kept.add(model.bareConstructor(type)!)
    } else if (!types.has(type.name)) {
      types.add(type.name)
      for (const declaration of model.types.get(type.name)!) kept.add(declaration)
    }
  }

  for (const name of methods) {
    const method = model.methods.find(method => method.name === name)
    if (method === undefined)
      throw new MtprotoError('ERR_ARGUMENT', { at: name, expected: `a method of ${schema.file}` })
    kept.add(method)
  }
  // what is added meanwhile is visited as well
  for (const { fields, result } of kept) {
    for (const field of fields) follow(field.type)
    follow(result)
  }
  return {
    ...schema,
    declarations: schema.declarations.filter(declaration => kept.has(declaration)),
    open: new Set([...schema.open].filter(name => types.has(name))),
  }
}
