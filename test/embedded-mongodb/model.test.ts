import fc from 'fast-check'
import { EJSON } from 'bson'
import { MongoServerError, type Collection, type Document } from 'mongodb'
import assert from 'node:assert/strict'
import { applyUpdate, compileFilter, compileSort, parseCollation } from '../../src/embedded-mongodb/semantics/index.ts'
import { aServer, type Fixture } from './fixture.ts'

/** As many operations as the long form asks for: `--model-runs=2000` after mocha's own arguments. */
const runs = Number(/--model-runs=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 40)

const indexSets: Document[][] = [
  [],
  [{ key: { a: 1 } }, { key: { 'd.e': -1 } }],
  [{ key: { a: 1, b: -1 } }, { key: { b: 1 }, sparse: true }],
  [{ key: { b: -1, a: 1, c: 1 } }, { key: { a: -1 }, partialFilterExpression: { b: { $gt: 2 } } }],
  [{ key: { c: 1, a: 1 } }, { key: { a: 1, 'd.e': 1 } }, { key: { b: 1 }, collation: { locale: 'en', strength: 2 } }],
]

const scalar = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 6 }) },
  { weight: 3, arbitrary: fc.constantFrom('x', 'X', 'y', 'yy', '') },
  { weight: 1, arbitrary: fc.constantFrom(1.5, -1, 2 ** 40) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constantFrom(new Date(0), new Date(86400000)) },
)
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ e: scalar }) },
)
const fields = fc.record(
  {
    a: value,
    b: scalar,
    c: scalar,
    d: fc.oneof(fc.record({ e: value }), fc.array(fc.record({ e: scalar }), { maxLength: 2 })),
  },
  { requiredKeys: [] },
)
const path = fc.constantFrom('a', 'b', 'c', 'd.e')
const condition = fc.oneof(
  { weight: 3, arbitrary: scalar },
  { weight: 1, arbitrary: value },
  fc.record({ $gt: scalar, $lte: scalar }, { requiredKeys: ['$gt'] }),
  fc.record({ $gte: scalar, $lt: scalar }, { requiredKeys: ['$lt'] }),
  fc.record({ $in: fc.array(scalar, { maxLength: 4 }) }),
  fc.record({ $ne: scalar }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $not: fc.record({ $gt: scalar }) }),
  fc.record({ $all: fc.array(scalar, { minLength: 1, maxLength: 2 }) }),
  fc.record({ $elemMatch: fc.record({ $gt: scalar, $lt: scalar }) }),
  fc.record({ $nin: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $size: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ $type: fc.constantFrom('number', 'string', 'array', 'null') }),
  fc.record({ $regex: fc.constantFrom('^x', '^y', 'y$') }),
)
const simpleFilter = fc.dictionary(path, condition, { maxKeys: 2 })
const filter: fc.Arbitrary<Document> = fc.oneof(
  { weight: 4, arbitrary: simpleFilter },
  { weight: 1, arbitrary: fc.record({ $or: fc.array(simpleFilter, { minLength: 1, maxLength: 2 }) }) },
  {
    weight: 1,
    arbitrary: fc.record(
      { $or: fc.array(simpleFilter, { minLength: 1, maxLength: 3 }), b: condition, c: condition },
      { requiredKeys: ['$or'] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ $and: fc.array(simpleFilter, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ $nor: fc.array(simpleFilter, { minLength: 1, maxLength: 2 }) }) },
)
const order = fc.option(
  fc.uniqueArray(fc.tuple(path, fc.constantFrom(1, -1)), { maxLength: 3, selector: ([name]) => name }),
  { nil: undefined },
)
const change = fc.oneof(
  fc.record({ $set: fc.record({ a: value }) }),
  fc.record({ $set: fc.record({ b: scalar, 'd.e': scalar }, { requiredKeys: ['b'] }) }),
  fc.record({ $unset: fc.record({ a: fc.constant(1), c: fc.constant(1) }, { requiredKeys: ['a'] }) }),
  fc.record({ $push: fc.record({ a: scalar }) }),
  fc.record({ $inc: fc.record({ c: fc.integer({ min: -2, max: 2 }) }) }),
)
const operation = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('insert' as const), fields }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('find' as const),
      filter,
      order,
      skip: fc.nat(3),
      limit: fc.nat(6),
      folded: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('updateMany' as const), filter, change }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('updateOne' as const), id: fc.nat(20), change }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteMany' as const), filter: simpleFilter }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('count' as const), filter }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('replace' as const), id: fc.nat(20), fields }) },
)
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never

const folding = { locale: 'en', strength: 2 }

