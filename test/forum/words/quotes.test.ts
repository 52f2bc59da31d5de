import assert from 'node:assert/strict'
import { aCategory, aReply, aTopic, regular, stored, type MadeCategory, type MadeTopic } from '../../support/forum.ts'
import { Person } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'
import { words } from '../../support/words.ts'

describe('a quote of a post', () => {
  let app: Running
  let [ann, ben]: Person[] = []
  let category: MadeCategory
  before(async () => {
    app = await startApp()
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    category = await aCategory(app)
    // Somebody new who says the same in several topics would be looked at first.
    await aTopic(app, { by: ann, in: category, posts: 3 })
  })
  after(() => app.stop())

  const said = 'First line.\n\n- one *apple*\n- two `pears`\n\n> What somebody else said.\n\nLast <line>.'

  const aQuestion = (text = said): Promise<MadeTopic> => aTopic(app, { by: ann!, in: category, text })
  const quoting = (postId: string, passage: string, name = 'Ann'): string =>
    `> [${name}](${app.mountPath}/posts/${postId}):\n${passage.replace(/^/gm, '> ')}\n\nMy answer.`
  const answer = (topic: MadeTopic, text: string): Promise<string> => aReply(topic.id, { by: ben!, text })
  const shown = async (topic: MadeTopic, postId: string, who = new Person(app)) =>
    (await who.visit(topic.path)).$(`#post-${postId} .prose`)

  it('is not what its writer is asked about: only their own words are', async () => {
    const question = await aTopic(app, { by: ann!, in: category, text: 'Ask in the forum.' })
    const edit = { title: question.title, text: 'Write to eva.nowak@firma.pl please.' }
    const warned = await ann!.send(`/posts/${question.openingId}/edit`, edit)
    const anyway = String(warned.$('.warning [name=anyway]').attr('value'))
    assert.equal((await ann!.send(`/posts/${question.openingId}/edit`, { ...edit, anyway })).status, 303)
    const quote = quoting(question.openingId, 'Write to eva.nowak@firma.pl please.')
    const id = await answer(question, quote)
    assert.match((await shown(question, id)).text(), /eva\.nowak@firma\.pl/)
    const asked = await ben!.send(`/t/${question.id}/posts`, { text: `${quote}\n\nOr to jan@firma.pl.` })
    assert.deepEqual(asked.$('.warning code').text(), 'jan@firma.pl')
    const changed = await ben!.send(`/posts/${id}/edit`, { text: `${quote} I did.` })
    assert.equal(changed.status, 303, changed.text)
    const forged = quote.replace('please', 'or not')
    assert.equal(
      (await ben!.send(`/t/${question.id}/posts`, { text: forged })).$('.warning code').text(),
      'eva.nowak@firma.pl',
    )
  })

  it('names its writer, leads to it, and is kept apart from the text', async () => {
    const topic = await aQuestion()
    const id = await answer(topic, quoting(topic.openingId, 'one apple\ntwo pears'))
    const prose = await shown(topic, id)
    const source = prose.find('blockquote.quote a')
    assert.equal(source.text(), 'Ann Customer')
    assert.equal(source.attr('href'), `${app.mountPath}/posts/${topic.openingId}`)
    assert.match(prose.find('blockquote').text(), /one apple\s+two pears/)
    const post = await stored(app).posts.findOne({ _id: id })
    assert.equal(post?.source, '\ufffc1\n\nMy answer.')
    assert.deepEqual(post.quotes, [{ n: 1, postId: topic.openingId, passage: 'one apple\ntwo pears' }])
  })

  const untrue: [why: string, passage: string][] = [
    ['words that are not in it', 'one pear'],
    ['what it quotes itself', 'What somebody else said.'],
    ['nothing', ''],
  ]
  for (const [why, passage] of untrue) {
    it(`is an ordinary one when it holds ${why}`, async () => {
      const topic = await aQuestion()
      const id = await answer(topic, quoting(topic.openingId, passage))
      assert.equal((await shown(topic, id)).find('blockquote.quote').length, 0)
      assert.equal((await stored(app).posts.findOne({ _id: id }))?.quotes, undefined)
    })
  }

  it('is an ordinary one where its readers may not read the other post', async () => {
    const closed = await aCategory(app, { readRole: 'members' })
    const inside = await aTopic(app, { by: ann!, in: closed, text: 'For members.' })
    const topic = await aQuestion()
    const id = await answer(topic, quoting(inside.openingId, 'For members.'))
    assert.equal((await stored(app).posts.findOne({ _id: id }))?.quotes, undefined)
    const outward = await aReply(inside.id, { by: ben!, text: quoting(topic.openingId, 'First line.') })
    assert.equal((await shown(inside, outward, ben)).find('blockquote.quote').length, 1)
  })

  it('comes back into the form as it was typed, and is saved as it was', async () => {
    const topic = await aQuestion()
    const typed = quoting(topic.openingId, 'Last <line>.', 'Ann Customer')
    const id = await answer(topic, `${typed}\n\n${typed}`)
    const form = await ben!.visit(`/posts/${id}/edit`)
    assert.equal(form.$('textarea').text().trim(), `${typed}\n\n${typed}`)
    const before = await stored(app).posts.findOne({ _id: id })
    await ben!.submit(form)
    const { source, quotes } = (await stored(app).posts.findOne({ _id: id }))!
    assert.deepEqual({ source, quotes }, { source: before?.source, quotes: before?.quotes })
  })

  const ways: [way: string, takeBack: (topic: MadeTopic) => Promise<unknown>][] = [
    ['is deleted', ({ openingId }) => ann!.send(`/posts/${openingId}/delete`)],
    [
      'no longer says so, and its earlier version is removed',
      async ({ openingId, title }) => {
        await ann!.send(`/posts/${openingId}/edit`, { title, text: 'First line, and no more.' })
        for (const version of await app.database.connection.collection('postversions').find().toArray())
          await ann!.send(`/posts/${openingId}/history/${String(version._id)}/removal`)
      },
    ],
  ]
  for (const [way, takeBack] of ways) {
    it(`goes out of every place when its post ${way}`, async () => {
      const topic = await aQuestion('First line. A secret word.')
      const id = await answer(topic, quoting(topic.openingId, 'A secret word.'))
      const again = await answer(topic, quoting(id, 'My answer.'))
      assert.match((await shown(topic, id)).text(), /secret/)
      await takeBack(topic)
      const elsewhere = await new Person(app).visit(topic.path)
      assert.doesNotMatch(elsewhere.text, /secret/)
      assert.match((await shown(topic, id)).text(), /…[^]*My answer/)
      assert.match((await shown(topic, again)).find('.quote').text(), /My answer/)
      assert.doesNotMatch(JSON.stringify(await stored(app).posts.find({ topicId: topic.id }).toArray()), /secret/)
      assert.doesNotMatch((await ben!.visit(`/posts/${id}/edit`)).text, /secret/)
      assert.equal(await app.forum.reconcile().then(({ mirrored }) => mirrored), 0)
    })
  }

  it('is out of sight while its post is, and comes back as it was, also after a change of its own', async () => {
    const topic = await aQuestion('First line. A secret word.')
    const id = await answer(topic, quoting(topic.openingId, 'A secret word.'))
    const asIt = (await shown(topic, id)).html()
    await hide(topic, true)
    assert.doesNotMatch((await new Person(app).visit(topic.path)).text, /secret/)
    const form = await ben!.visit(`/posts/${id}/edit`)
    assert.doesNotMatch(form.text, /secret/)
    await ben!.submit(form)
    assert.doesNotMatch((await new Person(app).visit(topic.path)).text, /secret/)
    await hide(topic, false)
    assert.equal((await shown(topic, id)).html(), asIt)
  })

  it('is not shown at any reading where its post is out of sight, though the stored text still says so', async () => {
    const topic = await aQuestion('First line. A secret word.')
    const id = await answer(topic, quoting(topic.openingId, 'A secret word.'))
    await stored(app).posts.updateOne({ _id: topic.openingId }, { $set: { hiddenFor: ['staff'] } })
    assert.match((await stored(app).posts.findOne({ _id: id }))?.html ?? '', /secret/)
    assert.doesNotMatch((await ben!.visit(topic.path)).text, /secret/)
  })

  it('loses the name when its post does', async () => {
    const topic = await aQuestion()
    const id = await answer(topic, quoting(topic.openingId, 'First line.'))
    await stored(app).posts.updateOne({ _id: topic.openingId }, { $set: { isNameless: true } })
    assert.equal((await shown(topic, id, ben)).find('.quote a').text(), words('forum:nobody'))
  })

  /** As when the author leaves and takes everything along, and comes back. */
  async function hide(topic: MadeTopic, isHidden: boolean): Promise<void> {
    const opening = await stored(app).posts.findOne({ _id: topic.openingId })
    const subject = { accountId: String(opening?.authorId) }
    const holder = app.forum.holders.find(({ kinds }) => kinds.some(({ kind }) => kind === 'topics'))!
    if (isHidden) await holder.hide(subject, 'topics', 'delete')
    else await holder.restore(subject, 'topics')
  }
})
