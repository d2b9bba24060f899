// What the program of an illustrated page uses of its browser, and nothing else of it. The project is compiled
// without the types of browsers, so that no other file can use any of this by mistake.

/** An element of the page. */
export interface PageElement {
  readonly tagName: string
  readonly parentElement: PageElement | null
  readonly dataset: Readonly<Record<string, string | undefined>>
  readonly classList: { toggle(name: string, force: boolean): boolean }
  /** of fields of forms */
  value: string
  /** of `details` */
  open: boolean
  hidden: boolean
  textContent: string | null
  closest(selector: string): PageElement | null
  querySelector(selector: string): PageElement | null
  setAttribute(name: string, value: string): void
  scrollIntoView(): void
  addEventListener(type: string, listen: (event: PageEvent) => void): void
}

/** Something that happened on the page. */
export interface PageEvent {
  readonly target: PageElement | null
  preventDefault(): void
}

/** The globals of a page. */
export interface PageGlobals {
  readonly document: {
    getElementById(id: string): PageElement | null
    querySelectorAll(selector: string): Iterable<PageElement>
    addEventListener(type: string, listen: (event: PageEvent) => void): void
  }
  readonly location: { readonly hash: string }
  addEventListener(type: string, listen: () => void): void
  setTimeout(run: () => void): void
}

/** Those of this page. */
export const page: PageGlobals = globalThis as unknown as PageGlobals
