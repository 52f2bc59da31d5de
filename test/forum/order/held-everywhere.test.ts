import assert from 'node:assert/strict'
import { belongsTo, newId, type Actor } from '../../../src/kernel/index.ts'
import { sharedRights } from '../../http/fuzz/shared.ts'
import { aCategory, aReply, aTopic, regular, type MadeCategory } from '../../support/forum.ts'
import { Person } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'

const day = 24 * 60 * 60 * 1000

describe('what waits until a moderator has looked at it', () => {
  let app: Running
  let now = new Date()
  before(async () => {
    app = await startApp({ clock: () => now, options: { holdFirstPosts: 1, sessionHours: 720, rememberDays: 400 } })
  })
  after(() => app.stop())

  const word = `unseen${newId()}`

  async function tellEverybody(): Promise<void> {
    for (const pass of [0, 2 * 60 * 60 * 1000, 2 * day]) {
      now = new Date(now.getTime() + pass)
      for (const job of app.forum.jobs) await job.run()
      await app.mail.sendDue()
    }
  }

  /** Every address, asked by who may come in there; where the word came out. */
  async function placesOf(category: MadeCategory): Promise<string[]> {
    const rightOf = await sharedRights({ app, ann: await regular(app, 'mia'), category })
    const people: [Person, Actor][] = [
      [new Person(app), { kind: 'visitor' }],
      [await regular(app, 'ann'), { kind: 'member', id: 'ann', roles: [] }],
      [await regular(app, 'ada'), { kind: 'member', id: 'ada', roles: ['agent'] }],
      [await regular(app, 'max'), { kind: 'member', id: 'max', roles: ['marketing'] }],
    ]
    const asked = app.routes.filter(({ method, path }) => method === 'GET' && !path.endsWith('/live'))
    const found: string[] = []
    for (const [person, actor] of people) {
      // Who works here reads what others do as well: once is enough.
      const isStaff = actor.kind === 'member' && actor.roles.length > 0
      for (const route of asked.filter(
        (each) => belongsTo(actor, each.for) && isStaff === each.path.startsWith('/staff'),
      )) {
        const { path } = rightOf(route)
        const query = /search|similar/.test(path) ? `?q=${word}` : path.includes('embed/topics') ? '?count=20' : ''
        // A page is the same view object in both forms; what signed-in people get differs in nothing that matters here.
        for (const accept of actor.kind === 'visitor' ? ['text/html', 'application/json'] : ['text/html']) {
          const { text } = await person.look(path + query, { Accept: accept })
          // The words that were searched for stand in the field they were typed into.
          if (text.replaceAll(`value="${word}"`, '').includes(`${word}-here`)) found.push(`${path} ${accept}`)
        }
      }
    }
    return found
  }

  const mailsWithIt = (): Promise<number> =>
    app.database.connection
      .collection('mails')
      .countDocuments({ $or: [{ text: { $regex: word } }, { subject: { $regex: word } }] })

  it('is shown at no address, mailed to nobody, fed and found nowhere; and everywhere once they let it out', async function () {
    this.timeout(60_000)
    const category = await aCategory(app)
    const [ann, ben, mia] = await Promise.all([regular(app, 'ann'), regular(app, 'ben'), regular(app, 'mia')])
    const open = await aTopic(app, { by: mia, in: category, title: 'An open topic' })
    for (const wish of [
      { kind: 'category', targetId: category.id, level: 'at-once' },
      { kind: 'topic', targetId: open.id, level: 'at-once' },
    ])
      assert.equal((await ann.send('/follows', wish)).status, 303)
    const handle = (await ann.visit('/me')).$('input[name=handle]').attr('value') ?? ''
    const held = await aTopic(app, {
      by: ben,
      in: category,
      title: `${word}-here title`,
      text: `${word}-here for @${handle}`,
    })
    const reply = await aReply(open.id, { by: ben, text: `${word}-here replies to @${handle}` })
    await tellEverybody()
    assert.deepEqual(await placesOf(category), [])
    assert.equal(await mailsWithIt(), 0)
    for (const path of [
      `/t/${held.id}`,
      `/t/${held.id}/feed.atom`,
      `/t/${open.id}/feed.atom`,
      open.path,
      `/posts/${reply}`,
    ])
      for (const person of [new Person(app), ann])
        assert.doesNotMatch((await person.look(path)).text, new RegExp(word), path)
    for (const id of [held.openingId, reply])
      assert.equal((await mia.send(`/staff/moderation/${id}`, { decision: 'keep' })).status, 303)
    await tellEverybody()
    const places = new Set((await placesOf(category)).map((place) => place.split(' ')[0]))
    for (const path of [
      '/',
      category.path,
      '/feeds/latest.atom',
      `${category.path}/feed.atom`,
      '/search',
      '/embed/topics.json',
      '/me/notifications',
    ])
      assert.ok(places.has(path), `${path} shows it now: ${[...places].join(', ')}`)
    assert.ok((await mailsWithIt()) > 0)
  })
})
