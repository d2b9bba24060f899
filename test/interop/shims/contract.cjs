// What the client drivers share: the settings a test passes in the environment, and the lines of JSON
// it reads back. Exit code 0 is success, 1 failure, 89 a setting the client cannot serve.
const { readFileSync, writeFileSync } = require('node:fs')

const NOT_IMPLEMENTED = 89

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

function readSettings() {
  const passwordFile = process.env.MTPROTO_PASSWORD_FILE
  const sessionFile = process.env.MTPROTO_SESSION_FILE
  return {
    dcId: Number(required('MTPROTO_DC_ID')),
    host: required('MTPROTO_DC_HOST'),
    port: Number(required('MTPROTO_DC_PORT')),
    publicKey: readFileSync(required('MTPROTO_PUBLIC_KEY_FILE'), 'utf8'),
    apiId: Number(required('MTPROTO_API_ID')),
    apiHash: required('MTPROTO_API_HASH'),
    transport: required('MTPROTO_TRANSPORT'),
    scenario: required('MTPROTO_SCENARIO'),
    // of an MTProxy that is reached at MTPROTO_DC_HOST and MTPROTO_DC_PORT
    proxySecret: process.env.MTPROTO_PROXY_SECRET,
    session: sessionFile && readFileSync(sessionFile, 'utf8').trim(),
    password: passwordFile && readFileSync(passwordFile, 'utf8').replace(/\r?\n$/, ''),
  }
}

/**
 * Runs a driver: `scenarios` maps the name of a scenario to an async function that takes the settings.
 * The process ends when it does, whatever timers and sockets the client has left open.
 */
async function run(scenarios) {
  const fail = error => {
    emit({ event: 'error', message: String(error?.message ?? error) })
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

module.exports = { emit, emitSession, emitToken, notImplemented, run }
