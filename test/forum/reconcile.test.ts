import assert from 'node:assert/strict'
import { newId } from '../../src/kernel/index.ts'
import { aCategory, aReply, aTopic, regular, stored } from '../support/forum.ts'
import { Person } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'

const aDay = 24 * 60 * 60 * 1000

describe('reconciling', () => {
  let app: Running
  let now = new Date('2024-05-01T12:00:00Z')
  before(async () => {
    app = await startApp({ clock: () => now })
    const [ann, ben] = [await regular(app, 'ann'), await regular(app, 'ben')]
    const category = await aCategory(app)
    const quiet = await aCategory(app, { readRole: 'members' })
    await aTopic(app, { by: ann, in: category, posts: 3, answeredBy: ben })
    await aTopic(app, { by: ben, in: category })
    const hidden = await aTopic(app, { by: ben, in: quiet, posts: 2 })
    await ben.send(`/posts/${hidden.replies[0] ?? ''}/delete`)
    const gone = await aTopic(app, { by: ann, in: category })
    await ann.send(`/posts/${gone.openingId}/delete`)
    const emptied = await aTopic(app, { by: ann, in: category, posts: 2, answeredBy: ben })
    await ann.send(`/posts/${emptied.openingId}/delete`)
    await aReply(emptied.id, { by: ben })
  })
  after(() => app.stop())

  const everything = async (): Promise<unknown> => {
    const { categories, topics, posts } = stored(app)
    // How often a topic was counted is no figure of it.
    const projection = { settled: 0 }
    return Promise.all(
      [categories, topics, posts].map((each) => each.find({}, { projection }).sort({ _id: 1 }).toArray()),
    )
  }
  const nothing = { topics: 0, categories: 0, strayPosts: 0, mirrored: 0 }

  it('finds nothing to mend in what the forum itself has written', async () => {
    const before = await everything()
    assert.deepEqual(await app.forum.reconcile(), nothing)
    assert.deepEqual(await everything(), before)
  })

  it('mends every figure and every reader that was broken, and pages show it at once', async () => {
    const right = await everything()
    const { categories, topics } = stored(app)
    const past = new Date('2001-01-01')
    await topics.updateMany(
      { visibility: { $ne: 'removed' } },
      { $set: { replyCount: 77, lastActivityAt: past, lastReplyBy: 'nobody' } },
    )
    await topics.updateMany({ visibility: 'members' }, { $set: { visibility: 'public' } })
    await categories.updateMany({}, { $set: { topicCount: -3, postCount: 99 }, $unset: { lastActivityAt: 1 } })
    await app.database.connection
      .collection<{ _id: string; v: number }>('stamps')
      .updateOne({ _id: 'latest' }, { $inc: { v: 1 } })
    const guest = new Person(app)
    assert.match((await guest.visit('/')).text, /77 replies/)
    const mended = await app.forum.reconcile()
    assert.equal(mended.categories, 2)
    assert.ok(mended.topics >= 4)
    assert.deepEqual(await everything(), right)
    assert.doesNotMatch((await guest.visit('/')).text, /77 replies/)
    assert.deepEqual(await app.forum.reconcile(), nothing)
  })

  it('is not needed for what a crash cut off: within a minute a job has counted it', async () => {
    const [ann, category] = [await regular(app, 'ann'), await aCategory(app)]
    const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
    const { posts } = stored(app)
    const like = await posts.findOne({ _id: topic.replies[0] ?? '' })
    assert.ok(like)
    // As it stands between its own writing and that of the figures.
    await posts.insertOne({ ...like, _id: newId(), submission: newId(), createdAt: now, isUnreflected: true })
    await app.jobs.runDue()
    now = new Date(now.getTime() + 61_000)
    assert.ok((await app.jobs.runDue()).includes('reflect'))
    assert.equal((await stored(app).topics.findOne({ _id: topic.id }))?.replyCount, 2)
    assert.equal((await stored(app).categories.findOne({ _id: category.id }))?.postCount, 3)
    assert.deepEqual(await app.forum.reconcile(), nothing)
  })

  it('clears an opening whose topic a crash never let be, once it is a day old', async () => {
    const { posts } = stored(app)
    const stray = {
      _id: newId(),
      topicId: newId(),
      authorId: newId(),
      isOpening: true,
      source: 'Left alone',
      html: '' as never,
      rendererVersion: 1,
      createdAt: now,
    }
    await posts.insertOne(stray)
    // A topic is written a moment after its opening: a young one may be on its way.
    assert.deepEqual(await app.forum.reconcile(), nothing)
    assert.equal(await posts.countDocuments({ _id: stray._id }), 1)
    now = new Date(now.getTime() + aDay + 1)
    const rest = await posts.countDocuments()
    assert.deepEqual(await app.forum.reconcile(), { ...nothing, strayPosts: 1 })
    assert.equal(await posts.countDocuments({ _id: stray._id }), 0)
    assert.equal(await posts.countDocuments(), rest - 1)
  })

  it('is what the nightly job does', async () => {
    await stored(app).categories.updateMany({}, { $set: { postCount: 1000 } })
    await app.jobs.runDue()
    now = new Date(now.getTime() + aDay + 1)
    const ran = await app.jobs.runDue()
    assert.ok(ran.includes('reconcile'))
    assert.equal(await stored(app).categories.countDocuments({ postCount: 1000 }), 0)
  })
})
