// raw-mtproto/web: what browsers, workers and other engines with the interfaces of the web provide.
export { createHost } from './host.ts'
export { IndexedDbStorage } from './indexed-db-storage.ts'
