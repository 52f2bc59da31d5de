import type { StoreKind } from '../photos.words.ts'

/** A file as a store lists it. `key` is the name of its photo; missing where the file is only the beginning of one. */
export interface StoredFile {
  name: string
  key?: string
  writtenAt: Date
}

/** Keeps small files by name. Names are those of addresses.ts and nothing else. */
export interface FileStore {
  readonly kind: StoreKind
  /** Keeps the bytes under the name; durable once it resolves. What a name stands for never changes: twice is once. */
  put(name: string, bytes: Buffer): Promise<void>
  get(name: string): Promise<Buffer | undefined>
  /** Deletes the file, and everything that an interrupted `put` left of it. Not there is fine. */
  remove(name: string): Promise<void>
  /** Everything that is kept, remains of interrupted writes included. */
  list(): AsyncIterable<StoredFile>
}
