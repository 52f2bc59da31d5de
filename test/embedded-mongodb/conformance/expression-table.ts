import type { Document } from 'mongodb'
import { collectionOf } from './server.ts'
import { type Failure, failing, isFailure, same, show } from './table.ts'

/** An expression, and its value for the document that the table is about; undefined when it is missing. */
export type ExpressionCase = [expression: unknown, value: unknown]

/** Checks expressions as a field that `$project` computes. */
export function expressionTable(title: string, document: Document, cases: readonly ExpressionCase[]): void {
  describe(title, () => {
    for (const [expression, value] of cases) {
      const failure: Failure | undefined = isFailure(value) ? value : undefined
      it(`${show({ v: expression })} ${failure ? `fails with ${failure.code}` : `is ${show({ v: value })}`}`, async () => {
        const collection = await collectionOf([document])
        const operation = collection.aggregate([{ $project: { _id: 0, v: expression } }]).toArray()
        if (failure) return failing(operation, failure)
        same(await operation, [value === undefined ? {} : { v: value }])
      })
    }
  })
}
