import assert from 'node:assert/strict'
import { newId } from '../../src/kernel/index.ts'
import { aCategory, aTopic, regular } from '../support/forum.ts'
import { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

inEverySetting('a rate limit', (setting) => {
  let app: Running
  let narrow: Running
  before(async () => {
    app = await startApp({ setting })
    // The same installation's second process, with the limits as they are: 20 posts in five minutes.
    narrow = await startApp({ setting, beside: app, rateLimitFactor: 1 })
  })
  after(async () => {
    await narrow.stop()
    await app.stop()
  })

  it('answers 429 with the time to wait and keeps what was typed; others go on, and reading does', async () => {
    const topic = await aTopic(app, { by: await regular(app, 'ann'), in: await aCategory(app) })
    const ben = await regular(narrow, 'ben')
    const send = (text: string): ReturnType<Person['send']> =>
      ben.send(`/t/${topic.id}/posts`, { text, submission: newId() })
    for (let count = 0; count < 20; count += 1) assert.equal((await send(`Reply ${count}`)).status, 303)
    const page = await send('One too many')
    assert.equal(page.status, 429)
    const seconds = Number(page.headers['retry-after'])
    assert.ok(seconds > 0 && seconds <= 300)
    assert.match(page.$('.lead').text(), new RegExp(`Wait ${seconds} seconds`))
    assert.equal(page.$('main textarea').text(), 'One too many')
    assert.equal((await ben.visit(topic.path)).status, 200)
    const ann = await regular(narrow, 'ann')
    assert.equal((await ann.send(`/t/${topic.id}/posts`, { text: 'Another person' })).status, 303)
  })

  it('of sign-ins counts network addresses, and keeps none', async () => {
    const guest = new Person(narrow)
    const statuses = new Set<number>()
    for (let count = 0; count < 70; count += 1) statuses.add((await guest.look('/sign-in/demo/callback')).status)
    assert.deepEqual([...statuses], [400, 429])
    const counters = await narrow.database.connection.collection('ratelimits').find().toArray()
    assert.ok(counters.length > 0)
    assert.doesNotMatch(JSON.stringify(counters), /127\.0\.0\.1|::1/)
  })
})
