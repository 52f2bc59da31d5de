import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readings, sendings } from './support/askings.ts'
import { doors } from './support/doors.ts'
import { aCategory, regular } from './support/forum.ts'
import { Person, signedIn } from './support/person.ts'
import { inEverySetting, startApp, type Running } from './support/running.ts'

/** Every address, and who may come in. A change there is a change of what the product shows to whom: look twice. */
const table = readFileSync(new URL('./routes.txt', import.meta.url), 'utf8')

const keyOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`

inEverySetting('addresses', (setting) => {
  let app: Running
  before(async () => {
    app = await startApp({ setting })
  })
  after(() => app.stop())

  it('are those of the table, for those whom it names', () => {
    const lines = app.routes.map(({ method, path, for: audience }) => ({ method, path, audience }))
    lines.sort((a, b) => a.method.localeCompare(b.method) || (a.path < b.path ? -1 : 1))
    const printed = lines.map(({ method, path, audience }) => `${method.padEnd(4)} ${path.padEnd(28)} ${audience}`)
    assert.equal(`${printed.join('\n')}\n`, table)
  })

  it('have a row in the matrix of who may what, every one of them', () => {
    assert.deepEqual(app.routes.map(keyOf).sort(), Object.keys(doors).sort())
  })

  it('let in whom they should, and turn others away as they should', async function () {
    this.timeout(150_000)
    const ann = await regular(app, 'ann')
    const world = { app, ann, category: await aCategory(app) }
    const people = [
      new Person(app),
      await regular(app, 'ben'),
      // Another browser of the author's: what the world makes keeps its own session.
      await signedIn(app, 'ann'),
      await regular(app, 'mia'),
      await signedIn(app, 'olga'),
    ]
    for (const [door, { may, ask }] of Object.entries(doors)) {
      const got = await (door.startsWith('GET') ? readings(people, await ask(world)) : sendings(people, ask, world))
      assert.equal(got.join(' '), may, `${door}: visitor, member, author, moderator, owner`)
    }
  })

  it('send a guest to sign in and back to what was asked for', async () => {
    const guest = new Person(app)
    const { status, headers } = await guest.look('/me/sign-ins?of=any')
    assert.equal(status, 302)
    assert.equal(headers['location'], `${app.url}/sign-in?return=${encodeURIComponent('/me/sign-ins?of=any')}`)
  })
})
