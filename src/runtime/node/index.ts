// raw-mtproto/node: what Node provides.

export type { Connect } from './dial.ts'
export { FileStorage, type FileStorageOptions } from './file-storage.ts'
export { createHost, type NodeHostOptions } from './host.ts'
