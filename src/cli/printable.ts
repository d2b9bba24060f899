// Text that others wrote, as it may be shown on a terminal.

/** Control characters of terminals, and those that turn the direction of what follows them. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** The text with `?` for each character that a terminal would obey instead of showing it. */
export function printable(text: string): string {
  return text.replace(OBEYED, '?')
}
