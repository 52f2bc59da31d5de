export { createDiskStore } from './disk.ts'
export { createGridFsStore } from './gridfs.ts'
export type { FileStore, KeyOf, StoredFile, StoreKind } from './file-store.ts'
export { inPieces, zip, type ZipEntry } from './zip.ts'
