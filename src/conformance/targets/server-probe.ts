// What a server has, asked once before the cases: cases that need what it has not are skipped, not failed.
import { ask, exportLoginToken, initialised, loggedIn, nearestDc } from '../cases/peer-message.ts'
import { reactionTo } from '../cases/reaction.ts'
import { bind, temporary } from '../cases/temporary-keys-server.ts'
import { agrees, FORMS } from '../cases/transports-server.ts'
import { ACCEPT, describe } from '../outcome.ts'
import { formOf, type Login, type PeerHarness, type PeerSetup } from '../peer-harness.ts'
import type { Steps } from '../steps.ts'
import type { Script, ServerTarget } from './server-target.ts'
import type { Played } from './suite.ts'

/** Somebody who is logged in. */
export interface Found extends Login {
  readonly hasPassword: boolean
}

/** Asks for a key, in the way that every server knows. The outcome is ACCEPT, or says what is wrong. */
export function greet(target: ServerTarget): Promise<Played> {
  return target.run(form({}))
}

/** Asks `target` for everything that cases need. Returns what it has not, in the words of PeerHarness.check. */
export async function probe(target: ServerTarget): Promise<ReadonlySet<string>> {
  const others: readonly PeerSetup[] = [{ framing: 'http' }, { webSocket: true, obfuscated: true }]
  const questions: readonly Script[] = [
    ...[...FORMS.map(([, setup]) => setup), ...others].map(form),
    { name: 'help.getNearestDc', setup: {}, play: called(nearestDc) },
    { name: 'auth.exportLoginToken', setup: {}, play: called(exportLoginToken) },
    { name: 'auth.bindTempAuthKey', setup: {}, play: bound },
  ]
  const played = await Promise.all(questions.map(question => target.run(question)))
  const lacks = questions.filter((_, i) => played[i]!.outcome !== describe(ACCEPT))
  return new Set(lacks.map(({ name }) => name))
}

/** Finds out whose key this is; `undefined` with what was seen instead when nobody is logged in with it. */
export async function identify(
  target: ServerTarget,
  key: Pick<Login, 'authKey' | 'serverSalt' | 'dc'>,
): Promise<{ readonly seen: string; readonly found?: Found }> {
  let found: Found | undefined
  const { seen } = await target.run({
    name: 'users.getUsers',
    setup: {},
    *play(harness: PeerHarness): Steps {
      const line = yield* loggedIn(harness, key)
      const { outcome, value } = yield* ask(line, {
        _: 'users.getUsers',
        id: [{ _: 'inputUserSelf' }],
      })
      const [self] = value ?? []
      if (self?._ !== 'user') return outcome
      const { value: password } = yield* ask(line, { _: 'account.getPassword' })
      const serverSalt = line.session.key.salt
      const hasPassword = password?.hasPassword === true
      found = { ...key, serverSalt, userId: self.id, hasPassword }
      return outcome
    },
  })
  return { seen, ...(found && { found }) }
}

/** A key exchange in what `setup` says. */
function form(setup: PeerSetup): Script {
  return {
    name: formOf(setup),
    setup,
    *play(harness: PeerHarness): Steps {
      yield* agrees(harness, yield* harness.connect())
      return ACCEPT
    },
  }
}

/** A call as the first of a key. */
const called = (call: Uint8Array): Script['play'] =>
  function* (harness): Steps {
    const { connection, session } = yield* harness.begin()
    return yield* reactionTo(connection, session, connection.send(session, initialised(call)))
  }

/** A temporary key, bound to a permanent one. */
function* bound(harness: PeerHarness): Steps {
  const { key } = yield* harness.agree()
  return yield* bind(harness, yield* temporary(harness), key, {})
}
