// A host and a port as text, the way a URL has them.

/** `host:port`, an IPv6 host in brackets. */
export function authority({
  host,
  port,
}: {
  readonly host: string
  readonly port: number
}): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
