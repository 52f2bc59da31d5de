/** Where files are kept: a folder of this machine, or the database, for several machines. */
export type StoreKind = 'disk' | 'gridfs'

/** The thing that a file of this name belongs to; undefined for a name that isn't one. Nothing else is looked for in a store. */
export type KeyOf = (name: string) => string | undefined

/** A file as a store lists it. `key` is what it belongs to; missing where the file is only the beginning of one. */
export interface StoredFile {
  name: string
  key?: string
  writtenAt: Date
}

/** Keeps small files by name; names are of our own making, and at least two characters long. */
export interface FileStore {
  readonly kind: StoreKind
  /** Keeps the bytes under the name; durable once it resolves. What a name stands for never changes: twice is once. */
  put(name: string, bytes: Buffer): Promise<void>
  get(name: string): Promise<Buffer | undefined>
  /** The same piece by piece, opened when the first is asked for: what a reader of it holds is a piece. */
  read(name: string): Promise<AsyncIterable<Uint8Array> | undefined>
  /** Deletes the file, and everything that an interrupted `put` left of it. Not there is fine. */
  remove(name: string): Promise<void>
  /** Everything that is kept, remains of interrupted writes included. */
  list(): AsyncIterable<StoredFile>
}
