import assert from 'node:assert/strict'
import fc from 'fast-check'
import { newId } from '../../../src/kernel/index.ts'
import { aCategory, aTopic, regular, stored, type MadeCategory } from '../../support/forum.ts'
import type { Person } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'

const deeds = [
  'post',
  'delete',
  'edit',
  'takeDown',
  'undo',
  'wholeDown',
  'wholeUndo',
  'move',
  'merge',
  'split',
] as const
const steps = fc.array(fc.tuple(fc.constantFrom(...deeds), fc.nat(20), fc.nat(20)), { minLength: 8, maxLength: 20 })

describe('any sequence of deeds in the forum', () => {
  let app: Running
  let ann: Person
  let mia: Person
  let categories: MadeCategory[]
  before(async () => {
    app = await startApp()
    ann = await regular(app, 'ann')
    mia = await regular(app, 'mia')
    categories = [await aCategory(app), await aCategory(app)]
  })
  after(() => app.stop())

  /** Whether it may be done now is the forum's to say: a refusal is a step as well. */
  async function act(deed: (typeof deeds)[number], one: number, other: number): Promise<void> {
    const topics = await stored(app).topics.find().sort({ _id: 1 }).toArray()
    const posts = await stored(app).posts.find().sort({ _id: 1 }).toArray()
    const [t, u] = [topics[one % topics.length]?._id ?? '', topics[other % topics.length]?._id ?? '']
    const p = posts[one % posts.length]
    const categoryId = categories[other % 2]?.id ?? ''
    const requests = {
      post: () => ann.send(`/t/${t}/posts`, { text: 'More' }),
      delete: () => ann.send(`/posts/${p?._id}/delete`),
      edit: () => ann.send(`/posts/${p?._id}/edit`, { title: 'Changed title', text: 'Changed' }),
      takeDown: () => mia.send(`/posts/${p?._id}/taking-down`, { ground: 'spam' }),
      undo: () => mia.send(`/posts/${p?._id}/restoration`),
      wholeDown: () => mia.send(`/topics/${t}/taking-down`, { ground: 'spam' }),
      wholeUndo: () => mia.send(`/topics/${t}/restoration`),
      move: () => mia.send(`/topics/${t}/edit`, { title: 'Moved title', kind: 'discussion', categoryId }),
      merge: () => mia.send(`/topics/${t}/merger`, { into: u }),
      split: () =>
        mia.send(`/topics/${p?.topicId}/split`, {
          title: 'Split off',
          kind: 'question',
          submission: newId(),
          posts: p?._id ?? '',
        }),
    }
    const { status } = await requests[deed]()
    assert.ok(status < 500, `${deed}: ${status}`)
  }

  /** What feeds tell as gone is gone, and what is in sight was never told so. */
  async function assertFeedsHold(): Promise<void> {
    const listed = await stored(app).topics.find({ visibility: 'public' }).toArray()
    const inSight = { removedAt: { $exists: false }, 'hiddenFor.0': { $exists: false } }
    const posts = await stored(app).posts.find(inSight).toArray()
    const ids = new Set(listed.map(({ _id }) => _id))
    const shown = posts.filter(({ topicId }) => ids.has(topicId)).map(({ _id }) => _id)
    const told = await stored(app).posts.find({ wasPublic: true }).toArray()
    assert.deepEqual(told.map(({ _id }) => _id).sort(), shown.sort())
    const buried = await app.database.connection.collection<{ _id: string }>('tombstones').find().toArray()
    assert.deepEqual(
      buried.filter(({ _id }) => shown.includes(_id)),
      [],
    )
  }

  it('leaves counts, last posts, visibility, search and feeds as a rebuild makes them', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        for (const category of categories) await aTopic(app, { by: ann, in: category, posts: 3 })
        for (const [deed, one, other] of sequence) await act(deed, one, other)
        const { topics, categories: counted, mirrored } = await app.forum.reconcile()
        assert.deepEqual({ topics, counted, mirrored }, { topics: 0, counted: 0, mirrored: 0 })
        await assertFeedsHold()
      }),
      { numRuns: 3 },
    )
  })
})
