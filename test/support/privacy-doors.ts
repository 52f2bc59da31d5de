import { newId } from '../../src/kernel/index.ts'
import { regular } from './forum.ts'
import type { Door, World } from './world.ts'

/** Where a question waits that came by mail and whose address its asker has confirmed. */
async function aDataRequest({ app }: World): Promise<string> {
  const owner = await regular(app, 'olga')
  const email = `${newId()}@example.com`
  await owner.send('/staff/data-requests', { email, receivedOn: '2026-01-30' })
  const asked = await app.database.connection
    .collection<{ _id: string }>('accessrequests')
    .findOneAndUpdate({ email }, { $set: { state: 'open', question: 'What else is there?' } })
  return `/staff/data-requests/${asked?._id ?? ''}`
}

/** Pages about what is held of people: address -> the statuses that visitor, member, author, moderator and owner get. */
export const privacyDoors: Record<string, Door> = {
  ...Object.fromEntries(
    ['privacy', 'terms', 'cookies'].flatMap((name): [string, Door][] => [
      [`GET /${name}`, { may: '200 200 200 200 200', ask: () => ({ path: `/${name}` }) }],
      // There is no version yet; those that there are are told of in test/privacy.
      [`GET /${name}/:version`, { may: '404 404 404 404 404', ask: () => ({ path: `/${name}/9` }) }],
      [`GET /${name}/:version/changes`, { may: '404 404 404 404 404', ask: () => ({ path: `/${name}/9/changes` }) }],
    ]),
  ),
  'GET /privacy/request': { may: '200 200 200 200 200', ask: () => ({ path: '/privacy/request' }) },
  'POST /privacy/request': {
    may: '200 200 200 200 200',
    ask: () => ({ path: '/privacy/request', fields: { email: `${newId()}@example.com` } }),
  },
  // Links of mails: who has none of that token finds nothing.
  'GET /privacy/request/:token': { may: '200 200 200 200 200', ask: () => ({ path: '/privacy/request/nobodys' }) },
  'POST /privacy/request/:token': { may: '410 410 410 410 410', ask: () => ({ path: '/privacy/request/nobodys' }) },
  'GET /my-data/:file': { may: '404 404 404 404 404', ask: () => ({ path: '/my-data/nobodys.zip' }) },
  'GET /staff/data-requests': { may: '302 404 404 404 200', ask: () => ({ path: '/staff/data-requests' }) },
  'POST /staff/data-requests': {
    may: '401 403 403 403 303',
    ask: () => ({
      path: '/staff/data-requests',
      fields: { email: `${newId()}@example.com`, receivedOn: '2026-01-30' },
    }),
  },
  'GET /staff/data-requests/:id': {
    may: '302 404 404 404 200',
    ask: async (world) => ({ path: await aDataRequest(world) }),
  },
  'POST /staff/data-requests/:id/answer': {
    may: '401 403 403 403 303',
    ask: async (world) => ({
      path: `${await aDataRequest(world)}/answer`,
      fields: { wish: 'answer', text: 'Nothing.' },
    }),
  },
  'POST /policies/seen': {
    may: '401 404 404 404 404',
    ask: () => ({ path: '/policies/seen', fields: { policy: 'privacy', version: '9' } }),
  },
  'GET /staff/policies': { may: '302 404 404 404 200', ask: () => ({ path: '/staff/policies' }) },
  'GET /staff/policies/:policy': { may: '302 404 404 404 200', ask: () => ({ path: '/staff/policies/terms' }) },
  'POST /staff/policies/:policy/draft': {
    may: '401 403 403 403 303',
    ask: () => ({ path: '/staff/policies/terms/draft', fields: { source: 'Be kind.' } }),
  },
  'POST /staff/policies/:policy/announcement': {
    may: '401 403 403 403 303',
    ask: () => ({
      path: '/staff/policies/terms/announcement',
      fields: { effectiveOn: '2099-01-01', isMaterial: 'no' },
    }),
  },
  'POST /staff/policies/:policy/calling-off': {
    may: '401 403 403 403 303',
    ask: () => ({ path: '/staff/policies/terms/calling-off' }),
  },
  'GET /privacy/what-we-keep': { may: '200 200 200 200 200', ask: () => ({ path: '/privacy/what-we-keep' }) },
  'GET /me/data': { may: '302 200 200 200 200', ask: () => ({ path: '/me/data' }) },
  // The first of each; a second one while it is under way is told of in test/privacy.
  'POST /me/data': { may: '401 303 303 303 303', ask: () => ({ path: '/me/data' }) },
  'GET /me/data/:file': { may: '302 404 404 404 404', ask: () => ({ path: '/me/data/nobodys.zip' }) },
}
