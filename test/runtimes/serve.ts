// A web site on loopback with a few documents, for pages under test.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Site {
  readonly url: string
  close(): void
}

/** The documents by their paths, each with its media type. */
export async function serve(
  documents: Readonly<Record<string, readonly [type: string, text: string]>>,
): Promise<Site> {
  const server = createServer(({ url = '/' }, response) => {
    const found = documents[url.split('?')[0]!]
    if (found === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': `${found[0]}; charset=utf-8` }).end(found[1])
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
