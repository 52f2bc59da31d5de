import assert from 'node:assert/strict'
import type { Member } from '../../src/kernel/index.ts'
import { migrations } from '../../src/migrations.ts'
import { signedIn, type Person } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { accountOf, aRequest, storedRequest } from '../support/tickets.ts'

describe('requests of somebody who leaves or has words removed', () => {
  let app: Running
  let ada: Person
  let ann: Member
  let ben: Member
  before(async () => {
    app = await startApp()
    ada = await signedIn(app, 'ada')
    ann = await accountOf(app, 'ann')
    ben = await accountOf(app, 'ben')
  })
  after(() => app.stop())

  const listed = async (list: string): Promise<string> =>
    (await ada.visit(`/staff/requests?list=${list}`)).$('.request-rows').text()

  it('are out of every list and page meanwhile, and come back as they were', async () => {
    const { number } = await aRequest(app, { by: ann })
    const subject = { accountId: ann.id }
    const before_ = await storedRequest(app, number)
    await app.tickets.holder.hide(subject, 'requests', 'delete')
    assert.equal((await ada.visit(`/staff/requests/${number}`)).status, 404)
    for (const list of ['waiting', 'unassigned', 'active'])
      assert.doesNotMatch(await listed(list), new RegExp(`#${number}`), list)
    await app.tickets.holder.restore(subject, 'requests')
    assert.match(await listed('waiting'), new RegExp(`#${number}`))
    const { version: _now, ...after_ } = await storedRequest(app, number)
    const { version: _then, ...as } = before_
    assert.deepEqual(after_, as)
  })

  it('go for good, and so do their words in requests of others, which stay', async () => {
    const own = await aRequest(app, { by: ann })
    const bens = await aRequest(app, { by: ben, cc: ['ann@demo.example'] })
    const words = { number: bens.number, kind: 'message', format: 'markdown', files: [], side: 'own' } as const
    await app.tickets.add(ann, { ...words, text: own.marker })
    await app.tickets.holder.settle({ accountId: ann.id, email: 'ann@demo.example' }, 'requests', 'delete')
    for (const name of ['requests', 'requestmessages', 'mails']) {
      const kept = JSON.stringify(await app.database.connection.collection(name).find({}).toArray())
      assert.ok(!kept.includes(own.marker) && (name === 'mails' || !kept.includes(ann.id)), name)
    }
    assert.match((await ada.visit(`/staff/requests/${bens.number}`)).text, new RegExp(bens.marker))
  })

  it('leave out of their requester’s data what somebody else asked to have removed, and nothing of their own', async () => {
    const { number, messageId, marker } = await aRequest(app, { by: ben })
    const words = { number, kind: 'message', format: 'markdown', files: [], side: 'staff' } as const
    const answer = await app.tickets.add(await accountOf(app, 'ada'), { ...words, text: 'An answer to be hidden' })
    const exported = async (): Promise<string> => {
      const { requests = [] } = await app.tickets.holder.export({ accountId: ben.id })
      const all: unknown[] = []
      for await (const request of requests) all.push(request)
      return JSON.stringify(all)
    }
    assert.match(await exported(), /An answer to be hidden/)
    for (const id of [messageId, answer.messageId]) await app.tickets.removable.hide(id)
    assert.doesNotMatch(await exported(), /An answer to be hidden/)
    assert.match(await exported(), new RegExp(marker))
    for (const id of [messageId, answer.messageId]) await app.tickets.removable.restore(id)
  })

  it('name no agent any more who left, not even as the one whom they were given to', async () => {
    const { number, messageId } = await aRequest(app, { by: ben })
    const olga = await accountOf(app, 'olga')
    const sorting = { priority: 'normal', tags: '' }
    for (const assignee of [olga.id, '']) await ada.send(`/staff/requests/${number}/sorting`, { ...sorting, assignee })
    assert.ok(JSON.stringify(await storedRequest(app, number)).includes(olga.id))
    // As a version before left it, which had no fields for them.
    const fields = { actors: 1, openingId: 1 }
    await app.database.connection.collection('requests').updateOne({ number }, { $unset: fields })
    await migrations[0]?.run(app.database.connection)
    assert.equal((await storedRequest(app, number)).openingId, messageId)
    await app.tickets.holder.settle({ accountId: olga.id }, 'requests', 'delete')
    assert.ok(!JSON.stringify(await storedRequest(app, number)).includes(olga.id))
  })

  it('loses one message on request: hidden, brought back byte for byte, or erased so that nothing is left', async () => {
    const { number, messageId, marker } = await aRequest(app, { by: ben })
    const { removable } = app.tickets
    const shown = async (): Promise<boolean> => (await ada.visit(`/staff/requests/${number}`)).text.includes(marker)
    const prints = await removable.fingerprints(messageId)
    assert.equal((await removable.find(`/requests/${number}#post-${messageId}`))?.accountId, ben.id)
    assert.deepEqual([await removable.hide(messageId), await removable.hide(messageId)], [true, false])
    assert.equal(await shown(), false)
    assert.equal(await removable.restore(messageId), true)
    assert.equal(await shown(), true)
    assert.equal((await removable.whatIsLeft(prints)).left.length, 1)
    await removable.erase(messageId)
    assert.deepEqual((await removable.whatIsLeft(prints)).left, [])
    assert.equal(await removable.find(messageId), undefined)
  })
})
