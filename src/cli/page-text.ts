// The text of the page of `login --open-web`: complete in itself, so that a browser fetches nothing else.
import { createHash } from 'node:crypto'

const STYLE = `
:root { color-scheme: light dark; --paper: #f4f5f7; --card: #fff; --ink: #17212b; --soft: #5b6b7b; --accent: #2481cc; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0e1621; --card: #17212b; --ink: #f2f5f8; --soft: #93a4b5; --accent: #6ab3f3; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(100%, 26rem); padding: 2rem; border-radius: 1.25rem; background: var(--card);
  text-align: center; box-shadow: 0 .5rem 2rem rgb(0 0 0 / .08); }
h1 { margin: 0 0 1.25rem; font-size: 1.25rem; }
img { display: block; width: 100%; border-radius: .75rem; background: #fff; image-rendering: pixelated; }
p { margin: 1.25rem 0 0; overflow-wrap: anywhere; }
a { color: var(--accent); font-size: .875rem; }
.soft { color: var(--soft); font-size: .875rem; }
[hidden] { display: none; }
`

const SCRIPT = `
const [picture, words, link] = ['picture', 'words', 'link'].map(id => document.getElementById(id))
const events = new EventSource('events')
let over = false
events.onmessage = ({ data }) => {
  const told = JSON.parse(data)
  words.textContent = told.words
  picture.hidden = link.hidden = told.link === undefined
  if (told.link !== undefined) {
    link.textContent = link.href = told.link
    if (picture.src !== told.picture) picture.src = told.picture
  }
  over = told.over
  if (over) events.close()
}
events.onerror = () => {
  events.close()
  picture.hidden = link.hidden = true
  if (!over) words.textContent = 'The program has ended, and with it this page.'
}
`

/** The document. */
export const PAGE: string = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Log in by QR code</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<main>
<h1>Log in by QR code</h1>
<img id="picture" alt="QR code of the link below" hidden>
<p id="words" role="status">Starting ...</p>
<p><a id="link" hidden></a></p>
<p class="soft">A password, if there is one, is typed in the terminal.</p>
</main>
<script>${SCRIPT}</script>
</html>
`

/** What the document may do: run its own style and script, show its pictures, and ask its own server. */
export const POLICY: string = [
  "default-src 'none'",
  `style-src 'sha256-${hash(STYLE)}'`,
  `script-src 'sha256-${hash(SCRIPT)}'`,
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}
