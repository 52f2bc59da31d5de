import { mongo } from 'mongoose'

/** The code of MongoDB's DuplicateKey. */
const duplicateKey = 11_000

/** Whether a write was refused because a unique index has such an entry already: somebody else was quicker. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === duplicateKey
}
