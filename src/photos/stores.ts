import type { Connection } from 'mongoose'
import { createDiskStore, createGridFsStore, type FileStore, type KeyOf } from '../files/index.ts'
import { parseFileName } from './addresses.ts'
import type { StoreKind } from './photos.words.ts'

/** Both places where photos may be; those that were stored before the choice changed stay where they are. */
export function photoStores(folder: string, connection: Connection): Record<StoreKind, FileStore> {
  const keyOf: KeyOf = (name) => parseFileName(name)?.key
  return {
    disk: createDiskStore(folder, keyOf),
    gridfs: createGridFsStore(connection, { bucketName: 'photos', keyOf }),
  }
}
