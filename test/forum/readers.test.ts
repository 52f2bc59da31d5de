import assert from 'node:assert/strict'
import {
  aCategory,
  aReply,
  aTopic,
  changeCategory,
  regular,
  type MadeCategory,
  type MadeTopic,
} from '../support/forum.ts'
import { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'
import { words } from '../support/words.ts'

/** Readers of a category -> the status of its pages for a guest, a member, an agent and the owner. */
const readers: Record<string, [number, number, number, number]> = {
  public: [200, 200, 200, 200],
  members: [404, 200, 200, 200],
  staff: [404, 404, 200, 200],
}

inEverySetting('a category', (setting) => {
  let app: Running
  let people: Person[]
  before(async () => {
    app = await startApp({ setting })
    people = [new Person(app), await regular(app, 'ben'), await regular(app, 'ada'), await regular(app, 'olga')]
  })
  after(() => app.stop())

  /** Asserts that exactly those see the category, its topic and its reply, in every form there is. */
  async function assertSeenBy(
    expected: readonly number[],
    { category, topic }: { category: MadeCategory; topic: MadeTopic },
  ): Promise<void> {
    for (const [at, person] of people.entries()) {
      const sees = expected[at] === 200
      for (const path of [category.path, topic.path, `${topic.path}?post=${topic.replies[0] ?? ''}`]) {
        assert.equal((await person.look(path)).status, sees ? 200 : 404, `${path} for ${at}`)
        assert.equal((await person.json(path)).status, sees ? 200 : 404, `${path} as JSON for ${at}`)
      }
      for (const path of [`/t/${topic.id}`, `/posts/${topic.openingId}`, `/posts/${topic.replies[0] ?? ''}`])
        assert.equal((await person.look(path)).status, sees ? 301 : 404, `${path} for ${at}`)
      const home = (await person.look('/')).text + JSON.stringify((await person.json('/')).body)
      assert.equal(home.includes(category.name), sees, `the category on the home page for ${at}`)
      assert.equal(home.includes(topic.title), sees, `the topic on the home page for ${at}`)
    }
  }

  /** Asserts that exactly those see the pages; that every other form follows the same rule is told below. */
  async function assertPagesSeenBy(
    expected: readonly number[],
    { category, topic }: { category: MadeCategory; topic: MadeTopic },
  ): Promise<void> {
    for (const [at, person] of people.entries()) {
      for (const path of [category.path, topic.path])
        assert.equal((await person.look(path)).status, expected[at], `${path} for ${at}`)
      const home = (await person.look('/')).text
      for (const part of [category.name, topic.title])
        assert.equal(home.includes(part), expected[at] === 200, `${part} on the home page for ${at}`)
    }
  }

  for (const [readRole, expected] of Object.entries(readers)) {
    it(`for ${readRole} is there for them in pages, lists, JSON and lasting addresses, and for nobody else`, async () => {
      const category = await aCategory(app, { readRole, writeRole: 'members' })
      const topic = await aTopic(app, { by: await regular(app, 'mia'), in: category, posts: 2 })
      await assertSeenBy(expected, { category, topic })
    })
  }

  it('changes its readers at once, for what stands in it as well', async () => {
    const category = await aCategory(app)
    const topic = await aTopic(app, { by: await regular(app, 'mia'), in: category, posts: 2 })
    for (const readRole of ['staff', 'members', 'public']) {
      await changeCategory(app, category, { readRole })
      await assertPagesSeenBy(readers[readRole] ?? [], { category, topic })
    }
    assert.deepEqual(await app.forum.reconcile(), { topics: 0, categories: 0, strayPosts: 0, mirrored: 0 })
  })

  it('that one may not read takes nothing either, and is not offered', async () => {
    const category = await aCategory(app, { readRole: 'staff' })
    const topic = await aTopic(app, { by: await regular(app, 'mia'), in: category, posts: 2 })
    const ben = await regular(app, 'ben')
    const form = await ben.visit(`/topics/new?category=${category.slug}`)
    assert.equal(form.$(`option[value=${category.id}]`).length, 0)
    const asked = await ben.send('/topics/new', {
      categoryId: category.id,
      kind: 'question',
      title: 'Let me in',
      text: 'Please',
    })
    assert.equal(asked.status, 422)
    assert.equal(asked.$('#error-categoryId').text(), words('rules:category.missing'))
    assert.equal((await ben.send(`/t/${topic.id}/posts`, { text: 'Let me in' })).status, 404)
    for (const verb of ['edit', 'delete'])
      assert.equal(
        (await ben.send(`/posts/${topic.openingId}/${verb}`, verb === 'edit' ? { text: 'x' } : {})).status,
        404,
      )
  })

  it('where only staff writes is read by all, and says why there is no form', async () => {
    const category = await aCategory(app, { writeRole: 'staff' })
    const topic = await aTopic(app, { by: await regular(app, 'mia'), in: category })
    const ben = await regular(app, 'ben')
    const why = words('rules:category.staffWrites')
    const page = await ben.visit(topic.path)
    assert.equal(page.$('#reply form').length, 0)
    assert.ok(page.$('#reply').text().includes(why))
    assert.ok((await ben.visit(category.path)).$('.notice').text().includes(why))
    const sent = await ben.send(`/t/${topic.id}/posts`, { text: 'Kept on the page' })
    assert.equal(sent.status, 403)
    assert.ok(sent.$('.lead').text().includes(why))
    assert.equal(sent.$('main textarea').text(), 'Kept on the page')
    const begun = await ben.send('/topics/new', {
      categoryId: category.id,
      kind: 'question',
      title: 'Title',
      text: 'Text',
    })
    assert.equal(begun.status, 403)
    await aReply(topic.id, { by: await regular(app, 'ada') })
  })

  it('that is archived is read as before, takes nothing more, and opens again', async () => {
    const ann = await regular(app, 'ann')
    const category = await aCategory(app)
    const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
    const olga = await regular(app, 'olga')
    const form = await olga.visit(`/staff/categories/${category.id}`)
    const archived = form.$('input[name=archived]').attr('value') ?? ''
    assert.equal((await olga.submit(form, { archived })).address, `${app.mountPath}/staff/categories`)
    for (const person of [new Person(app), ann, olga]) {
      assert.equal((await person.look(topic.path)).status, 200)
      const page = await person.look(category.path)
      assert.ok(page.text.includes(words('forum:category.archived')))
      assert.equal(page.$('a[href*="/topics/new"]').length, 0)
    }
    assert.equal((await ann.send(`/t/${topic.id}/posts`, { text: 'Too late' })).status, 403)
    assert.equal((await ann.send(`/posts/${topic.openingId}/edit`, { title: 'Too late', text: 'x' })).status, 403)
    // Taking one's words back is never too late.
    assert.equal((await ann.send(`/posts/${topic.replies[0] ?? ''}/delete`)).status, 303)
    const again = await olga.visit(`/staff/categories/${category.id}`)
    assert.equal(again.$('input[name=archived]').attr('checked'), 'checked')
    await changeCategory(app, category, {})
    await aReply(topic.id, { by: ann })
  })

  it('keeps its address under a new name, and its place among the others', async () => {
    const category = await aCategory(app, { name: 'Early days' })
    await aCategory(app)
    const order = async (): Promise<string[]> => {
      const { body } = await people[3]!.json('/')
      return (body as { categories: { address: string }[] }).categories.map(({ address }) => address)
    }
    const before = await order()
    await changeCategory(app, category, { name: 'Later days' })
    assert.deepEqual(await order(), before)
    assert.match((await new Person(app).visit('/c/early-days')).$('h1').text(), /Later days/)
  })

  it('is announced in by staff only', async () => {
    const category = await aCategory(app)
    const fields = { categoryId: category.id, kind: 'announcement', title: 'Hear, hear', text: 'News' }
    const ben = await regular(app, 'ben')
    assert.equal((await ben.visit('/topics/new')).$('input[value=announcement]').length, 0)
    const refused = await ben.send('/topics/new', fields)
    assert.equal(refused.status, 403)
    assert.ok(refused.$('.lead').text().includes(words('rules:topic.staffAnnounces')))
    assert.equal((await (await regular(app, 'ada')).send('/topics/new', fields)).status, 303)
  })
})
