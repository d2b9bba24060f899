// raw-mtproto/node: what Node provides.
export { FileStorage } from './file-storage.ts'
export { createHost } from './host.ts'
