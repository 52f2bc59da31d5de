import assert from 'node:assert/strict'
import { newId } from '../../src/kernel/index.ts'
import { aCategory, aTopic, regular, stored, type MadeTopic } from '../support/forum.ts'
import { gateBefore, until, type Gate } from '../support/gate.ts'
import { keepLog, type KeptLog } from '../support/log.ts'
import { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'
import { freshDatabase } from '../support/store.ts'

inEverySetting('while the database is away', (setting) => {
  let app: Running
  let gate: Gate
  let kept: KeptLog
  let topic: MadeTopic
  let token: string
  let ann: Person
  const guest = (): Person => new Person(app)
  before(async () => {
    kept = keepLog()
    gate = await gateBefore(await freshDatabase())
    app = await startApp({ setting, log: kept.log, options: { mongodbUri: gate.uri } })
    ann = await regular(app, 'ann')
    token = await ann.csrf()
    topic = await aTopic(app, { by: ann, in: await aCategory(app), text: 'Written before' })
    assert.equal((await guest().visit(topic.path)).status, 200)
  })
  after(async () => {
    await app.stop()
    await gate.shut()
  })

  function assertAway(page: Awaited<ReturnType<Person['look']>>): void {
    assert.equal(page.status, 503, page.text.slice(0, 300))
    assert.equal(page.headers['retry-after'], '5')
    assert.equal(page.headers['cache-control'], 'private, no-store')
    assert.equal(page.$('h1').text(), "We can't reach our data right now")
    assert.doesNotMatch(String(page.headers['set-cookie']), /candor/)
  }

  it('everybody gets a 503 page that keeps what was typed, and all goes on by itself when it is back', async () => {
    assert.equal((await guest().look('/readyz')).status, 200)
    await gate.shut()

    const fields = { text: 'Typed into the void', submission: newId(), _csrf: token }
    const [seen, missed, home, own, begun, sent, guestSent, ready, alive, style, json] = await Promise.all([
      // Also a page that was kept: nobody can know whether it still holds.
      guest().look(topic.path),
      guest().look('/c/none'),
      ann.look('/'),
      ann.look('/topics/new'),
      guest().look('/sign-in/demo'),
      ann.post(`/t/${topic.id}/posts`, fields),
      guest().post('/sign-out', { text: 'Typed by a guest' }),
      guest().look('/readyz'),
      guest().look('/healthz'),
      guest().look('/nowhere'),
      guest().json(topic.path),
    ])
    for (const page of [seen, missed, home, own, begun, sent, guestSent]) assertAway(page)
    assert.equal(sent.$('main textarea').text(), 'Typed into the void')
    assert.equal(guestSent.$('main textarea').text(), 'Typed by a guest')
    assert.equal(ready.status, 503)
    assert.equal(alive.status, 200)
    assert.equal(style.status, 404)
    assert.equal(json.status, 503)
    assert.equal((json.body as { error: { status: number } }).error.status, 503)

    await gate.open()
    await until(async () => (await guest().look('/readyz')).status === 200)
    assert.equal((await guest().visit(topic.path)).status, 200)
    assert.equal(await ann.greeted(), 'Ann Customer')
    // The form that failed is sent again as it was: once is enough, and once is what it makes.
    assert.equal((await ann.post(`/t/${topic.id}/posts`, fields)).status, 200)
    assert.equal((await ann.post(`/t/${topic.id}/posts`, fields)).status, 200)
    assert.equal(await stored(app).posts.countDocuments({ topicId: topic.id, isOpening: false }), 1)
    const outages = kept.lines().filter(({ msg }) => msg === 'unavailable')
    assert.ok(outages.length >= 7)
    assert.ok(outages.every(({ level, id }) => level === 40 && typeof id === 'string'))
    assert.equal(kept.lines().filter(({ level }) => Number(level) >= 50).length, 0)
  })

  it('a start is refused, and leaves nothing running', async () => {
    const closed = await gateBefore(await freshDatabase())
    await closed.shut()
    await assert.rejects(startApp({ options: { mongodbUri: closed.uri } }), { name: 'MongooseServerSelectionError' })
  })
})
