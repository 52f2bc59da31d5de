import assert from 'node:assert/strict'
import fc from 'fast-check'
import { newId } from '../../../src/kernel/index.ts'
import { blockSize, weightLimit, type Block, type Entry } from '../../../src/forum/search/index.model.ts'
import { aCategory, aReply, aTopic, regular, type MadeCategory } from '../../support/forum.ts'
import { Person } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'

const vocabulary = ['printer', 'printers', 'it’s 3.2.1', 'foo_bar', 'faktura', 'Łódź', 'quickly', 'naïve', '**bold**']

describe('the index of words', () => {
  let app: Running
  let ann: Person
  let ben: Person
  let category: MadeCategory
  before(async () => {
    app = await startApp()
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    category = await aCategory(app)
  })
  after(() => app.stop())

  const entries = (): Promise<Entry[]> => app.database.connection.collection<Entry>('search-entries').find().toArray()
  const lists = (): Promise<Block[]> => app.database.connection.collection<Block>('search-terms').find().toArray()

  /** Every list, with ids in place of numbers: which number a post got is chance. */
  async function held(): Promise<string[]> {
    const ids = new Map((await entries()).map(({ _id, no }) => [no, _id]))
    const rows = (await lists()).flatMap(({ _id, b, p }) => [
      ...(p.length === 0 ? [`${_id} is empty`] : []),
      ...p.map((posting) => {
        const no = b * blockSize + Math.floor(posting / weightLimit)
        return `${_id.split(' ')[0] ?? ''} ${ids.get(no) ?? `nobody's ${no}`} ${posting % weightLimit}`
      }),
    ])
    return [...rows, ...(await entries()).flatMap(({ _id, terms }) => terms.map((term) => `${_id} ${term}`))].sort()
  }

  async function emptyIndex(): Promise<void> {
    for (const name of ['search-entries', 'search-terms', 'search-counters'])
      await app.database.connection.collection(name).deleteMany({})
  }

  /** Does one thing to the forum, as people do; what is gone already is left alone. */
  async function act(step: Step, posts: { id: string; by: Person; isOpening: boolean }[]): Promise<void> {
    // The same text twice in a day is refused.
    const text = `${step.words.join(' ')} ${newId()}`
    const by = step.isAnn ? ann : ben
    const post = posts[step.at % Math.max(1, posts.length)]
    const accountId = await idOf(step.isAnn ? 'Ann' : 'Ben')
    const kind = step.at % 2 === 0 ? 'topics' : 'replies'
    const [holder] = app.forum.holders
    if (step.what === 'begin' || !post) {
      const topic = await aTopic(app, { by, in: category, title: `About ${text}`.slice(-100), text })
      posts.push({ id: topic.openingId, by, isOpening: true })
    } else if (step.what === 'reply') {
      const found = await app.database.connection
        .collection<{ _id: string; topicId: string }>('posts')
        .findOne({ _id: post.id })
      const sent = await by.send(`/t/${found?.topicId ?? ''}/posts`, { text })
      const id = new URL(sent.headers['location'] ?? app.url).searchParams.get('post')
      if (id) posts.push({ id, by, isOpening: false })
    } else if (step.what === 'edit')
      await post.by.send(`/posts/${post.id}/edit`, {
        text,
        ...(post.isOpening ? { title: `Now ${text}`.slice(-100) } : {}),
      })
    else if (step.what === 'delete') await post.by.send(`/posts/${post.id}/delete`)
    else if (step.what === 'hide') await holder?.hide({ accountId }, kind, 'delete')
    else if (step.what === 'unname') await holder?.hide({ accountId }, kind, 'keep-without-name')
    else await holder?.restore({ accountId }, kind)
  }

  async function idOf(name: string): Promise<string> {
    const account = await app.database.connection
      .collection<{ _id: string; name: string }>('accounts')
      .findOne({ name: new RegExp(`^${name}`) })
    return account?._id ?? ''
  }

  const steps = fc.array(
    fc.record({
      what: fc.constantFrom('begin', 'reply', 'reply', 'edit', 'delete', 'hide', 'unname', 'restore'),
      isAnn: fc.boolean(),
      at: fc.nat(20),
      words: fc.array(fc.constantFrom(...vocabulary), { maxLength: 6 }),
    }),
    { minLength: 4, maxLength: 14 },
  )
  type Step = Parameters<Parameters<typeof steps.map>[0]>[0][number]

  it('is, whatever was done to posts, what it would be if it were made anew', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const posts: { id: string; by: Person; isOpening: boolean }[] = []
        for (const step of sequence) await act(step, posts)
        assert.equal((await app.forum.reconcile()).mirrored, 0)
        const kept = await held()
        await emptyIndex()
        await app.forum.reconcile()
        assert.deepEqual(kept, await held())
      }),
      { numRuns: 4 },
    )
  })

  it('is mended by reconcile wherever it was broken, while what is right stays', async () => {
    const topic = await aTopic(app, { by: ann, in: category, title: 'Mended things', text: 'mended wombat' })
    await aReply(topic.id, { by: ben, text: 'another wombat' })
    const right = await held()
    const { connection } = app.database
    const terms = connection.collection<Block>('search-terms')
    const some = await terms.findOne({ _id: /^wombat / })
    assert.ok(some)
    await terms.deleteOne({ _id: some._id })
    await terms.insertOne({ _id: 'invented 0000', b: 0, p: [64, 65] })
    await terms.insertOne({ _id: 'emptied 0000', b: 0, p: [] })
    await connection
      .collection<Entry>('search-entries')
      .updateOne({ _id: topic.openingId }, { $set: { terms: ['false 9'] } })
    await connection.collection<Entry>('search-entries').deleteOne({ _id: topic.replies[0] ?? '' })
    assert.ok((await app.forum.reconcile()).mirrored > 0)
    await app.forum.reconcile()
    assert.deepEqual(await held(), right)
    assert.equal((await app.forum.reconcile()).mirrored, 0)
  })

  it('holds no word of what was removed', async () => {
    const topic = await aTopic(app, { by: ann, in: category, title: 'Xylograph one', text: 'xylograph two' })
    const id = await aReply(topic.id, { by: ann, text: 'xylographic three' })
    await ann.send(`/posts/${id}/edit`, { text: 'something else' })
    await ann.send(`/posts/${topic.openingId}/delete`)
    const kept = JSON.stringify([await lists(), await entries()])
    assert.ok(!kept.includes('xylograph'), 'a word is left')
  })

  it('takes two who write the same new words at the same moment', async () => {
    const topic = await aTopic(app, { by: ann, in: category })
    const text = Array.from({ length: 60 }, (_, at) => `together${at}`).join(' ')
    await Promise.all(
      Array.from({ length: 6 }, (_, at) => aReply(topic.id, { by: at % 2 ? ann : ben, text: `${text} once${at}` })),
    )
    assert.equal((await app.forum.reconcile()).mirrored, 0)
    assert.equal((await lists()).find(({ _id }) => _id.startsWith('together7 '))?.p.length, 6)
  })
})
