import assert from 'node:assert/strict'
import { newId } from '../../src/kernel/index.ts'
import { aCategory, aTopic, regular, type MadeCategory, type MadeTopic } from '../support/forum.ts'
import { Person } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { freshDatabase } from '../support/store.ts'

interface Asked {
  command: Record<string, unknown>
  page: string
}

interface Execution {
  nReturned: number
  totalKeysExamined: number
  totalDocsExamined: number
}

/** How many topics there are besides: a query that reads them all is told by that. */
const many = 300

describe('the queries of a page', () => {
  let app: Running
  let mia: Person
  let category: MadeCategory
  let topic: MadeTopic
  let asked: Asked[] = []
  let page = ''
  before(async () => {
    const uri = new URL(await freshDatabase())
    uri.searchParams.set('monitorCommands', 'true')
    app = await startApp({ options: { mongodbUri: uri.href } })
    mia = await regular(app, 'mia')
    category = await aCategory(app)
    topic = await aTopic(app, { by: mia, in: category, posts: 3 })
    const topics = app.database.connection.collection<{ _id: string }>('topics')
    const { _id, ...one } = (await topics.findOne({ _id: topic.id })) ?? assert.fail()
    await topics.insertMany(Array.from({ length: many }, () => ({ ...one, _id: newId() })))
    app.database.connection.getClient().on('commandStarted', ({ command }) => {
      if ('find' in command) asked.push({ command, page })
    })
  })
  after(() => app.stop())

  /** A query as it was asked, run once more to count what it reads. */
  async function examined({ command }: Asked): Promise<Execution> {
    const { lsid: _session, $db: _db, txnNumber: _number, $clusterTime: _time, ...find } = command
    const explained = await app.database.connection.db?.command({ explain: find, verbosity: 'executionStats' })
    return (explained as { executionStats: Execution }).executionStats
  }

  async function lookAt(reader: Person, paths: readonly string[]): Promise<void> {
    asked = []
    for (page of paths) assert.equal((await reader.look(page)).status, 200, page)
    const seen = asked
    assert.ok(seen.length > paths.length)
    for (const one of seen) {
      const { nReturned, totalKeysExamined, totalDocsExamined } = await examined(one)
      const told = `${one.page}: ${JSON.stringify(one.command)}`
      assert.ok(totalDocsExamined <= 2 * nReturned + 20, `${totalDocsExamined} documents for ${nReturned} at ${told}`)
      assert.ok(totalKeysExamined <= 3 * nReturned + 60, `${totalKeysExamined} keys for ${nReturned} at ${told}`)
    }
  }

  const everybodys = (): string[] => [
    ...['/', '/?status=solved', '/?status=unanswered', '/?status=no-staff-reply', '/feeds/latest.atom'],
    ...[category.path, `${category.path}?status=unsolved`, `${category.path}/feed.atom`],
    ...[topic.path, `/t/${topic.id}/feed.atom`, '/search?q=words', '/search/suggest?q=wor', '/topics/new'],
    ...['/testimonials', '/people/mia-moderator'],
  ]

  it('read little more than what they give, for a guest', () => lookAt(new Person(app), everybodys()))

  it('read little more than what they give, for a moderator', () =>
    lookAt(mia, [
      ...everybodys(),
      ...['/me', '/me/notifications', '/me/sign-ins', '/me/data', '/staff/moderation', '/staff/people'],
    ]))
})
