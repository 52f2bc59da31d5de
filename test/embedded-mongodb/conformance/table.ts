import assert from 'node:assert/strict'
import { EJSON } from 'bson'
import { type Collection, type Document, MongoBulkWriteError, MongoServerError } from 'mongodb'
import { type Stored, collectionOf } from './server.ts'

/** The error that a case expects: MongoDB's code, and a part of its message. */
export interface Failure {
  code: number
  message?: RegExp
}

export function fails(code: number, message?: RegExp): Failure {
  return message ? { code, message } : { code }
}

export function isFailure(value: unknown): value is Failure {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    Object.keys(value).every((key) => key === 'code' || key === 'message')
  )
}

/** Compares values with the order of fields, as text that shows what differs. */
export function same(actual: unknown, expected: unknown): void {
  assert.equal(EJSON.stringify(actual, { relaxed: true }), EJSON.stringify(expected, { relaxed: true }))
}

/** Expects an operation to fail as MongoDB does. */
export async function failing(operation: Promise<unknown>, { code, message }: Failure): Promise<void> {
  const error: unknown = await operation.then(
    (value) => assert.fail(`expected error ${code}, got ${EJSON.stringify(value)}`),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof MongoServerError || error instanceof MongoBulkWriteError, String(error))
  assert.equal(error.code, code, `code of: ${error.message}`)
  if (message) assert.match(error.message, message)
}

/** One filter and the `_id`s that it finds. */
export type FindCase = [filter: Document, found: readonly unknown[] | Failure]

/** Checks filters against the same documents; what is found is compared in the order of insertion. */
export function findTable(title: string, documents: readonly Document[], cases: readonly FindCase[]): void {
  describe(title, () => {
    let collection: Collection<Stored>
    before(async () => {
      collection = await collectionOf(documents)
    })
    for (const [filter, found] of cases) {
      it(`${show(filter)} ${isFailure(found) ? `fails with ${found.code}` : `finds ${show(found)}`}`, async () => {
        const results = collection
          .find(filter, { projection: { _id: 1 } })
          .sort({ $natural: 1 })
          .toArray()
        if (isFailure(found)) return failing(results, found)
        const ids = (await results).map((document) => document._id as unknown)
        same(
          ids,
          documents.map((document) => document['_id'] as unknown).filter((id) => found.includes(id)),
        )
      })
    }
  })
}

export function show(value: unknown): string {
  return EJSON.stringify(value, { relaxed: true }).replaceAll('"', '')
}
