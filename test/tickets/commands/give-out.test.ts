import assert from 'node:assert/strict'
import { signedIn } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'
import { accountOf, aRequest, storedRequest } from '../../support/tickets.ts'

describe('new requests', () => {
  let app: Running
  before(async () => {
    app = await startApp()
  })
  after(() => app.stop())

  const assignees = async (numbers: readonly number[]): Promise<(string | null)[]> =>
    Promise.all(numbers.map(async (number) => (await storedRequest(app, number)).assigneeId))

  it('are nobody’s at first, and given to one agent after the other once the owner says so', async () => {
    const agents = await Promise.all(['ada', 'max'].map((name) => accountOf(app, name as 'ada' | 'max')))
    const accounts = app.database.connection.collection<{ _id: string; roles: string[] }>('accounts')
    await accounts.updateMany({ _id: { $in: agents.map(({ id }) => id) } }, { $set: { roles: ['agent'] } })
    assert.deepEqual(await assignees([(await aRequest(app)).number]), [null])
    const olga = await signedIn(app, 'olga')
    const settings = await olga.visit('/staff/requests/settings')
    await olga.send('/staff/requests/settings', { categories: '', isRoundRobin: 'on' })
    assert.equal(settings.$('[name=isRoundRobin]').is(':checked'), false)
    const atOnce = await Promise.all([aRequest(app), aRequest(app), aRequest(app), aRequest(app)])
    const given = await assignees(atOnce.map(({ number }) => number))
    const ids = agents.map(({ id }) => id)
    assert.deepEqual(given.toSorted(), [...ids, ...ids].toSorted())
    const first = await assignees([(await aRequest(app)).number])
    const second = await assignees([(await aRequest(app)).number])
    assert.deepEqual([...first, ...second].toSorted(), ids.toSorted())
  })
})
