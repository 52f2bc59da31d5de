import assert from 'node:assert/strict'
import { audiences } from '../../src/kernel/index.ts'
import { doors } from '../support/doors.ts'
import { aCategory, regular } from '../support/forum.ts'
import { signedIn, type Person } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { words } from '../support/words.ts'

describe('the log of what people who work here did', () => {
  let app: Running
  let olga: Person
  let now = new Date('2026-03-01T12:00:00Z')
  before(async () => {
    app = await startApp({ clock: () => now })
    olga = await regular(app, 'olga')
  })
  after(() => app.stop())

  const entries = () => app.database.connection.collection('audit')

  it('gets an entry of every form that only staff can send', async () => {
    const world = { app, ann: await regular(app, 'ann'), category: await aCategory(app) }
    const staffOnly = audiences.filter((audience) => audience !== 'visitor' && audience !== 'member')
    const sent = app.routes.filter((route) => route.method === 'POST' && staffOnly.includes(route.for as 'staff'))
    assert.ok(sent.length > 5)
    // What is done to a request stands in its own history, written in the same update. Agents come in by a file, which
    // has a test of its own. Looking whether the site is set up, or whether anything is left of
    // what was removed, changes nothing, and lists that agents save are their own. What is left is told of in
    // test/removals.
    const isToldElsewhere = (path: string): boolean =>
      /^\/staff\/(setup$|removals\/:id\/(verification|remains)$|requests\/(:number\/|many$|filters)|agents\/(import|invitations\/))/.test(
        path,
      )
    for (const { path: pattern } of sent.filter(({ path }) => !isToldElsewhere(path))) {
      const door = doors[`POST ${pattern}`]
      assert.ok(door, pattern)
      const { path, fields } = await door.ask(world)
      const before = await entries().countDocuments()
      const { status } = await olga.send(path, fields)
      assert.equal(status, 303, pattern)
      assert.ok((await entries().countDocuments()) > before, `${pattern} left no entry`)
    }
  })

  it('gets none of what was refused', async () => {
    const ben = await regular(app, 'ben')
    const before = await entries().countDocuments()
    await ben.send('/staff/categories', { name: 'Mine' })
    await olga.send('/staff/categories', { name: '' })
    assert.equal(await entries().countDocuments(), before)
  })

  it('holds ids and no word that a person wrote', async () => {
    await aCategory(app, { name: 'Secret-name', description: 'Secret-words' })
    assert.ok(!JSON.stringify(await entries().find().toArray()).includes('Secret'))
  })

  it('is searched by who, what, which and when, page by page', async () => {
    const category = await aCategory(app)
    now = new Date('2026-04-02T12:00:00Z')
    olga = await signedIn(app, 'olga')
    for (let count = 0; count < 60; count += 1)
      await olga.send(`/staff/categories/${category.id}/order`, { direction: 'up' })
    const found = await olga.visit(`/staff/audit?thing=${category.id}&action=category.order&by=@olga-owner`)
    assert.equal(found.$('.log li').length, 50)
    const rest = await olga.visit(found.$('a[rel=next]').attr('href') ?? '')
    assert.equal(rest.$('.log li').length, 10)
    assert.equal((await olga.visit(`/staff/audit?thing=${category.id}`)).$('.log li').length, 50)
    assert.equal((await olga.visit('/staff/audit?from=2026-04-03')).$('.log li').length, 0)
    assert.equal((await olga.visit('/staff/audit?by=nobody-there')).$('.log li').length, 0)
    const earlier = await olga.visit('/staff/audit?until=2026-03-31&action=category.order')
    assert.ok(!earlier.text.includes(category.id))
    assert.ok(found.text.includes(words('audit:actions.category.order')))
  })

  it('is saved as JSON lines and as a table whose cells are no formulas', async () => {
    const lines = await olga.visit('/staff/audit/file?as=lines&action=category.create')
    const rows = lines.text.trim().split('\n')
    assert.ok(rows.length > 1)
    for (const row of rows) assert.equal((JSON.parse(row) as { action: string }).action, 'category.create')
    const id = '=HYPERLINK(1)'
    await app.audit.record(
      { kind: 'member', id: '+1+1', roles: ['owner'] },
      { action: 'mail.retry', thing: { kind: 'mail', id } },
    )
    const table = await olga.visit(`/staff/audit/file?as=table&thing=${encodeURIComponent(id)}`)
    assert.match(String(table.headers['content-type']), /^text\/csv/)
    assert.match(String(table.headers['content-disposition']), /audit\.csv/)
    const [head, row] = table.text.split('\r\n')
    assert.equal(head, 'at,actorId,action,kind,id,about,details')
    assert.ok(row?.endsWith(`,'+1+1,mail.retry,mail,'=HYPERLINK(1),,`), row)
  })

  it('forgets by age alone', async () => {
    now = new Date('2028-03-10T12:00:00Z')
    const before = await entries().countDocuments()
    const old = await entries().countDocuments({ at: { $lt: new Date('2026-03-11T12:00:00Z') } })
    assert.ok(old > 0 && old < before)
    assert.equal(await app.audit.eraseOld(), old)
    assert.equal(await entries().countDocuments(), before - old)
    assert.deepEqual(Object.keys(app.audit).toSorted(), ['eraseOld', 'list', 'noteLook', 'record', 'walk'])
  })
})
