import assert from 'node:assert/strict'
import { doors } from '../support/doors.ts'
import { aCategory, regular } from '../support/forum.ts'
import { Person } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'

describe('a guest', () => {
  let app: Running
  before(async () => {
    app = await startApp()
  })
  after(() => app.stop())

  it('gets no cookie from any address that can be read, but for those where a sign-in begins', async function () {
    this.timeout(60_000)
    const world = { app, ann: await regular(app, 'ann'), category: await aCategory(app) }
    const readable = app.routes.filter((route) => route.method === 'GET' && !route.opensSession)
    assert.ok(readable.length > 60)
    for (const { path } of readable) {
      const door = doors[`GET ${path}`]
      assert.ok(door, path)
      const asked = await door.ask(world)
      if (asked.isStream) continue
      const { headers } = await new Person(app).look(asked.path)
      assert.equal(headers['set-cookie'], undefined, path)
    }
  })
})
