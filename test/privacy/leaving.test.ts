import assert from 'node:assert/strict'
import { aCategory, aReply, aTopic, type MadeCategory } from '../support/forum.ts'
import { aPhotoOf, aPicture, statusOf } from '../photos/support/uploading.ts'
import { signedIn, Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

inEverySetting('leaving', (setting) => {
  let app: Running
  let now = new Date('2026-11-25T12:00:00Z')
  const aDay = 24 * 60 * 60 * 1000
  let ann: Person
  let topic: string
  let alone: string
  let answered: string

  let ben: Person
  let category: MadeCategory
  let bens: string
  before(async () => {
    app = await startApp({ setting, clock: () => now })
    category = await aCategory(app)
    ben = await signedIn(app, 'ben')
    const topic = await aTopic(app, { by: ben, in: category, title: 'A question of Ben', text: 'bens words' })
    bens = topic.id
    answered = topic.path
  })
  // Each sentence has an Ann who was never here before.
  beforeEach(async () => {
    ann = await signedIn(app, 'ann')
    // Weeks pass here, and sessions end.
    await ben.signIn('ben')
    const question = { by: ann, in: category, title: 'A question of mine with an answer', text: 'marker-question' }
    const { id, path } = await aTopic(app, question)
    topic = path
    alone = (await aTopic(app, { ...question, title: 'A question of mine that stands alone', text: 'marker-alone' }))
      .path
    await aReply(id, { by: ben, text: 'an answer by Ben' })
    await aReply(bens, { by: ann, text: 'marker-reply' })
  })
  afterEach(async () => {
    const account = await annsAccount()
    if (account?.status === 'active') await app.privacy.erase(account)
  })
  after(() => app.stop())

  const annsAccount = (): ReturnType<Running['accounts']['withIdentity']> =>
    app.accounts.withIdentity({ issuer: `${app.url}/demo-issuer`, subject: 'ann' })

  async function leave(person: Person, fields: Record<string, string>): Promise<void> {
    const page = await person.visit('/me/deactivate')
    const done = await person.submit(page, { confirmed: 'on', ...fields }, 'form[action$="/me/deactivate"]')
    assert.equal(done.status, 200, done.text)
    assert.equal(await person.greeted(), '')
  }

  const reader = (): Person => new Person(app)

  it('shows per kind how much there is, and what can become of it', async () => {
    const page = await ann.visit('/me/deactivate')
    for (const kind of ['topics', 'replies']) {
      const choices = page.$(`input[name="becomes-${kind}"]`)
      assert.deepEqual(
        choices
          .toArray()
          .map((each) => page.$(each).attr('value'))
          .toSorted(),
        ['delete', 'keep', 'keep-without-name'],
      )
    }
    assert.match(page.$('main').text(), /2/)
  })

  it('for a while, without a name: what was written stays without its author, and all comes back with them', async () => {
    await leave(ann, {
      mode: 'deactivate',
      'becomes-topics': 'keep-without-name',
      'becomes-replies': 'keep-without-name',
    })
    for (const address of [topic, alone, answered])
      assert.doesNotMatch((await reader().visit(address)).text, /Ann Customer/)
    assert.match((await reader().visit(topic)).text, /marker-question/)
    assert.doesNotMatch((await reader().visit('/')).text, /Ann Customer/)
    const back = new Person(app)
    const asks = await back.submit(await back.visit('/sign-in/demo'), { persona: 'ann' }, 'form')
    assert.match(asks.address, /\/me\/reactivation$/)
    assert.equal(await back.greeted(), '')
    await back.submit(asks, {}, 'main form')
    assert.equal(await back.greeted(), 'Ann Customer')
    assert.match((await reader().visit(topic)).text, /Ann Customer/)
  })

  it('for a while, taking everything along: nothing of it is seen, and all comes back with them', async () => {
    await leave(ann, { mode: 'deactivate', 'becomes-topics': 'delete', 'becomes-replies': 'delete' })
    assert.equal((await reader().visit(alone)).status, 410)
    const kept = await reader().visit(topic)
    assert.doesNotMatch(kept.text, /marker-question|with an answer|Ann Customer/)
    assert.match(kept.text, /an answer by Ben/)
    assert.doesNotMatch((await reader().visit(answered)).text, /marker-reply/)
    assert.doesNotMatch((await reader().visit('/')).text, /question of mine|Ann Customer/)
    const back = new Person(app)
    await back.submit(await back.submit(await back.visit('/sign-in/demo'), { persona: 'ann' }, 'form'), {}, 'main form')
    assert.match((await reader().visit(alone)).text, /marker-alone/)
    assert.match((await reader().visit(topic)).text, /marker-question/)
    assert.match((await reader().visit(answered)).text, /marker-reply/)
  })

  it('keeps a photo beside what keeps its author’s name, and nowhere else', async () => {
    for (const [mode, topics, isKept] of [
      ['deactivate', 'keep', true],
      ['deactivate', 'keep-without-name', false],
      ['erase', 'keep', false],
    ] as const) {
      const leaver = await signedIn(app, 'max')
      const key = await aPhotoOf(leaver, await aPicture())
      await leave(leaver, {
        mode,
        'becomes-topics': topics,
        'becomes-photo': 'keep',
        'becomes-replies': 'keep-without-name',
      })
      now = new Date(now.getTime() + 15 * aDay)
      await app.privacy.settleDue()
      assert.equal(await statusOf(app, key), isKept ? 200 : 410, `${mode}, ${topics}`)
    }
  })

  it('is for good after 14 days', async () => {
    await leave(ann, { mode: 'deactivate', 'becomes-topics': 'delete', 'becomes-replies': 'keep-without-name' })
    now = new Date(now.getTime() + 13 * aDay)
    assert.equal(await app.privacy.settleDue(), 0)
    now = new Date(now.getTime() + 2 * aDay)
    assert.equal(await app.privacy.settleDue(), 1)
    assert.equal(await app.privacy.settleDue(), 0, 'once')
    const back = new Person(app)
    const landed = await back.submit(await back.visit('/sign-in/demo'), { persona: 'ann' }, 'form')
    assert.match(landed.address, /\/welcome$/, 'a new person')
    assert.match((await reader().visit(answered)).text, /marker-reply/)
    assert.equal((await reader().visit(alone)).status, 410)
  })

  it('with their name kept, what they wrote stands as before, without a page of theirs', async () => {
    const page = `/people/${(await annsAccount())?.handle ?? ''}`
    assert.equal((await reader().visit(page)).status, 200)
    await leave(ann, { mode: 'deactivate', 'becomes-topics': 'keep', 'becomes-replies': 'keep' })
    now = new Date(now.getTime() + 15 * aDay)
    await app.privacy.settleDue()
    assert.match((await reader().visit(topic)).text, /Ann Customer/)
    assert.equal((await reader().visit(page)).status, 404)
  })

  it('for good takes the place of a while: nothing is kept of what waited', async () => {
    await leave(ann, { mode: 'deactivate', 'becomes-topics': 'keep', 'becomes-replies': 'keep' })
    const account = await annsAccount()
    assert.equal(account?.status, 'deactivated')
    const state = await app.privacy.stateOf(await app.privacy.erase(account))
    assert.ok(state?.doneAt)
    assert.equal(await annsAccount(), undefined)
    assert.equal((await reader().visit(alone)).status, 410)
    assert.doesNotMatch((await reader().visit(topic)).text, /marker-question|Ann Customer/)
  })

  it('and coming back go on where they were cut off', async () => {
    const accounts = app.database.connection.collection<{ _id: string }>('accounts')
    const wish = { mode: 'deactivate', 'becomes-topics': 'keep-without-name', 'becomes-replies': 'keep-without-name' }
    await leave(ann, wish)
    const { _id = '' } = (await annsAccount()) ?? {}
    // As a process left it that had written the plan and died then.
    await accounts.updateOne({ _id }, { $set: { status: 'active' }, $unset: { nameIsHidden: 1, leftAt: 1 } })
    await leave(await signedIn(app, 'ann'), wish)
    assert.equal((await annsAccount())?.status, 'deactivated')
    assert.doesNotMatch((await reader().visit(topic)).text, /Ann Customer/)
    // And one that had taken the plan back and died before anything else.
    const departures = app.database.connection.collection('departures')
    await departures.updateOne({ accountId: _id }, { $set: { state: 'undone' } })
    const back = new Person(app)
    await back.submit(await back.submit(await back.visit('/sign-in/demo'), { persona: 'ann' }, 'form'), {}, 'main form')
    assert.equal(await back.greeted(), 'Ann Customer')
    assert.match((await reader().visit(topic)).text, /Ann Customer/)
  })

  it('survives being cut off at any step, and ends the same', async () => {
    const account = await annsAccount()
    const posts = app.database.connection.collection('posts')
    await leave(ann, { mode: 'deactivate', 'becomes-topics': 'delete', 'becomes-replies': 'delete' })
    now = new Date(now.getTime() + 15 * aDay)
    // As if a process had died after the first step: the plan says nothing is done, a part of it is.
    await posts.updateMany({ authorId: account?._id, isOpening: true }, { $set: { source: '', html: '' } })
    await app.database.connection
      .collection('departures')
      .updateOne({ accountId: account?._id }, { $set: { state: 'settling', leasedUntil: new Date(now.getTime() - 1) } })
    assert.equal(await app.privacy.settleDue(), 1)
    assert.equal(await posts.countDocuments({ authorId: account?._id as never }), 0)
    const mended = await app.forum.reconcile()
    assert.deepEqual([mended.topics, mended.categories], [0, 0], 'counts are right')
  })
})
