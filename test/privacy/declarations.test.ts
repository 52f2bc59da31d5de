import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../scripts/support/files.ts'
import { mapMarkdown } from '../../src/privacy/index.ts'
import { areaOf } from '../../src/privacy/map/map.words.ts'
import { aCategory, aTopic } from '../support/forum.ts'
import { signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'

describe('what is held of people', () => {
  let app: Running
  before(async () => {
    app = await startApp()
    const ann = await signedIn(app, 'ann')
    await aTopic(app, { by: ann, in: await aCategory(app), posts: 1 })
    await ann.submit(await ann.visit('/me/address'), { email: 'a@example.com' }, 'form[action$="/me/address"]')
  })
  after(() => app.stop())

  it('is declared by every model and for every collection, and nothing is declared that is not there', async () => {
    const { connection } = app.database
    const models = Object.values(connection.models).map(({ collection }) => collection.name)
    const stored = await connection.listCollections()
    const held = new Set([...models, ...stored.map(({ name }) => name)])
    const declared = app.declarations.map(({ collection }) => collection)
    assert.deepEqual([...held].filter((name) => !declared.includes(name)).toSorted(), [])
    // GridFS makes its two with the first file that is kept there.
    const notThere = declared.filter((name) => !held.has(name))
    assert.deepEqual(notThere.toSorted(), [
      'inboundraw.chunks',
      'inboundraw.files',
      'photos.chunks',
      'photos.files',
      'requestfiles.chunks',
      'requestfiles.files',
    ])
    assert.equal(new Set(declared).size, declared.length, 'each once')
  })

  it('has its place on the public page by names of collections that there are', () => {
    const declared = app.declarations.map(({ collection }) => collection)
    assert.deepEqual(
      Object.keys(areaOf).filter((name) => !declared.includes(name)),
      [],
    )
  })

  it('is written down in docs/privacy-map.md as it is now', () => {
    const written = readFileSync(join(projectRoot, 'docs', 'privacy-map.md'), 'utf8')
    assert.ok(written === `${mapMarkdown(app.declarations)}\n`, 'run npm run privacy:map')
  })

  it('is erased by the store or a job that there is, where it is only kept for a time', async () => {
    await app.jobs.runDue()
    const jobs = new Set(await app.database.connection.collection<{ _id: string }>('jobs').distinct('_id'))
    for (const { collection, fields, endedBy = [] } of app.declarations) {
      const isForATime = fields.some(({ until }) => /\d+ (?:day|hour)|\ban hour|lifetime/.test(until))
      assert.ok(!isForATime || endedBy.length > 0, `nothing ends what is old of ${collection}`)
      for (const ending of endedBy) if ('job' in ending) assert.ok(jobs.has(ending.job), `no job ${ending.job}`)
      const declared = endedBy.flatMap((ending) => ('index' in ending ? [ending.index] : []))
      assert.deepEqual(await expiringFieldsOf(collection), declared, collection)
    }
  })

  /** Fields by which the store itself erases rows of a collection. */
  async function expiringFieldsOf(collection: string): Promise<string[]> {
    const { connection } = app.database
    const stored = await connection.listCollections()
    if (!stored.some(({ name }) => name === collection)) return []
    const indexes = await connection.collection(collection).indexes()
    return indexes
      .filter(({ expireAfterSeconds }) => expireAfterSeconds !== undefined)
      .flatMap(({ key }) => Object.keys(key as object))
  }

  it('names for each field what it is, why, until when and who sees it', () => {
    for (const { collection, fields } of app.declarations) {
      for (const field of fields) {
        const { field: name, what, why, until, seenBy } = field
        for (const text of [name, what, why, until, seenBy]) assert.ok(text.trim() !== '', `${collection}: ${name}`)
      }
    }
  })
})
