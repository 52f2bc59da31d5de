import assert from 'node:assert/strict'
import { newId } from '../../src/kernel/index.ts'
import { openEvents, type EventStream } from '../support/events.ts'
import { aCategory, aReply, aTopic, changeCategory, regular, type MadeCategory } from '../support/forum.ts'
import { until } from '../support/gate.ts'
import { Person, signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'

describe('an open topic', () => {
  let app: Running
  let other: Running
  let category: MadeCategory
  const streams: EventStream[] = []
  before(async () => {
    app = await startApp({ liveEvery: 100 })
    other = await startApp({ beside: app })
    category = await aCategory(app)
  })
  afterEach(() => streams.splice(0).forEach((stream) => stream.close()))
  after(async () => {
    await other.stop()
    await app.stop()
  })

  /** Opens a topic's page in a process and its stream, as the script does. */
  async function watch(where: Running, path: string, options: Parameters<typeof openEvents>[1] = {}) {
    const { cookie = '' } = options.headers ?? {}
    const { $ } = await new Person(where).visit(path, cookie === '' ? {} : { cookie })
    const stream = await openEvents(where.url + ($('[data-live]').attr('data-live') ?? ''), options)
    streams.push(stream)
    return { stream, newAddress: $('[data-live]').attr('data-new') ?? '' }
  }

  it('tells a guest in another process of new replies within 2 seconds, and where they are', async () => {
    const ann = await regular(app, 'ann')
    const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
    const { stream, newAddress } = await watch(other, topic.path)
    const begun = Date.now()
    const replies = [await aReply(topic.id, { by: ann }), await aReply(topic.id, { by: ann })]
    const { data } = await stream.hear(({ data }) => data['replies'] === 2)
    assert(Date.now() - begun < 2500, `${Date.now() - begun} ms`)
    assert.equal(data['text'], 'Show 2 new replies')
    const { $ } = await new Person(other).visit(newAddress)
    assert.deepEqual(
      $('article.post')
        .get()
        .slice(1)
        .map(({ attribs }) => attribs['id']),
      replies.map((id) => `post-${id}`),
    )
    assert.equal(stream.headers['set-cookie'], undefined)
    assert.equal(stream.headers['content-type'], 'text/event-stream; charset=utf-8')
    assert.equal(stream.headers['x-accel-buffering'], 'no')
  })

  it('tells all of its readers the same', async () => {
    const ann = await regular(app, 'ann')
    const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
    const watched = await Promise.all([1, 2, 3].map(() => watch(app, topic.path)))
    await aReply(topic.id, { by: ann })
    for (const { stream } of watched) await stream.hear(({ data }) => data['replies'] === 1)
    assert(watched.every(({ stream }) => stream.told.every(({ data }) => !('reload' in data))))
  })

  it('tells of posts that were edited or taken away, and says nothing of what they say', async () => {
    const ann = await regular(app, 'ann')
    const topic = await aTopic(app, { by: ann, in: category, posts: 3 })
    const [edited, removed] = topic.replies as [string, string]
    const { stream } = await watch(app, topic.path)
    await ann.send(`/posts/${edited}/edit`, { text: 'Words that nobody streams' })
    await ann.send(`/posts/${removed}/delete`)
    const ids = (): unknown[] => stream.told.flatMap(({ data }) => data['posts'] as string[])
    await until(() => Promise.resolve([edited, removed].every((id) => ids().includes(id))), 5)
    assert(!JSON.stringify(stream.told).includes('Words'))
  })

  it('tells of posts that went to a topic of their own', async () => {
    const [ann, mia] = [await regular(app, 'ann'), await regular(app, 'mia')]
    const topic = await aTopic(app, { by: ann, in: category, posts: 3 })
    const moved = topic.replies[0] ?? ''
    const { stream } = await watch(app, topic.path)
    const fields = { title: 'Split off', kind: 'discussion', submission: newId(), posts: moved }
    assert.equal((await mia.send(`/topics/${topic.id}/split`, fields)).status, 303)
    await until(() => Promise.resolve(stream.told.length > 0), 5)
    assert.deepEqual(stream.told[0]?.data['posts'], [moved])
  })

  it('asks who has a topic open that was merged into another to load the page again', async () => {
    const [ann, mia] = [await regular(app, 'ann'), await regular(app, 'mia')]
    const into = await aTopic(app, { by: ann, in: category })
    const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
    const { stream } = await watch(app, topic.path)
    assert.equal((await mia.send(`/topics/${topic.id}/merger`, { into: into.id })).status, 303)
    await stream.hear(({ data }) => data['reload'] === true)
  })

  it('goes on where a broken line left off, and counts a reply that came and went as none', async () => {
    const ann = await regular(app, 'ann')
    const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
    const { stream } = await watch(app, topic.path)
    const gone = await aReply(topic.id, { by: ann })
    const { id } = await stream.hear(({ data }) => data['replies'] === 1)
    stream.close()
    await ann.send(`/posts/${gone}/delete`)
    const again = await watch(app, topic.path, { headers: { 'Last-Event-ID': id } })
    const { data } = await again.stream.hear(({ data }) => (data['posts'] as string[] | undefined)?.[0] === gone)
    assert(!data['replies'])
  })

  it('ends for who lost the right to read it, at the next change', async () => {
    const owned = await aCategory(app, { readRole: 'members' })
    const ann = await regular(app, 'ann')
    const topic = await aTopic(app, { by: ann, in: owned })
    const ben = await signedIn(app, 'ben')
    const cookie = Object.entries(ben.cookies())
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
    const member = await watch(app, topic.path, { headers: { cookie } })
    const left = await watch(app, topic.path, {
      headers: {
        cookie: Object.entries((await signedIn(app, 'ada')).cookies())
          .map(([name, value]) => `${name}=${value}`)
          .join('; '),
      },
    })
    await app.database.connection.collection('sessions').deleteMany({ 'session.accountId': await idOf(app, 'ada') })
    await aReply(topic.id, { by: ann })
    await member.stream.hear(({ data }) => data['replies'] === 1)
    await left.stream.hear(({ event }) => event === 'end')
    await changeCategory(app, owned, { readRole: 'staff' })
    await ann.send(`/posts/${topic.openingId}/edit`, { title: 'Another title', text: 'Other words' })
    await app.forum.reconcile()
    const staff = await regular(app, 'olga')
    await aReply(topic.id, { by: staff })
    await member.stream.hear(({ event }) => event === 'end')
    await until(() => Promise.resolve(member.stream.isOver && left.stream.isOver))
    assert.equal((await openEvents(`${app.url}/topics/${topic.id}/live?since=1`)).status, 404)
  })

  it('has room for so many streams of one address, and turns the next away for a while', async () => {
    const topic = await aTopic(app, { by: await regular(app, 'ann'), in: category })
    const address = `${app.url}/topics/${topic.id}/live?since=1`
    const open = await Promise.all(Array.from({ length: 21 }, () => openEvents(address, { from: '127.0.0.9' })))
    streams.push(...open)
    const refused = open.filter(({ status }) => status === 503)
    assert.equal(refused.length, 1)
    assert.equal(refused[0]?.headers['retry-after'], '30')
    assert.equal((await watch(app, topic.path)).stream.status, 200)
  })

  it('lets a process end: its streams end first', async () => {
    const third = await startApp({ beside: app })
    const topic = await aTopic(app, { by: await regular(app, 'ann'), in: category })
    const { stream } = await watch(third, topic.path)
    const begun = Date.now()
    const closing = third.close()
    await until(() => Promise.resolve(stream.isOver))
    await closing
    assert(Date.now() - begun < 5000)
    await third.stop()
  })
})

async function idOf(app: Running, name: string): Promise<string> {
  const found = await app.database.connection
    .collection<{ _id: string; handle: string }>('accounts')
    .findOne({ handle: new RegExp(name, 'i') })
  assert.ok(found, name)
  return found._id
}
