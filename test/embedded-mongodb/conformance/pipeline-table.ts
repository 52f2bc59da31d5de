import type { Document } from 'mongodb'
import { collectionOf } from './server.ts'
import { type Failure, failing, isFailure, same, show } from './table.ts'

/** Documents, a pipeline over them, and what it gives. */
export type PipelineCase = [documents: Document[], pipeline: Document[], results: Document[] | Failure]

/** Checks what pipelines give, in order. */
export function pipelineTable(title: string, cases: readonly PipelineCase[]): void {
  describe(title, () => {
    for (const [documents, pipeline, results] of cases) {
      it(`${show(pipeline)} ${isFailure(results) ? `fails with ${results.code}` : `gives ${show(results)}`}`, async () => {
        const collection = await collectionOf(documents)
        const operation = collection.aggregate(pipeline).toArray()
        if (isFailure(results)) return failing(operation, results)
        same(await operation, results)
      })
    }
  })
}