/** The plainest store there is: an array, every query a walk over all of it. */
class Reference {
  documents: Document[] = []

  find(asked: Extract<Operation, { kind: 'find' }>): unknown[] {
    const collation = asked.folded ? parseCollation(folding) : undefined
    const compiled = compileFilter(asked.filter, collation ? { collation } : {})
    const found = this.documents.filter((document) => compiled.matches(document))
    if (!asked.order) return found.map(({ _id }) => _id as unknown).sort((a, b) => Number(a) - Number(b))
    const sorted = found.sort(compileSort(sortOf(asked.order), collation))
    return sorted
      .slice(asked.skip, asked.limit > 0 ? asked.skip + asked.limit : undefined)
      .map(({ _id }) => _id as unknown)
  }

  change(matches: (document: Document) => boolean, update: Document): void {
    this.documents = this.documents.map((document) =>
      matches(document) ? applyUpdate(document, update, {}) : document,
    )
  }
}

function sortOf(order: (readonly [string, number])[]): Document {
  return { ...Object.fromEntries(order), _id: 1 }
}

async function perform(asked: Operation, reference: Reference, collection: Collection): Promise<void> {
  switch (asked.kind) {
    case 'insert': {
      const _id =
        reference.documents.length === 0
          ? 0
          : Math.max(...reference.documents.map((document) => Number(document['_id']))) + 1
      const document = { _id, ...asked.fields }
      try {
        await collection.insertOne(document as never)
        reference.documents.push(document)
      } catch (error) {
        // An index of two fields takes an array in just one of them.
        assert.equal((error as MongoServerError).code, 171)
      }
      return
    }
    case 'find': {
      const collation = asked.folded ? { collation: folding } : {}
      const cursor = collection.find(asked.filter, { ...collation, projection: { _id: 1 }, batchSize: 3 })
      const isOrdered = asked.order !== undefined
      if (asked.order) cursor.sort(sortOf(asked.order)).skip(asked.skip).limit(asked.limit)
      const ids = (await cursor.toArray()).map(({ _id }) => _id as unknown)
      assert.deepEqual(isOrdered ? ids : ids.sort((a, b) => Number(a) - Number(b)), reference.find(asked))
      return
    }
    case 'count': {
      const compiled = compileFilter(asked.filter)
      assert.equal(
        await collection.countDocuments(asked.filter),
        reference.documents.filter((document) => compiled.matches(document)).length,
      )
      return
    }
    default: {
      await write(asked, reference, collection)
      return
    }
  }
}

async function write(
  asked: Extract<Operation, { kind: 'updateMany' | 'updateOne' | 'deleteMany' | 'replace' }>,
  reference: Reference,
  collection: Collection,
): Promise<void> {
  const filter = 'filter' in asked ? asked.filter : { _id: asked.id }
  const compiled = compileFilter(filter)
  if (asked.kind === 'deleteMany') {
    await collection.deleteMany(filter)
    reference.documents = reference.documents.filter((document) => !compiled.matches(document))
    return
  }
  const update = asked.kind === 'replace' ? asked.fields : asked.change
  try {
    if (asked.kind === 'updateMany') await collection.updateMany(filter, update as Document)
    else if (asked.kind === 'updateOne') await collection.updateOne(filter, update as Document)
    else await collection.replaceOne(filter, update)
  } catch (error) {
    // What an update can't be applied to depends on the order in which documents are found: they are made to agree again.
    assert.ok(error instanceof MongoServerError, String(error))
    reference.documents = await collection.find().sort({ _id: 1 }).toArray()
    return
  }
  reference.change((document) => compiled.matches(document), update)
}

describe('random operations', () => {
  let fixture: Fixture
  before(async () => (fixture = await aServer()))
  after(() => fixture.end())

  for (const [number, indexes] of indexSets.entries()) {
    it(`agree with a plain array under ${indexes.length} indexes (${number})`, async function () {
      this.timeout(600_000)
      const db = fixture.client.db('model')
      await fc.assert(
        fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 25 }), async (operations) => {
          const collection = db.collection(`c${number}`)
          await collection.drop()
          if (indexes.length > 0) await collection.createIndexes(indexes as never)
          const reference = new Reference()
          for (const asked of operations) await perform(asked, reference, collection)
          const stored = await collection.find().sort({ _id: 1 }).toArray()
          assert.equal(EJSON.stringify(stored), EJSON.stringify(reference.documents))
          if (stored.length > 0) assert.deepEqual((await db.command({ validate: `c${number}` }))['errors'], [])
        }),
        { numRuns: runs },
      )
    })
  }
})
