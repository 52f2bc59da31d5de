import assert from 'node:assert/strict'
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
    // GridFS makes its two with the first photo that is kept there.
    const notThere = declared.filter((name) => !held.has(name))
    assert.deepEqual(notThere.toSorted(), ['photos.chunks', 'photos.files'])
    assert.equal(new Set(declared).size, declared.length, 'each once')
  })

  it('names for each field what it is, why, until when and who sees it', () => {
    for (const { collection, fields } of app.declarations) {
      for (const field of fields) {
        const { field: name, what, why, until, seenBy } = field
        for (const text of [name, what, why, until, seenBy]) assert.ok(text.trim() !== '', `${collection}: ${name}`)
      }
    }
  })
})
