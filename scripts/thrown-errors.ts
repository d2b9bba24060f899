// Which error codes a function throws, as far as its own file tells: by itself, and by the functions and methods of
// the file that it names. What it calls elsewhere, what it hands out to be called later and what it catches do not
// count. So this is the least that its documentation has to name.
import type { Node } from '@babel/types'
import { childrenOf, parseFile } from './public-names.ts'

/** The codes that calling a function or method in the file at `path` may throw; `owner` is its class. */
export function thrownBy(path: string, node: Node, owner?: Node): ReadonlySet<string> {
  const codes = new Set<string>()
  const seen = new Set<Node>()
  const { body } = parseFile(path)
  const named = new Map(body.flatMap(statement => namedFunctions(statement)))

  /** `isThrown`: whether an error that is made here is thrown. */
  function visit(node: Node, isThrown: boolean): void {
    if (seen.has(node)) return
    seen.add(node)
    const isCaught = node.type === 'TryStatement' && node.handler && !throwsItself(node.handler)
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const [code] = node.arguments
      const name = nameOf(node.callee)
      if (isThrown && name === 'MtprotoError' && code?.type === 'StringLiteral')
        codes.add(code.value)
      const callee = methodOf(owner, name) ?? named.get(name)
      if (callee !== undefined) visit(callee, isThrown)
    }
    for (const child of childrenOf(node)) {
      if (isCaught && child === node.block) continue
      if (isLater(node, child)) continue
      visit(child, isThrown || node.type === 'ThrowStatement')
    }
  }

  visit(node, false)
  return codes
}

function throwsItself(node: Node): boolean {
  return node.type === 'ThrowStatement' || childrenOf(node).some(throwsItself)
}

/** A function that somebody else is going to call. */
function isLater(parent: Node, child: Node): boolean {
  return (
    child.type === 'ObjectMethod' ||
    (child.type === 'ArrowFunctionExpression' && parent.type !== 'CallExpression')
  )
}

function namedFunctions(statement: Node): [string, Node][] {
  const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
  return node?.type === 'FunctionDeclaration' ? [[node.id!.name, node]] : []
}

/** `f` of `f()`, `m` of `this.m()`, `#m` of `this.#m()`; empty for whatever else is called. */
function nameOf(callee: Node): string {
  if (callee.type === 'Identifier') return callee.name
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'ThisExpression') return ''
  const { property } = callee
  if (property.type === 'PrivateName') return `this.#${property.id.name}`
  return property.type === 'Identifier' ? `this.${property.name}` : ''
}

function methodOf(owner: Node | undefined, name: string): Node | undefined {
  if (owner?.type !== 'ClassDeclaration') return undefined
  return owner.body.body.find(member => {
    if (member.type === 'ClassPrivateMethod') return `this.#${member.key.id.name}` === name
    if (member.type !== 'ClassMethod' || member.key.type !== 'Identifier') return false
    return `this.${member.key.name}` === name
  })
}
