import assert from 'node:assert/strict'
import { test } from 'node:test'
import { complaintOf, exitCodeOf } from '../../src/cli/complaint.ts'
import { canDraw, hasColours, isUtf8 } from '../../src/cli/terminal.ts'
import { MtprotoError, RpcError } from '../../src/core/errors.ts'

test('the first variable that is set says whether text is UTF-8; none leaves it at that', () => {
  assert.equal(isUtf8({}), true)
  assert.equal(isUtf8({ LANG: 'de_DE.UTF-8' }), true)
  assert.equal(isUtf8({ LANG: 'C.utf8' }), true)
  assert.equal(isUtf8({ LANG: 'C' }), false)
  assert.equal(isUtf8({ LANG: 'en_US.ISO-8859-1' }), false)
  assert.equal(isUtf8({ LC_ALL: '', LC_CTYPE: 'C', LANG: 'C.UTF-8' }), false)
  assert.equal(isUtf8({ LC_ALL: 'C.UTF-8', LANG: 'C' }), true)
})

test('NO_COLOR takes the colours away when it holds something, TERM=dumb the screen', () => {
  assert.deepEqual(
    [hasColours({}), hasColours({ NO_COLOR: '' }), hasColours({ NO_COLOR: '1' })],
    [true, true, false],
  )
  assert.deepEqual(
    [canDraw({}), canDraw({ TERM: 'xterm' }), canDraw({ TERM: 'dumb' })],
    [true, true, false],
  )
})

test('what went wrong is one line that no terminal obeys, with a code to look up', () => {
  assert.equal(
    complaintOf(new RpcError(400, 'NEVER\x1b[2J_HEARD')),
    'raw-mtproto: the server refused the request (got 400 NEVER?[2J_HEARD) [NEVER?[2J_HEARD]',
  )
  const wrong = new MtprotoError('ERR_ARGUMENT', { at: '--png', got: 'a folder' })
  assert.equal(complaintOf(wrong), 'raw-mtproto: --png: an argument is invalid (got a folder)')
  assert.equal(complaintOf(new MtprotoError('ERR_ABORTED')), 'raw-mtproto: Cancelled.')
  assert.equal(complaintOf(new RangeError('odd')), 'raw-mtproto: odd')
  const codes = [wrong, new MtprotoError('ERR_ABORTED'), new RpcError(400, 'NO'), 'odd']
  assert.deepEqual(codes.map(exitCodeOf), [2, 130, 1, 1])
})
