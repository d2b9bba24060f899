// How long the server waits: for a start, for a first payload, and for anything at all.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pingDelayDisconnect, TRUE } from '../../support/spelled.ts'
import { begun, CALL } from './begun.ts'
import { Stage } from './raw-client.ts'

test('TR-26 63 bytes of an obfuscated start are waited for, and the last one makes it a start', () => {
  const stage = new Stage()
  const client = stage.connect()
  client.sendBytes(new Uint8Array(63).fill(0x55))
  stage.advance(14_999)
  assert.equal(client.closed, false)
  stage.advance(1)
  assert.equal(client.closed, true)
})

test('TR-26 a connection that says nothing is closed after 15 s', () => {
  const stage = new Stage()
  const client = stage.connect()
  stage.advance(14_999)
  assert.equal(client.closed, false)
  stage.advance(1)
  assert.equal(client.closed, true)
})

test('TR-26 a first payload that dribbles in is not waited for any longer than silence', () => {
  const stage = new Stage()
  const client = stage.connect()
  client.sendBytes(Uint8Array.of(0xee, 0xee, 0xee, 0xee, 40, 0, 0, 0))
  for (let second = 1; second < 15; second++) {
    stage.advance(1000)
    client.sendBytes(Uint8Array.of(0))
    assert.equal(client.closed, false)
  }
  stage.advance(1000)
  assert.equal(client.closed, true)
})

test('after its first payload a connection may be silent for 15 minutes, from the last byte on', () => {
  const [stage, client] = begun()
  stage.advance(899_999)
  client.send(CALL)
  stage.answer(TRUE)
  stage.advance(899_999)
  assert.equal(client.closed, false)
  stage.advance(1)
  assert.equal(client.closed, true)
})

test('SES-74 a client that has said how long it may be silent is waited for as long', () => {
  const [stage, client] = begun()
  client.send(pingDelayDisconnect(1n, 3600))
  stage.advance(3_599_999)
  assert.equal(client.closed, false)
  stage.advance(1)
  assert.equal(client.closed, true)
})

test('a connection that is gone is not waited for', () => {
  const stage = new Stage()
  stage.connect().close()
  assert.equal(stage.server.deadline(), undefined)
})

test('bytes that end a connection leave no moment to wait for', () => {
  const stage = new Stage()
  const client = stage.connect()
  client.sendBytes(Uint8Array.of(0xee, 0xee, 0xee, 0xee, 0, 0, 0, 0))
  assert.equal(client.closed, true)
  assert.equal(stage.server.deadline(), undefined)
})
