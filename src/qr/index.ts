// The public entry `raw-mtproto/qr`: links as QR codes.
export {
  renderPng,
  renderSvg,
  renderTerminal,
  type TerminalOptions,
} from './render.ts'
