import assert from 'node:assert/strict'
import { belongsTo, type Role } from '../../src/kernel/index.ts'
import { sharedRights } from '../http/fuzz/shared.ts'
import { aCategory, regular } from '../support/forum.ts'
import type { Persona } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { aRequest } from '../support/tickets.ts'

describe('roles', () => {
  let app: Running
  before(async () => {
    app = await startApp()
  })
  after(() => app.stop())

  const holders: [Persona, Role][] = [
    ['ada', 'agent'],
    ['mia', 'moderator'],
    ['max', 'marketing'],
  ]

  it('open their own part of the console each, and for the others there is none', async () => {
    const ann = await regular(app, 'ann')
    const rightOf = await sharedRights({ app, ann, category: await aCategory(app) })
    const console_ = app.routes.filter(({ method, path }) => method === 'GET' && path.startsWith('/staff'))
    for (const [persona, role] of holders) {
      const person = await regular(app, persona)
      const actor = { kind: 'member', id: persona, roles: [role] } as const
      for (const route of console_.filter((each) => !belongsTo(actor, each.for)))
        assert.equal((await person.head(rightOf(route).path)).status, 404, `${role} at ${route.path}`)
    }
  })

  it('of marketing and moderation show no request of a customer: it is not there', async () => {
    const { number } = await aRequest(app)
    const [ada, max, mia] = await Promise.all(holders.map(([persona]) => regular(app, persona)))
    assert.equal((await ada?.look(`/staff/requests/${number}`))?.status, 200)
    for (const person of [max, mia]) {
      for (const path of [`/staff/requests/${number}`, `/requests/${number}`, '/staff/requests'])
        assert.equal((await person?.look(path))?.status, 404, path)
      const sent = await person?.send(`/staff/requests/${number}/messages`, { text: 'Hello', kind: 'message' })
      assert.equal(sent?.status, 403)
    }
  })
})
