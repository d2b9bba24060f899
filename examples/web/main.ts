// A login by QR code in a page: the library does the protocol, this file shows what happens.
import { Client, type QrLoginEvent, qrLogin, RpcError } from 'raw-mtproto'
import { renderSvg } from 'raw-mtproto/qr'
import { IndexedDbStorage } from 'raw-mtproto/web'
import { sentenceFor } from './sentences.ts'
import {
  type Fields,
  fieldsIn,
  fieldsInJson,
  hashOf,
  readSettings,
  type Settings,
} from './settings.ts'
import { button, field, form, hide, put, show, text } from './view.ts'

/** The login that is under way, or the client that is logged in. */
let current: { readonly client: Client; readonly abort: AbortController } | undefined

/** Shows who is logged in already, or logs somebody in. */
async function run(settings: Settings): Promise<void> {
  const { apiId, dcs, keys } = settings
  const abort = new AbortController()
  const client = new Client({
    apiId,
    // keys belong to the data centres that made them
    storage: new IndexedDbStorage(JSON.stringify(dcs ?? 'public')),
    ...(dcs && { dcs }),
    ...(keys && { keys }),
    info: { deviceModel: 'raw-mtproto in a browser' },
    loggedOut: error => fail(error),
  })
  current = { client, abort }
  hide('code', true)
  show('connecting', 'Connecting …')
  try {
    const known = await whoIsThere(client)
    if (known === undefined) await logIn(client, settings, abort.signal)
    else welcome(client, known, 'kept from an earlier visit')
  } catch (error) {
    await client.close()
    if (!abort.signal.aborted) fail(error)
  }
}

type Named = {
  readonly id: bigint
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
}

/** Who is logged in with a key that was kept; undefined when nobody is any more. */
async function whoIsThere(client: Client): Promise<Named | undefined> {
  await client.restore()
  if (client.userId === undefined) return undefined
  try {
    const users = await client.invoke({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    const [user] = Array.isArray(users) ? users : []
    return user?._ === 'user' ? user : { id: client.userId }
  } catch (error) {
    if (error instanceof RpcError && error.errorCode === 401) return undefined
    throw error
  }
}

async function logIn(client: Client, { apiHash }: Settings, signal: AbortSignal): Promise<void> {
  for await (const event of qrLogin(client, { apiHash, signal, password: askPassword }))
    await happened(client, event)
}

async function happened(client: Client, event: QrLoginEvent): Promise<void> {
  switch (event.event) {
    case 'token': {
      const left = event.expires * 1000 - (await client.serverTime(client.homeDc))
      const svg = await renderSvg(event.url)
      put('code', { src: `data:image/svg+xml,${encodeURIComponent(svg)}`, hidden: false })
      put('link', { href: event.url })
      countDown(left)
      return show('token', 'Scan this code with Telegram on your phone.')
    }
    case 'scanned':
      return show('accepted', 'Accepted on your phone. Logging in …')
    case 'migrating':
      return show('migrating', `Your account lives on data centre ${event.dc}. Going there …`)
    case 'password-needed':
      return
    case 'success':
      return welcome(client, event.user, 'made just now')
  }
}

/** Asks until something is typed; resolves with it. */
function askPassword({ hint, wrong }: { hint?: string; wrong: boolean }): Promise<string> {
  show('password', 'Your account has a password as well.')
  text('hint', hint === undefined ? '' : `Your hint: ${hint}`)
  hide('wrong', !wrong)
  const input = field('password', 'password')
  input.value = ''
  input.focus()
  return new Promise(resolve => {
    form('password').onsubmit = event => {
      event.preventDefault()
      hide('wrong', true)
      show('accepted', 'Checking the password …')
      resolve(input.value)
    }
  })
}

function welcome(client: Client, user: Named, key: string): void {
  const name = [user.firstName, user.lastName].filter(part => part !== undefined).join(' ')
  text('initials', [...(name || '?')][0] ?? '?')
  text('user', `${user.id}`)
  text('home', `data centre ${client.homeDc}`)
  text('key', key)
  show('success', name === '' ? 'You are logged in.' : `You are logged in as ${name}.`)
}

function fail(error: unknown): void {
  const { says, advice } = sentenceFor(error)
  text('advice', advice)
  text(
    'error',
    error instanceof SyntaxError ? '' : `${error instanceof Error ? error.message : error}`,
  )
  show('failed', says)
}

let counting: ReturnType<typeof setInterval> | undefined

/** Shows how long the code is still good, in milliseconds. */
function countDown(left: number): void {
  clearInterval(counting)
  const end = performance.now() + left
  const draw = (): void => {
    const rest = Math.max(0, end - performance.now())
    const seconds = Math.ceil(rest / 1000)
    text('seconds', seconds === 0 ? 'A new code comes …' : `A new code in ${seconds} s`)
    put('left', { style: `scale: ${rest / Math.max(left, 1)} 1` })
    if (rest === 0) clearInterval(counting)
  }
  counting = setInterval(draw, 250)
  draw()
}

/** Ends what is under way and starts with the fields of the form. */
async function start(): Promise<void> {
  current?.abort.abort()
  await current?.client.close()
  const fields = typed()
  try {
    const settings = readSettings(fields)
    history.replaceState(null, '', hashOf(fields))
    await run(settings)
  } catch (error) {
    fail(error)
  }
}

function typed(): Fields {
  const value = (name: string): string => field('settings', name).value.trim()
  return {
    api_id: value('api_id'),
    api_hash: value('api_hash'),
    dc: value('dc'),
    key: value('key'),
  }
}

function fill(fields: Partial<Fields>): void {
  for (const [name, value] of Object.entries(fields)) field('settings', name).value = value
  put('elsewhere', { open: field('settings', 'dc').value !== '' })
}

function settings(): void {
  show('settings', 'Straight to a data centre of Telegram, or to a test data centre of your own.')
}

form('settings').onsubmit = event => {
  event.preventDefault()
  void start()
}
field('settings', 'dc').oninput = () => {
  const pasted = fieldsInJson(field('settings', 'dc').value)
  if (pasted !== undefined) fill(pasted)
}
button('again').onclick = () => void start()
button('change').onclick = settings
button('logout').onclick = async () => {
  const client = current?.client
  show('accepted', 'Logging out …')
  try {
    await client?.logOut()
    settings()
  } catch (error) {
    fail(error)
  }
}
addEventListener('online', () => current?.client.networkChanged())

const given = fieldsIn(location)
fill(given)
if (given.api_id !== '' && given.api_hash !== '') void start()
else settings()
