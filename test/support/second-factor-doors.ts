import { newId } from '../../src/kernel/index.ts'
import type { Door, World } from './world.ts'

/** An id under which a second factor is kept. */
async function somebodyWithFactor({ app }: World): Promise<string> {
  const _id = newId()
  const factors = app.database.connection.collection<{ _id: string }>('secondfactors')
  await factors.insertOne({ _id, secret: 'nobodys', begunAt: new Date(), recovery: [] } as never)
  return _id
}

/** A second factor is for who works here: address -> the statuses that visitor, member, author, moderator and owner get. */
export const secondFactorDoors: Record<string, Door> = {
  'GET /me/second-factor': { may: '302 404 404 200 200', ask: () => ({ path: '/me/second-factor' }) },
  'POST /me/second-factor': { may: '401 404 404 303 303', ask: () => ({ path: '/me/second-factor' }) },
  // A code that isn't right; those that are are told of in test/second-factor.
  'POST /me/second-factor/confirmation': {
    may: '401 404 404 422 422',
    ask: () => ({ path: '/me/second-factor/confirmation', fields: { code: '000000' } }),
  },
  // Nobody has one that is set up.
  'POST /me/second-factor/codes': {
    may: '401 404 404 404 404',
    ask: () => ({ path: '/me/second-factor/codes', fields: { code: '000000' } }),
  },
  'POST /me/second-factor/removal': {
    may: '401 404 404 404 404',
    ask: () => ({ path: '/me/second-factor/removal', fields: { code: '000000' } }),
  },
  'GET /me/second-factor/entry': { may: '302 303 303 303 303', ask: () => ({ path: '/me/second-factor/entry' }) },
  'POST /me/second-factor/entry': {
    may: '401 404 404 404 404',
    ask: () => ({ path: '/me/second-factor/entry', fields: { code: '000000' } }),
  },
  'POST /staff/people/:id/second-factor/removal': {
    may: '401 403 403 403 303',
    ask: async (world) => ({ path: `/staff/people/${await somebodyWithFactor(world)}/second-factor/removal` }),
  },
}
