import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatDeclaration, formatSchema } from '../../src/compiler/format.ts'
import { Model } from '../../src/compiler/model.ts'
import { parse } from '../../src/compiler/parser.ts'

const lines = (text: string) => parse(text, 'a.tl').declarations.map(formatDeclaration)

/** Parses or compiles `text`, which has to fail at this place for this reason. */
function fails(text: string, place: string, reason: RegExp, code = 'ERR_SCHEMA_INVALID'): void {
  assert.throws(
    () => new Model(parse(text, 'a.tl')),
    (error: { code?: unknown; at?: unknown; message: string }) => {
      assert.equal(error.code, code)
      assert.equal(error.at, `a.tl:${place}`)
      assert.match(error.message, reason)
      return true
    },
    text,
  )
}

test('declarations of every form are understood', () => {
  const forms = [
    'auth.loginToken#629f1980 expires:int token:bytes = auth.LoginToken',
    'a#00000001 flags:# b:flags.0?true c:flags.31?Vector<long> flags2:# d:flags2.0?%B = A',
    'b#00000002 f:vector<b> g:Vector<B> h:Vector<vector<int>> = B',
    'c#00000003 bytes:int body:Object x:int128 y:int256 z:double w:Bool v:string = C',
  ]
  assert.deepEqual(lines(forms.map(form => `${form};`).join('\n')), forms)
})

test('white space, line breaks and comments separate as a space does', () => {
  assert.deepEqual(
    lines('/* one\n; */a#1\n  b:int // two; = X\n  c:Vector<A>\n=A ;\t\n// three\nd = D;'),
    ['a#00000001 b:int c:Vector<A> = A', 'd#00000000 = D'.replace('00000000', idOf('d = D;'))],
  )
})

function idOf(text: string): string {
  return parse(text, 'a.tl').declarations[0]!.id.toString(16).padStart(8, '0')
}

test('a vector may be written with a space or in parentheses', () => {
  assert.deepEqual(lines('a#1 b:(Vector int) c:(vector %D) d:%Vector<int> = Vector A;'), [
    'a#00000001 b:Vector<int> c:vector<%D> d:vector<int> = Vector<A>',
  ])
})

test('an id may have fewer than 8 digits, or be left out and computed', () => {
  assert.equal(
    idOf('auth.loginTokenMigrateTo#68e9916 dc_id:int token:bytes = auth.LoginToken;'),
    '068e9916',
  )
  assert.equal(
    idOf('auth.loginTokenMigrateTo dc_id:int token:bytes = auth.LoginToken;'),
    '068e9916',
  )
})

test('sections tell methods from constructors', () => {
  const { declarations } = parse('a = A;\n---functions---\nb = A;\n---types---\nc = A;', 'a.tl')
  assert.deepEqual(
    declarations.map(({ kind }) => kind),
    ['constructor', 'method', 'constructor'],
  )
})

test('a method may carry a call', () => {
  const form = 'invokeWithLayer#da9b0d0d {X:Type} layer:int query:!X = X'
  assert.deepEqual(lines(`---functions---\n${form};`), [form])
})

test('comments say layer and open types', () => {
  const schema = parse(
    '//LAYER 214\n// OPEN Update  Chat\n// a LAYER 3\nx = X; // OPEN y.Z\n',
    'a.tl',
  )
  assert.equal(schema.layer, 214)
  assert.deepEqual([...schema.open], ['Update', 'Chat', 'y.Z'])
  assert.equal(parse('a = A;', 'a.tl').layer, 0)
})

test('the declarations of builtin types are passed over', () => {
  const text = `int ? = Int; vector#1cb5c415 {t:Type} # [ t ] = Vector t; int128 4*[ int ] = Int128;
    boolFalse#bc799737 = Bool; boolTrue#997275b5 = Bool; true#3fedd339 = True; a#1 = A;`
  assert.deepEqual(lines(text), ['a#00000001 = A'])
})

