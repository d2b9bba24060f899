import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { checkSchema } from '../../src/compiler/check.ts'
import { computeId, isExpectedId, normalise } from '../../src/compiler/constructor-id.ts'
import { parse } from '../../src/compiler/parser.ts'
import { crc32 } from '../../src/core/bytes/crc32.ts'
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts'
import vectors from '../vectors/vectors.json' with { type: 'json' }

const first = (text: string) => parse(text, 'a.tl').declarations[0]!

test('the published check values are the CRC-32 of their text', () => {
  for (const [text, id] of Object.entries(vectors.tl.crc32))
    assert.equal(crc32(encodeUtf8(text)).toString(16).padStart(8, '0'), id, text)
})

for (const name of ['mtproto', 'api'])
  test(`TL-07 every id of ${name}.tl is the CRC-32 of its declaration`, () => {
    const url = new URL(`../../schema/${name}.tl`, import.meta.url)
    const schema = parse(readFileSync(url, 'utf8'), `${name}.tl`)
    assert.ok(schema.declarations.length > 50)
    for (const declaration of schema.declarations)
      assert.equal(computeId(declaration), declaration.id, declaration.name)
  })

test('normalising removes ids, flags of true, brackets and bytes', () => {
  assert.equal(
    normalise(
      first(
        'a.b#1 flags:# c:flags.0?true d:flags.1?bytes e:bytes f:Vector<bytes> g:flags.2?Vector<A> = a.B;',
      ),
    ),
    'a.b flags:# d:flags.1?string e:string f:Vector bytes g:flags.2?Vector A = a.B',
  )
  assert.equal(
    normalise(first('---functions---\ninvokeWithLayer {X:Type} layer:int query:!X = X;')),
    'invokeWithLayer X:Type layer:int query:!X = X',
  )
})

test('the three known exceptions are accepted with their published ids only', () => {
  const published = [
    'ipPortSecret#37982646 ipv4:int port:int secret:bytes = IpPort;',
    'accessPointRule#4679b65f phone_prefix_rules:string dc_id:int ips:vector<IpPort> = AccessPointRule;',
    'help.configSimple#5a592a6c date:int expires:int rules:vector<AccessPointRule> = help.ConfigSimple;',
  ]
  for (const text of published) {
    assert.ok(isExpectedId(first(text)), text)
    assert.ok(!isExpectedId(first(text.replace(/#\w+/, '#00000001'))), text)
  }
})

test('checkSchema lists what is wrong with its place', () => {
  const text = 'boolTrue#997275b5 = Bool;\nresPQ#05162464 nonce:int128 = ResPQ;\nok = Ok;\n'
  assert.deepEqual(checkSchema(parse(text, 'b.tl')), [
    `b.tl:2:1: resPQ has the id 05162464, its text gives ${computeId(first('resPQ nonce:int128 = ResPQ;')).toString(16).padStart(8, '0')}`,
  ])
})
