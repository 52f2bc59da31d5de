import type { Door } from './world.ts'

/** Pages about what is held of people: address -> the statuses that visitor, member, author, moderator and owner get. */
export const privacyDoors: Record<string, Door> = {
  'GET /privacy/what-we-keep': { may: '200 200 200 200 200', ask: () => ({ path: '/privacy/what-we-keep' }) },
  'GET /me/data': { may: '302 200 200 200 200', ask: () => ({ path: '/me/data' }) },
  // The first of each; a second one while it is under way is told of in test/privacy.
  'POST /me/data': { may: '401 303 303 303 303', ask: () => ({ path: '/me/data' }) },
  'GET /me/data/:file': { may: '302 404 404 404 404', ask: () => ({ path: '/me/data/nobodys.zip' }) },
}
