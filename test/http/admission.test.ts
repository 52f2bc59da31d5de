import assert from 'node:assert/strict'
import { gateBefore, until, type Gate } from '../support/gate.ts'
import { Person, signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { freshDatabase } from '../support/store.ts'

describe('when more is asked than can be answered', () => {
  let gate: Gate
  let app: Running
  /** Beside it, one that waits for a second only. */
  let hasty: Running
  let owner: Person
  const guest = (): Person => new Person(app)
  before(async () => {
    gate = await gateBefore(await freshDatabase())
    app = await startApp({ options: { mongodbUri: gate.uri, maxRequests: 2 } })
    hasty = await startApp({ beside: app, options: { requestSeconds: 1 } })
    owner = await signedIn(app, 'olga')
  })
  after(async () => {
    gate.release()
    await hasty.stop()
    await app.stop()
    await gate.shut()
  })

  it('some are told at once to come back, who works here finds room, and all are answered in the end', async () => {
    const stylesheet = (await guest().visit('/')).$('link[rel=stylesheet]').attr('href') ?? ''
    gate.hold()
    const waiting = [guest().look('/'), guest().look('/sign-in')]
    // Files and the addresses of health need no room, and are asked for after the two.
    assert.equal((await guest().look(new URL(stylesheet, app.url).pathname)).status, 200)
    assert.equal((await guest().look('/healthz')).text, 'ok')
    // The database says nothing: whoever is answered was told before it was asked.
    const turnedAway = await guest().look('/')
    assert.equal(turnedAway.status, 503)
    assert.equal(turnedAway.headers['retry-after'], '3')
    assert.equal(turnedAway.headers['cache-control'], 'private, no-store')
    assert.equal(turnedAway.$('h1').text(), 'More is asked of us than we can answer at this moment')
    const json = await guest().json('/')
    assert.equal(json.status, 503)
    // Somebody who isn't signed in has no more room for saying that they go to the console.
    assert.equal((await guest().look('/staff')).status, 503)
    const console = owner.look('/staff')
    gate.release()
    assert.equal((await console).status, 200)
    for (const page of await Promise.all(waiting)) assert.equal(page.status, 200)
  })

  it('who waits for a database that says nothing is told so after a while, and all goes on by itself', async () => {
    const late = new Person(hasty)
    gate.hold()
    const begun = performance.now()
    const [page, sent] = await Promise.all([late.look('/'), late.post('/sign-out', { text: 'Typed in vain' })])
    assert.ok(performance.now() - begun > 900)
    for (const shown of [page, sent]) {
      assert.equal(shown.status, 503)
      assert.equal(shown.headers['retry-after'], '5')
      assert.equal(shown.$('h1').text(), "We can't reach our data right now")
    }
    gate.release()
    await until(async () => (await late.look('/')).status === 200)
    assert.equal(await owner.greeted(), 'Olga Owner')
  })
})
