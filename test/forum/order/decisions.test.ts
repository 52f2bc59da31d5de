import assert from 'node:assert/strict'
import { aCategory, aReply, aTopic, regular, stored, type MadeCategory, type MadeTopic } from '../../support/forum.ts'
import { Person } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'
import { words } from '../../support/words.ts'

describe('what moderators decide', () => {
  let app: Running
  let ann: Person
  let ben: Person
  let mia: Person
  let guest: Person
  let category: MadeCategory
  before(async () => {
    app = await startApp()
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    mia = await regular(app, 'mia')
    guest = new Person(app)
    category = await aCategory(app)
  })
  after(() => app.stop())

  /** The newest line of somebody's notices: what it says, and where it leads. */
  async function newest(person: Person): Promise<{ says: string; leads: string | undefined }> {
    const line = (await person.visit('/me/notifications')).$('.notices > li').first()
    return {
      says: line.find('.notice-what').parent().text().replace(/\s+/g, ' ').trim(),
      leads: line.find('a').attr('href'),
    }
  }
  const decide = async (postId: string, fields: Record<string, string>): Promise<void> =>
    assert.equal((await mia.send(`/staff/moderation/${postId}`, fields)).status, 303)
  const report = async (postId: string): Promise<void> =>
    assert.equal((await ben.send(`/posts/${postId}/report`, { ground: 'spam' })).status, 303)

  it('is told in words to who reported and to who wrote it', async () => {
    const topic = await aTopic(app, { by: ann, in: category, posts: 3, title: 'Decided about' })
    const [kept = '', gone = ''] = topic.replies
    await report(kept)
    await decide(kept, { decision: 'keep' })
    assert.deepEqual(await newest(ben), {
      says: `${words('following:decided.kept')} Decided about`,
      leads: `${app.mountPath}${topic.path}?post=${kept}#post-${kept}`,
    })
    await report(gone)
    await decide(gone, { decision: 'take-down', ground: 'offTopic' })
    assert.equal((await newest(ben)).says, `${words('following:decided.upheld')} Decided about`)
    const author = await newest(ann)
    assert.equal(
      author.says,
      `${words('following:decided.takenDown')}: ${words('order:ground.offTopic')} Decided about`,
    )
    assert.match((await ann.visit(author.leads ?? '')).$(`#post-${gone} .notice`).text(), /Doesn’t belong here/)
    await mia.send(`/posts/${gone}/restoration`)
    assert.equal((await newest(ann)).says, `${words('following:decided.restored')} Decided about`)
    await decide(kept, { decision: 'hold' })
    assert.equal((await newest(ann)).says, `${words('following:decided.held')} Decided about`)
    await decide(kept, { decision: 'keep' })
    assert.equal((await newest(ann)).says, `${words('following:decided.released')} Decided about`)
  })

  it('waits in a queue that shows no words which their author took out of sight, nor quotes of what is gone', async () => {
    const topic = await aTopic(app, { by: ann, in: category })
    const source = await aReply(topic.id, { by: ann, text: 'Quoted-words' })
    const text = `> [Ann](/posts/${source}):\n> Quoted-words\n\nAnswer-words`
    const quoting = await aReply(topic.id, { by: ann, text })
    for (const id of [source, quoting])
      assert.equal((await mia.send(`/posts/${id}/report`, { ground: 'spam', words: '' })).status, 303)
    assert.match((await mia.visit('/staff/moderation')).text, /Quoted-words/)
    await stored(app).posts.updateOne({ _id: source }, { $set: { hiddenFor: ['leaving'] } })
    const queue = await mia.visit('/staff/moderation')
    assert.match(queue.text, /Answer-words/)
    assert.doesNotMatch(queue.text, /Quoted-words/)
    await stored(app).posts.updateOne({ _id: source }, { $unset: { hiddenFor: 1 } })
  })

  it('about a whole topic is told to all who wrote in it, with their own words and nobody else’s', async () => {
    const topic = await aTopic(app, { by: ann, in: category, title: 'Whole-title', text: 'Opening-words' })
    const reply = await aReply(topic.id, { by: ben, text: 'Words of Ben' })
    await report(topic.openingId)
    await mia.send(`/topics/${topic.id}/taking-down`, { ground: 'personal' })
    const why = `${words('following:decided.topicTakenDown')}: ${words('order:ground.personal')}`
    assert.deepEqual(await newest(ann), { says: `${why} Whole-title`, leads: app.mountPath + topic.path })
    const lines = await ben.visit('/me/notifications')
    assert.doesNotMatch(lines.text, /Whole-title|Opening-words/)
    assert.ok(lines.$('.notices > li').text().includes('Words of Ben'))
    assert.ok(lines.text.includes(words('following:decided.upheld')))
    assert.equal((await ben.look(topic.path)).status, 410)
    assert.doesNotMatch((await mia.visit('/staff/moderation')).text, /Opening-words/)
    await mia.send(`/topics/${topic.id}/restoration`)
    assert.deepEqual(await newest(ben), {
      says: `${words('following:decided.topicRestored')} Whole-title`,
      leads: `${app.mountPath}${topic.path}?post=${reply}#post-${reply}`,
    })
  })

  it('is in the export of who wrote it, and not who decided', async () => {
    const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
    await mia.send(`/topics/${topic.id}/closure`, { note: 'Enough-said' })
    await mia.send(`/posts/${topic.replies[0]}/taking-down`, { ground: 'abuse', note: 'Be-kind' })
    const accountId = (await stored(app).topics.findOne({ _id: topic.id }))?.authorId ?? ''
    const held: object[] = []
    for (const holder of app.forum.holders)
      for (const things of Object.values(await holder.export({ accountId })))
        for await (const thing of things) held.push(thing)
    const exported = JSON.stringify(held)
    for (const part of ['Enough-said', 'Be-kind', 'abuse']) assert.ok(exported.includes(part), part)
    const { closure } = (await stored(app).topics.findOne({ _id: topic.id })) ?? {}
    assert.ok(closure && !exported.includes(closure.byId))
  })

  describe('comes before a change goes out', () => {
    const links = (count: number): string =>
      Array.from({ length: count }, (_each, at) => `[one](https://other.example/${at})`).join(' ')
    let topic: MadeTopic
    before(async () => {
      topic = await aTopic(app, { by: await regular(app, 'olga'), in: category })
    })

    it('of somebody new that brings in many links: all but they and moderators see nothing of it', async () => {
      const id = await aReply(topic.id, { by: ben, text: 'Harmless-words' })
      const sent = await ben.submit(await ben.visit(`/posts/${id}/edit`), { text: `Bought-words ${links(3)}` })
      assert.ok(sent.text.includes(words('order:flash.waits')))
      assert.match(sent.$(`#post-${id}`).text(), /Bought-words/)
      for (const who of [guest, ann])
        assert.doesNotMatch((await who.visit(topic.path)).text, /Harmless-words|Bought-words/)
      const queue = await mia.visit('/staff/moderation')
      const item = queue.$('.queue > li').filter((_at, each) => queue.$(each).text().includes('Bought-words'))
      assert.ok(item.text().includes(words('order:cause.links')))
      await decide(id, { decision: 'keep' })
      assert.match((await guest.visit(topic.path)).text, /Bought-words/)
      const again = await ben.submit(await ben.visit(`/posts/${id}/edit`), { text: `Mended-words ${links(3)}` })
      assert.ok(again.text.includes(words('forum:flash.edited')), 'links that stood there are no reason')
    })

    it('of an opening, with its title, while the answers stand', async () => {
      const ada = await regular(app, 'ada')
      const begun = await aTopic(app, { by: ben, in: category, title: 'Innocent title' })
      await aReply(begun.id, { by: ada, text: 'Answer-words' })
      const form = await ben.visit(`/posts/${begun.openingId}/edit`)
      await ben.submit(form, { title: 'Bought title', text: links(4) })
      const page = await guest.visit(`/t/${begun.id}`)
      assert.match(page.text, /Answer-words/)
      assert.doesNotMatch(page.text, /Bought title|other\.example/)
      const { topics, categories, mirrored } = await app.forum.reconcile()
      assert.deepEqual([topics, categories, mirrored], [0, 0, 0])
    })
  })
})
