import type { Document, UpdateOptions } from 'mongodb'
import { collectionOf } from './server.ts'
import { type Failure, failing, isFailure, same, show } from './table.ts'

export interface UpdateCaseOptions extends Pick<UpdateOptions, 'arrayFilters' | 'upsert' | 'collation' | 'let'> {
  /** What finds the document; `{ _id: 1 }` when left out. */
  filter?: Document
}

/** A document's fields besides `_id: 1`, an update, and its fields afterwards. */
export type UpdateCase = [
  before: Document,
  update: Document | Document[],
  after: Document | Failure,
  options?: UpdateCaseOptions,
]

/** Checks updates of one document; that nothing changes has to be seen in `modifiedCount`, too. */
export function updateTable(title: string, cases: readonly UpdateCase[]): void {
  describe(title, () => {
    for (const [before, update, after, options = {}] of cases) {
      const { filter = { _id: 1 }, ...rest } = options
      const outcome = isFailure(after) ? `fails with ${after.code}` : `gives ${show(after)}`
      const found = options.filter || options.arrayFilters ? ` (${show(options)})` : ''
      it(`${show(before)} with ${show(update)}${found} ${outcome}`, async () => {
        const collection = await collectionOf([{ _id: 1, ...before }])
        const operation = collection.updateOne(filter, update, rest)
        if (isFailure(after)) {
          await failing(operation, after)
          same(await collection.find().toArray(), [{ _id: 1, ...before }])
          return
        }
        const { modifiedCount } = await operation
        same(await collection.find().toArray(), [{ _id: 1, ...after }])
        same(modifiedCount, show(before) === show(after) ? 0 : 1)
      })
    }
  })
}
