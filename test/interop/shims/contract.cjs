// What the shims of clients in JavaScript share: the settings in the environment, the scenarios, and the exit
// code: 0 success, 1 failure, 89 a setting or scenario the client cannot serve. docs/writing-a-shim.md
const { readFileSync, writeFileSync } = require('node:fs')

const NOT_IMPLEMENTED = 89
/** Where the auth key stands in the session string of an `imported-session`, decoded. */
const AUTH_KEY = [6, 262]

/** Prints one event as a line of JSON. */
function emit(event) {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}

/** The `token` event for a login token. */
function emitToken(token) {
  emit({ event: 'token', url: `tg://login?token=${Buffer.from(token).toString('base64url')}` })
}

/** The session string as the client writes it, into the file that asks for it. */
async function emitSession(make) {
  const file = process.env.MTPROTO_SESSION_OUT
  if (file) writeFileSync(file, await make(), { mode: 0o600 })
}

function notImplemented(what) {
  emit({ event: 'error', message: `not implemented: ${what}` })
  process.exit(NOT_IMPLEMENTED)
}

function required(name) {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}

/** The addresses in `4=127.0.0.1:4430,…` by id. */
function readDcs(text) {
  const entries = text.split(',').map(each => {
    const [, id, host, port] = /^(\d+)=(.+):(\d+)$/.exec(each)
    return [Number(id), { host, port: Number(port) }]
  })
  return new Map(entries)
}

function readSettings() {
  const { env } = process
  const dcId = Number(required('MTPROTO_DC_ID'))
  const host = required('MTPROTO_DC_HOST')
  const port = Number(required('MTPROTO_DC_PORT'))
  const scenario = required('MTPROTO_SCENARIO')
  const passwordFile = env.MTPROTO_PASSWORD_FILE
  const sessionFile = env.MTPROTO_SESSION_FILE
  const session = sessionFile && readFileSync(sessionFile, 'utf8').trim()
  return {
    dcId,
    host,
    port,
    scenario,
    publicKey: readFileSync(required('MTPROTO_PUBLIC_KEY_FILE'), 'utf8'),
    apiId: Number(required('MTPROTO_API_ID')),
    apiHash: required('MTPROTO_API_HASH'),
    // undefined: whichever the client prefers, or its proxy demands
    transport: env.MTPROTO_TRANSPORT || undefined,
    pfs: env.MTPROTO_PFS === '1',
    test: env.MTPROTO_TEST === '1',
    calls: Number(env.MTPROTO_CALLS ?? 1),
    // of the data centres beside home
    dcs: env.MTPROTO_DCS ? readDcs(env.MTPROTO_DCS) : new Map(),
    // of an MTProxy that is reached at MTPROTO_DC_HOST and MTPROTO_DC_PORT
    proxySecret: env.MTPROTO_PROXY_SECRET,
    // a session string of the client itself, or of a scenario that imports one the key in it
    session,
    authKey:
      scenario === 'imported-session'
        ? Buffer.from(session, 'base64url').subarray(...AUTH_KEY)
        : undefined,
    password: passwordFile && readFileSync(passwordFile, 'utf8').replace(/\r?\n$/, ''),
  }
}

/** A failure in words, with code and text of an rpc_error, whatever the client makes of one. */
function wordsOf(error) {
  if (error?.error_message) return `${error.error_code} ${error.error_message}`
  const { code, text, message = String(error) } = error ?? {}
  return text && code ? `${code} ${text}` : message
}

/**
 * Runs a shim: `scenarios` maps the name of a scenario to an async function that takes the settings.
 * The process ends when it does, whatever timers and sockets the client has left open.
 */
async function run(scenarios) {
  const fail = error => {
    emit({ event: 'error', message: wordsOf(error) })
    process.exit(1)
  }
  process.on('unhandledRejection', fail)
  process.on('uncaughtException', fail)
  try {
    const settings = readSettings()
    const scenario = scenarios[settings.scenario]
    if (!scenario) notImplemented(`scenario ${settings.scenario}`)
    await scenario(settings)
    process.exit(0)
  } catch (error) {
    fail(error)
  }
}

/**
 * The scenarios that are made of calls: `open(settings)` connects and returns `token`, which makes an
 * auth.exportLoginToken and returns its token, and `nearestDc`, which makes a help.getNearestDc.
 */
function callScenarios(open) {
  const token = async settings => emitToken(await (await open(settings)).token())
  return {
    token,
    'imported-session': token,
    async 'two-calls'(settings) {
      const client = await open(settings)
      await client.nearestDc()
      emitToken(await client.token())
    },
    async burst(settings) {
      const client = await open(settings)
      await Promise.all(Array.from({ length: settings.calls }, () => client.nearestDc()))
    },
    async idle(settings) {
      await token(settings)
      setInterval(() => {}, 60_000)
      await new Promise(() => {})
    },
  }
}

module.exports = { callScenarios, emit, emitSession, emitToken, notImplemented, run }
