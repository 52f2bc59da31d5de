import assert from 'node:assert/strict'
import { newId } from '../../src/kernel/index.ts'
import { aCategory, aTopic, regular, stored, type MadeTopic } from '../support/forum.ts'
import { gateBefore, until, type Gate } from '../support/gate.ts'
import { keepLog, type KeptLog } from '../support/log.ts'
import { Person, type Fields, type Shown } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { freshDatabase } from '../support/store.ts'

/** Somebody in the middle of writing when the database goes. */
interface Scene {
  app: Running
  guest: Person
  ann: Person
  topic: MadeTopic
  /** The reply that Ann has typed. */
  reply: Fields
}

async function sceneOn(app: Running): Promise<Scene> {
  const ann = await regular(app, 'ann')
  const topic = await aTopic(app, { by: ann, in: await aCategory(app) })
  const guest = new Person(app)
  assert.equal((await guest.visit(topic.path)).status, 200)
  const reply = { text: 'Typed into the void', submission: newId(), _csrf: await ann.csrf() }
  return { app, guest, ann, topic, reply }
}

function assertAway(page: Shown): void {
  assert.equal(page.status, 503, page.text.slice(0, 300))
  assert.equal(page.headers['retry-after'], '5')
  assert.equal(page.headers['cache-control'], 'private, no-store')
  assert.equal(page.$('h1').text(), "We can't reach our data right now")
  assert.doesNotMatch(String(page.headers['set-cookie']), /candor/)
}

async function assertHonest({ guest, ann, topic, reply }: Scene): Promise<void> {
  const [seen, missed, home, own, begun, sent, guestSent, ready, alive, nowhere, json] = await Promise.all([
    // Also a page that was kept: nobody can know whether it still holds.
    guest.look(topic.path),
    guest.look('/c/none'),
    ann.look('/'),
    ann.look('/topics/new'),
    guest.look('/sign-in/demo'),
    ann.post(`/t/${topic.id}/posts`, reply),
    new Person(guest.app).post('/sign-out', { text: 'Typed by a guest' }),
    guest.look('/readyz'),
    guest.look('/healthz'),
    guest.look('/nowhere'),
    guest.json(topic.path),
  ])
  for (const page of [seen, missed, home, own, begun, sent, guestSent]) assertAway(page)
  assert.equal(sent.$('main textarea').text(), 'Typed into the void')
  assert.equal(guestSent.$('main textarea').text(), 'Typed by a guest')
  assert.equal(ready.status, 503)
  assert.equal(alive.status, 200)
  assert.equal(nowhere.status, 404)
  assert.equal(json.status, 503)
  assert.equal((json.body as { error: { status: number } }).error.status, 503)
}

async function assertRecovered({ app, guest, ann, topic, reply }: Scene): Promise<void> {
  await until(async () => (await guest.look('/readyz')).status === 200)
  assert.equal((await guest.visit(topic.path)).status, 200)
  assert.equal(await ann.greeted(), 'Ann Customer')
  // The form that failed is sent again as it was, twice to be sure: it makes one post.
  assert.equal((await ann.post(`/t/${topic.id}/posts`, reply)).status, 200)
  assert.equal((await ann.post(`/t/${topic.id}/posts`, reply)).status, 200)
  assert.equal(await stored(app).posts.countDocuments({ topicId: topic.id, isOpening: false }), 1)
}

describe('while the database is away', () => {
  let gate: Gate
  let kept: KeptLog
  let alone: Running
  let mounted: Running
  before(async () => {
    kept = keepLog()
    gate = await gateBefore(await freshDatabase())
    alone = await startApp({ log: kept.log, options: { mongodbUri: gate.uri } })
    // One outage for both: it takes seconds to be sure of one.
    mounted = await startApp({ setting: 'mounted in a host', log: kept.log, beside: alone })
  })
  after(async () => {
    await mounted.stop()
    await alone.stop()
    await gate.shut()
  })

  it('everybody gets a 503 page that keeps what was typed, and all goes on by itself when it is back', async () => {
    const scenes = [await sceneOn(alone), await sceneOn(mounted)]
    for (const { guest } of scenes) assert.equal((await guest.look('/readyz')).status, 200)
    await gate.shut()
    await Promise.all(scenes.map(assertHonest))
    await gate.open()
    await Promise.all(scenes.map(assertRecovered))
    const outages = kept.lines().filter(({ msg }) => msg === 'unavailable')
    assert.ok(outages.length >= 14)
    assert.ok(outages.every(({ level, id }) => level === 40 && typeof id === 'string'))
    assert.equal(kept.lines().filter(({ level }) => Number(level) >= 50).length, 0)
  })

  it('a start is refused, and leaves nothing running', async () => {
    const closed = await gateBefore(await freshDatabase())
    await closed.shut()
    await assert.rejects(startApp({ options: { mongodbUri: closed.uri } }), { name: 'MongooseServerSelectionError' })
  })
})