test('an error has file, line and column', () => {
  fails('a = A;\nb c:int\n  d:? = B;', '3:5', /expected a type/)
  fails('a b:int = A', '1:12', /got the end, expected ; after a declaration/)
  fails('a b:int; c = C;', '1:8', /got ;/)
  fails('a = A; 1 = B;', '1:8', /expected the name of a declaration/)
  fails('a#xyz = A;', '1:3', /expected an id of 1 to 8 hex digits/)
  fails('a#123456789 = A;', '1:3', /expected an id/)
  fails('a b = A;', '1:4', /expected : after the name of a field/)
  fails('a b:int b:int = A;', '1:9', /got b, expected another name/)
  fails('a b:Vector<int = A;', '1:15', /expected > after the type of the items/)
  fails('a b:Vector = A;', '1:12', /expected a type/)
  fails('/* a = A;', '1:1', /expected \*\/ after the comment/)
  fails('a b:flags.0?int = A;', '1:5', /got flags, expected an earlier field of type #/)
  fails('a b:int c:b.0?int = A;', '1:11', /got b, expected an earlier field of type #/)
  fails('a b:# c:b.32?int = A;', '1:9', /got 32, expected a bit from 0 to 31/)
  fails('a b:true = A;', '1:5', /expected true only behind a flag/)
  fails('a b:# c:b.0?# = A;', '1:13', /expected # without a flag/)
  fails('a b:!X = A;', '1:5', /got X, expected a type variable after !/)
  fails('a {X:Type} b:!X = A;', '1:1', /expected type variables in methods only/)
  fails('---functions---\na {X:Type} b:int = X;', '2:1', /expected a field of type !X/)
  fails('---functions---\na {X:Type} b:X = X;', '2:14', /expected !X/)
  fails('---functions---\na {X:Type} b:!X = !X;', '2:1', /expected a result without !/)
})

test('types nested more than 32 deep are an error, not a full stack', () => {
  const nested = (open: string, close: string, depth: number): string =>
    `a b:${open.repeat(depth)}int${close.repeat(depth)} = A;`
  parse(nested('(', ')', 32), 'a.tl')
  fails(nested('(', ')', 33), '1:38', /expected types at most 32 deep/)
  fails(nested('vector<', '>', 60_000), '1:236', /expected types at most 32 deep/)
  fails(nested('vector ', '', 60_000), '1:236', /expected types at most 32 deep/)
})

test('an error about the whole schema has the place of the declaration', () => {
  fails('a#1 = A;\nb#1 = A;', '2:1', /got 00000001, expected a name and an id of its own/)
  fails('a#1 = A;\na#2 = A;', '2:1', /got a, expected a name and an id of its own/)
  fails('a#1 b:B = A;', '1:5', /got B, expected a declared type/)
  fails('a#1 b:Vector<b> = A;', '1:5', /got b, expected a declared type/)
  fails('a#1 = A;\nb#2 = A;\nc#3 d:%A = C;', '3:5', /got A, expected a declared type/)
  fails('a#1 = A;\n---functions---\nb#2 = B;', '3:1', /got B, expected a declared type/)
  fails('a#1 = a;', '1:1', /expected a boxed type after =/)
  fails('a#1 = Vector<int>;', '1:1', /expected a boxed type after =/)
  fails('// OPEN B\na#1 = A;', '1:1', /got B, expected the name of a declared type after OPEN/)
})

test('what formatSchema prints is parsed to the same', () => {
  const text = `// LAYER 5
// OPEN A

a#00000001 = A;
b#00000002 = A;

c#00000003 flags:# d:flags.1?A = x.C;

---functions---

f#00000004 {X:Type} query:!X = X;
g#00000005 = Vector<A>;

---types---

h#00000006 = H;
`
  const schema = parse(text, 'a.tl')
  assert.equal(formatSchema(schema), text)
})
