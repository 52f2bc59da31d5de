import MongoStore from 'connect-mongo'
import type { SessionData } from 'express-session'
import { GridFSBucket } from 'mongodb'
import mongoose from 'mongoose'
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { aServer, type Fixture } from './fixture.ts'

describe('clients that know nothing of this server', () => {
  let fixture: Fixture
  before(async () => (fixture = await aServer()))
  after(() => fixture.end())

  it('Mongoose: models, indexes, validation, population, versions, aggregation', async () => {
    const connection = await mongoose.createConnection(fixture.uri).asPromise()
    const Author = connection.model(
      'Author',
      new mongoose.Schema({ name: { type: String, required: true, unique: true } }),
    )
    const Post = connection.model(
      'Post',
      new mongoose.Schema(
        {
          title: String,
          tags: [String],
          author: { type: mongoose.Schema.Types.ObjectId, ref: 'Author' },
          replies: [{ text: String, likes: Number }],
        },
        { timestamps: true, optimisticConcurrency: true },
      ),
    )
    await Promise.all([Author.init(), Post.init()])
    const ann = await Author.create({ name: 'ann' })
    await assert.rejects(Author.create({ name: 'ann' }), { code: 11000 })
    const post = await Post.create({
      title: 'one',
      tags: ['a', 'b'],
      author: ann._id,
      replies: [{ text: 'hi', likes: 1 }],
    })
    await Post.insertMany(
      Array.from({ length: 30 }, (_, n) => ({ title: `t${n}`, tags: [n % 2 ? 'odd' : 'even'], author: ann._id })),
    )
    const stale = await Post.findById(post._id).orFail()
    post.set('replies.0.likes', 5)
    post.tags.push('c')
    await post.save()
    stale.title = 'other'
    await assert.rejects(stale.save(), { name: 'VersionError' })
    const found = await Post.findOne({ 'replies.likes': { $gte: 5 }, tags: 'c' })
      .populate<{ author: { name: string } }>('author')
      .orFail()
    assert.equal(found.author.name, 'ann')
    const page = await Post.find({ tags: 'odd' }).sort({ title: -1 }).skip(2).limit(3).lean()
    assert.deepEqual(
      page.map(({ title }) => title),
      ['t5', 't3', 't29'],
    )
    const groups = await Post.aggregate<{ _id: string; n: number }>([
      { $unwind: '$tags' },
      { $group: { _id: '$tags', n: { $sum: 1 } } },
      { $sort: { n: -1, _id: 1 } },
    ])
    assert.deepEqual(groups.slice(0, 2), [
      { _id: 'even', n: 15 },
      { _id: 'odd', n: 15 },
    ])
    const raised = await Post.findOneAndUpdate(
      { title: 't1' },
      { $push: { replies: { text: 'x', likes: 2 } } },
      { returnDocument: 'after' },
    ).orFail()
    assert.equal(raised.replies.length, 1)
    const result = await Post.bulkWrite([
      { updateOne: { filter: { title: 't2' }, update: { $set: { title: 'two' } } } },
      { deleteOne: { filter: { title: 't3' } } },
      { updateOne: { filter: { title: 'new' }, update: { $set: { tags: [] } }, upsert: true } },
    ])
    assert.deepEqual([result.modifiedCount, result.deletedCount, result.upsertedCount], [1, 1, 1])
    await connection.close()
  })

  it('connect-mongo: keeps, touches, finds and destroys sessions', async () => {
    const store = MongoStore.create({
      mongoUrl: fixture.uri,
      collectionName: 'sessions',
      ttl: 60,
      touchAfter: 0,
      crypto: { secret: 'a secret of some length' },
    })
    const call = <T>(work: (done: (error: unknown, value?: T) => void) => void): Promise<T | undefined> =>
      new Promise((resolve, reject) =>
        work((error, value) => (error instanceof Error ? reject(error) : resolve(value))),
      )
    const session = {
      cookie: { originalMaxAge: 1000, expires: new Date(Date.now() + 60_000) },
      user: 'ann',
    } as unknown as SessionData
    await call((done) => store.set('one', session, done))
    assert.equal(
      ((await call<SessionData | null>((done) => store.get('one', done))) as { user?: string } | undefined)?.user,
      'ann',
    )
    await call((done) => store.touch('one', session as never, done))
    assert.equal(await call<number>((done) => store.length(done)), 1)
    await call((done) => store.destroy('one', done))
    assert.ok(!(await call<SessionData | null>((done) => store.get('one', done))))
    await store.close()
  })

  it('GridFS: writes a file in chunks, reads parts of it, renames and deletes it', async () => {
    const bucket = new GridFSBucket(fixture.client.db(), { bucketName: 'files', chunkSizeBytes: 50_000 })
    const bytes = randomBytes(330_000)
    const upload = bucket.openUploadStream('photo.jpg', { metadata: { owner: 'ann' } })
    await pipeline(Readable.from([bytes]), upload)
    const read = async (options = {}): Promise<Buffer> =>
      Buffer.concat(await bucket.openDownloadStream(upload.id, options).toArray())
    assert.ok((await read()).equals(bytes))
    assert.ok((await read({ start: 49_990, end: 120_000 })).equals(bytes.subarray(49_990, 120_000)))
    await bucket.rename(upload.id, 'other.jpg')
    assert.equal((await bucket.find({ filename: 'other.jpg' }).toArray()).length, 1)
    await bucket.delete(upload.id)
    assert.equal(await fixture.client.db().collection('files.chunks').countDocuments(), 0)
    await assert.rejects(read(), /FileNotFound/)
  })
})
