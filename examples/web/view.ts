// The elements of the page by name, and which of them are to be seen.

/** What the page is doing; `data-for` of an element lists the states it is shown in. */
export type State =
  | 'settings'
  | 'connecting'
  | 'token'
  | 'accepted'
  | 'migrating'
  | 'password'
  | 'success'
  | 'failed'

const TITLES: Readonly<Record<State, string>> = {
  settings: 'Log in by QR code',
  connecting: 'Log in by QR code',
  token: 'Log in by QR code',
  accepted: 'Nearly there',
  migrating: 'Nearly there',
  password: 'One more step',
  success: 'Welcome',
  failed: 'That did not work',
}

/** Shows what belongs to the state, and says in words what is going on. */
export function show(state: State, status: string): void {
  byId('page').dataset['state'] = state
  for (const element of document.querySelectorAll<HTMLElement>('[data-for]'))
    element.hidden = !element.dataset['for']?.split(' ').includes(state)
  text('title', TITLES[state])
  text('status', status)
}

export function text(id: string, value: string): void {
  byId(id).textContent = value
}

export function hide(id: string, hidden: boolean): void {
  byId(id).hidden = hidden
}

/** Sets properties of an element, such as where an image comes from. */
export function put(id: string, properties: Readonly<Record<string, unknown>>): void {
  Object.assign(byId(id), properties)
}

export function button(id: string): HTMLButtonElement {
  return byId(id) as HTMLButtonElement
}

export function form(id: string): HTMLFormElement {
  return byId(id) as HTMLFormElement
}

export function field(formId: string, name: string): HTMLInputElement | HTMLTextAreaElement {
  return form(formId).elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (element === null) throw new ReferenceError(`the page has no #${id}`)
  return element
}
