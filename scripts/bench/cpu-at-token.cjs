// Loaded into a client before its own program: as soon as that prints its first login token, this prints
// the CPU time that the process has used by then, in milliseconds, threads and start-up included.
const write = process.stdout.write

process.stdout.write = function (chunk, ...rest) {
  const { user, system } = process.cpuUsage()
  const result = write.call(this, chunk, ...rest)
  if (String(chunk).includes('"event":"token"')) {
    process.stdout.write = write
    const cpu = (user + system) / 1000
    process.stdout.write(`${JSON.stringify({ event: 'cpu-at-token', cpu })}\n`)
  }
  return result
}
