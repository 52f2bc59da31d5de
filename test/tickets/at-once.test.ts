import assert from 'node:assert/strict'
import type { Member } from '../../src/kernel/index.ts'
import { signedIn, type Person } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { accountOf, aRequest, storedRequest } from '../support/tickets.ts'

describe('what happens to a request at the same moment', () => {
  let now = new Date('2026-03-02T10:00:00Z')
  let app: Running
  let ada: Person
  let ann: Member
  before(async () => {
    app = await startApp({ clock: () => (now = new Date(now.getTime() + 1)) })
    ada = await signedIn(app, 'ada')
    ann = await accountOf(app, 'ann')
  })
  after(() => app.stop())

  const messages = () => app.database.connection.collection<{ _id: string; requestId: string }>('requestmessages')
  const write = (number: number, text: string) =>
    app.tickets.add(ann, { number, kind: 'message', text, format: 'markdown', files: [], side: 'own' })
  const merge = (number: number, into: number) =>
    ada.send(`/staff/requests/${number}/merger`, { into: String(into) }).then(({ status }) => status)

  it('closes over nothing: what is written while its time ends opens it again, or is refused', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => aRequest(app, { by: ann })))
    const agent = await accountOf(app, 'ada')
    for (const { number } of made) await app.tickets.setState(agent, { number, event: 'solve' })
    now = new Date(now.getTime() + 15 * 24 * 3600_000)
    const written = made.map(({ number }) =>
      write(number, 'Not solved').then(
        () => 'open',
        () => 'closed',
      ),
    )
    const [ends] = await Promise.all([Promise.all(written), app.tickets.tend()])
    for (const [index, { number, requestId }] of made.entries()) {
      const { state } = await storedRequest(app, number)
      assert.equal(state, ends[index])
      assert.equal(await messages().countDocuments({ requestId }), state === 'open' ? 2 : 1)
    }
    ada = await signedIn(app, 'ada')
  })

  it('never merges two requests into each other', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [one, two] = [await aRequest(app, { by: ann }), await aRequest(app, { by: ann })]
      const outcomes = await Promise.all([merge(one.number, two.number), merge(two.number, one.number)])
      const states = await Promise.all([one, two].map(async ({ number }) => (await storedRequest(app, number)).state))
      const merged = outcomes.filter((status) => status === 303).length
      assert.ok(merged <= 1, outcomes.join())
      assert.equal(states.filter((state) => state === 'closed').length, merged)
      if (merged === 0) assert.equal(await merge(one.number, two.number), 303, 'afterwards it can be merged')
      const left = (await storedRequest(app, one.number)).state === 'closed' ? two : one
      assert.equal(await messages().countDocuments({ requestId: left.requestId }), 2)
    }
  })

  it('goes on with a merger that was cut off, and finds at its end what was merged before', async () => {
    const [first, second, third] = [
      await aRequest(app, { by: ann }),
      await aRequest(app, { by: ann }),
      await aRequest(app, { by: ann }),
    ]
    assert.equal(await merge(first.number, second.number), 303)
    const begun = { mergedInto: third.requestId, isMerging: true }
    await app.database.connection.collection('requests').updateOne({ number: second.number }, { $set: begun })
    for (const _run of [1, 2]) await app.tickets.tend()
    assert.equal((await storedRequest(app, second.number)).state, 'closed')
    const end = await storedRequest(app, third.number)
    assert.deepEqual([end.state, end.messageCount], ['new', 3])
    assert.equal(await messages().countDocuments({ requestId: third.requestId }), 3)
    assert.equal(await app.tickets.numberOf(first.requestId), third.number)
  })

  it('takes words out of the subject of a request that was merged as well', async () => {
    const [one, two] = [await aRequest(app, { by: ann }), await aRequest(app, { by: ann })]
    await merge(one.number, two.number)
    const person = await signedIn(app, 'ann')
    const words = one.marker.slice(0, 8)
    const path = `/requests/${two.number}/messages/${one.messageId}/redaction`
    assert.equal((await person.send(path, { passage: words })).status, 303)
    const kept = JSON.stringify([
      await storedRequest(app, one.number),
      await messages().findOne({ _id: one.messageId }),
    ])
    assert.ok(!kept.includes(words))
    assert.match((await storedRequest(app, two.number)).subject, new RegExp(two.marker.slice(0, 8)))
  })
})
