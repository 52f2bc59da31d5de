import { newId } from '../../src/kernel/index.ts'
import { agentDoors } from './agent-doors.ts'
import { embeddingDoors } from './embedding-doors.ts'
import { followingDoors } from './following.ts'
import { wayOutOfMail } from './mail.ts'
import { mailDoors } from './mail-doors.ts'
import { orderDoors } from './order-doors.ts'
import type { Running } from './running.ts'
import { privacyDoors } from './privacy-doors.ts'
import { removalDoors } from './removal-doors.ts'
import { testimonialDoors } from './testimonial-doors.ts'
import { secondFactorDoors } from './second-factor-doors.ts'
import { staffTicketDoors } from './staff-ticket-doors.ts'
import { ticketDoors } from './ticket-doors.ts'
import { freshPost, freshTopic, type Door } from './world.ts'

const categoryFields = { description: '', colour: 'red', readRole: 'public', writeRole: 'members' }

const restriction = { reason: 'A reason', lasts: '1' }

/** An account of nobody who asks here. */
async function somebody(app: Running): Promise<string> {
  const accounts = app.database.connection.collection<{ _id: string }>('accounts')
  const _id = 'nobody000000'
  const facts = { status: 'active', name: 'Somebody', handle: 'some-body', roles: [], identities: [], shows: [] }
  await accounts.updateOne({ _id }, { $setOnInsert: { ...facts, createdAt: new Date() } }, { upsert: true })
  return _id
}

/** Address -> the statuses that visitor, member, author, moderator and owner get, and how to ask. */
export const doors: Record<string, Door> = {
  'GET /': { may: '200 200 200 200 200', ask: () => ({ path: '/' }) },
  'GET /c/:category': { may: '200 200 200 200 200', ask: ({ category }) => ({ path: category.path }) },
  'GET /feeds/latest.atom': { may: '200 200 200 200 200', ask: () => ({ path: '/feeds/latest.atom' }) },
  'GET /c/:category/feed.atom': {
    may: '200 200 200 200 200',
    ask: ({ category }) => ({ path: `${category.path}/feed.atom` }),
  },
  'GET /t/:id/feed.atom': {
    may: '200 200 200 200 200',
    ask: async (world) => ({ path: `/t/${(await freshTopic(world)).id}/feed.atom` }),
  },
  'GET /sitemap.xml': { may: '200 200 200 200 200', ask: () => ({ path: '/sitemap.xml' }) },
  'GET /sitemap/:file': { may: '200 200 200 200 200', ask: () => ({ path: '/sitemap/2026-01.xml' }) },
  'GET /robots.txt': { may: '200 200 200 200 200', ask: () => ({ path: '/robots.txt' }) },
  'GET /posts/:id': {
    may: '301 301 301 301 301',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}` }),
  },
  'GET /posts/:id/edit': {
    may: '302 403 200 403 403',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/edit` }),
  },
  'GET /posts/:id/delete': {
    may: '302 403 200 403 403',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/delete` }),
  },
  'POST /posts/:id/edit': {
    may: '303 403 303 403 403',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/edit`, fields: { text: 'Changed' } }),
  },
  'POST /posts/:id/delete': {
    may: '401 403 303 403 403',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/delete` }),
  },
  'POST /posts/:id/vote': {
    may: '401 303 403 303 303',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/vote`, fields: { wish: 'give' } }),
  },
  'POST /posts/:id/solution': {
    may: '401 403 303 303 303',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/solution`, fields: { wish: 'give' } }),
  },
  'GET /topics/:id/outdated': {
    may: '302 403 200 200 200',
    ask: async (world) => ({ path: `/topics/${(await freshTopic(world)).id}/outdated` }),
  },
  'POST /topics/:id/outdated': {
    may: '401 403 303 303 303',
    ask: async (world) => ({
      path: `/topics/${(await freshTopic(world)).id}/outdated`,
      fields: { since: '2020-01-31' },
    }),
  },
  'POST /me/read': { may: '401 303 303 303 303', ask: () => ({ path: '/me/read' }) },
  'GET /posts/:id/history': {
    may: '302 200 200 200 200',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/history` }),
  },
  // There is no such version; those there are are told of in test/forum/words.
  'POST /posts/:id/history/:version/removal': {
    may: '401 403 404 403 403',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/history/nobodys/removal` }),
  },
  'GET /t/:id': {
    may: '301 301 301 301 301',
    ask: async (world) => ({ path: `/t/${(await freshTopic(world)).id}` }),
  },
  'GET /t/:id/:slug': {
    may: '200 200 200 200 200',
    ask: async (world) => ({ path: (await freshTopic(world)).path }),
  },
  'GET /topics/:id/live': {
    may: '200 200 200 200 200',
    ask: async (world) => ({ path: `/topics/${(await freshTopic(world)).id}/live?since=0`, isStream: true }),
  },
  'POST /t/:id/posts': {
    may: '303 303 303 303 303',
    ask: async (world) => ({ path: `/t/${(await freshTopic(world)).id}/posts`, fields: { text: 'An answer' } }),
  },
  'POST /preview': {
    may: '200 200 200 200 200',
    ask: () => ({ path: '/preview', fields: { for: '/topics/new', text: 'A text' } }),
  },
  'GET /topics/new': { may: '200 200 200 200 200', ask: () => ({ path: '/topics/new' }) },
  'GET /search': { may: '200 200 200 200 200', ask: () => ({ path: '/search?q=title' }) },
  'GET /search/suggest': { may: '200 200 200 200 200', ask: () => ({ path: '/search/suggest?q=title' }) },
  'GET /topics/similar': { may: '200 200 200 200 200', ask: () => ({ path: '/topics/similar?q=title' }) },
  'POST /topics/new': {
    may: '303 303 303 303 303',
    ask: ({ category }) => ({
      path: '/topics/new',
      fields: { categoryId: category.id, kind: 'question', title: 'A title', text: 'A text' },
    }),
  },
  ...embeddingDoors,
  ...secondFactorDoors,
  'GET /staff/setup': { may: '302 404 404 404 200', ask: () => ({ path: '/staff/setup' }) },
  'POST /staff/setup': { may: '401 403 403 403 200', ask: () => ({ path: '/staff/setup' }) },
  'GET /staff': { may: '302 404 404 200 200', ask: () => ({ path: '/staff' }) },
  'GET /staff/categories': { may: '302 404 404 404 200', ask: () => ({ path: '/staff/categories' }) },
  'POST /staff/categories': {
    may: '401 403 403 403 303',
    ask: () => ({ path: '/staff/categories', fields: { name: `Category ${newId()}`, ...categoryFields } }),
  },
  'GET /staff/categories/:id': {
    may: '302 404 404 404 200',
    ask: ({ category }) => ({ path: `/staff/categories/${category.id}` }),
  },
  'POST /staff/categories/:id': {
    may: '401 403 403 403 303',
    ask: ({ category }) => ({
      path: `/staff/categories/${category.id}`,
      fields: { name: category.name, ...categoryFields },
    }),
  },
  'POST /staff/categories/:id/order': {
    may: '401 403 403 403 303',
    ask: ({ category }) => ({ path: `/staff/categories/${category.id}/order`, fields: { direction: 'up' } }),
  },
  ...orderDoors,
  ...agentDoors,
  'GET /staff/audit': { may: '302 404 404 404 200', ask: () => ({ path: '/staff/audit' }) },
  'GET /staff/audit/file': { may: '302 404 404 404 200', ask: () => ({ path: '/staff/audit/file?as=table' }) },
  'GET /staff/people': { may: '302 404 404 200 200', ask: () => ({ path: '/staff/people' }) },
  'GET /staff/people/:id': {
    may: '302 404 404 200 200',
    ask: async ({ app }) => ({ path: `/staff/people/${await somebody(app)}` }),
  },
  'POST /staff/people/:id/silence': {
    may: '401 403 403 303 303',
    ask: async ({ app }) => ({ path: `/staff/people/${await somebody(app)}/silence`, fields: restriction }),
  },
  'POST /staff/people/:id/silence/end': {
    may: '401 403 403 303 303',
    ask: async ({ app }) => ({ path: `/staff/people/${await somebody(app)}/silence/end` }),
  },
  'POST /staff/people/:id/suspension': {
    may: '401 403 403 303 303',
    ask: async ({ app }) => ({ path: `/staff/people/${await somebody(app)}/suspension`, fields: restriction }),
  },
  'POST /staff/people/:id/suspension/end': {
    may: '401 403 403 303 303',
    ask: async ({ app }) => ({ path: `/staff/people/${await somebody(app)}/suspension/end` }),
  },
  'POST /staff/people/:id/roles': {
    may: '401 403 403 403 303',
    ask: async ({ app }) => ({ path: `/staff/people/${await somebody(app)}/roles` }),
  },
  'GET /me/mails': { may: '302 200 200 200 200', ask: () => ({ path: '/me/mails' }) },
  'POST /me/mails': { may: '401 303 303 303 303', ask: () => ({ path: '/me/mails' }) },
  ...followingDoors,
  'GET /unsubscribe/:token': {
    may: '200 200 200 200 200',
    ask: async ({ app }) => ({ path: await wayOutOfMail(app) }),
  },
  'POST /unsubscribe/:token': {
    may: '200 200 200 200 200',
    ask: async ({ app }) => ({ path: await wayOutOfMail(app) }),
  },
  ...mailDoors,
  ...testimonialDoors,
  ...ticketDoors,
  ...staffTicketDoors,
  ...removalDoors,
  ...privacyDoors,
  'GET /sign-in': { may: '200 302 302 302 302', ask: () => ({ path: '/sign-in' }) },
  'GET /sign-in/:provider': { may: '302 302 302 302 302', ask: () => ({ path: '/sign-in/demo' }) },
  'GET /sign-in/:provider/callback': {
    may: '400 400 400 400 400',
    ask: () => ({ path: '/sign-in/demo/callback?code=nobodys' }),
  },
  'GET /me': { may: '302 200 200 200 200', ask: () => ({ path: '/me' }) },
  'POST /me': {
    may: '401 303 303 303 303',
    ask: () => ({
      path: '/me',
      fields: { name: 'Somebody', handle: `h${newId().slice(0, 8)}`, about: '', locale: 'en', timeZone: 'UTC' },
    }),
  },
  'GET /people/:handle': {
    may: '200 200 200 200 200',
    ask: async ({ app }) => {
      const account = await app.database.connection.collection('accounts').findOne({ status: 'active' })
      return { path: `/people/${String(account?.['handle'])}` }
    },
  },
  'GET /me/address': { may: '302 200 200 200 200', ask: () => ({ path: '/me/address' }) },
  'POST /me/address': {
    may: '401 303 303 303 303',
    ask: () => ({ path: '/me/address', fields: { email: `${newId()}@example.com` } }),
  },
  // Links of mails: who has none of that token finds nothing. Those that work are told of in test/accounts.
  'GET /me/address/:token': { may: '302 410 410 410 410', ask: () => ({ path: '/me/address/nobodys' }) },
  'POST /me/address/:token': { may: '401 410 410 410 410', ask: () => ({ path: '/me/address/nobodys' }) },
  'GET /me/address/undo/:token': { may: '410 410 410 410 410', ask: () => ({ path: '/me/address/undo/nobodys' }) },
  'POST /me/address/undo/:token': { may: '410 410 410 410 410', ask: () => ({ path: '/me/address/undo/nobodys' }) },
  'GET /me/photo': { may: '302 200 200 200 200', ask: () => ({ path: '/me/photo' }) },
  // Without a picture; uploads are told of in test/photos.
  'POST /me/photo': { may: '401 422 422 422 422', ask: () => ({ path: '/me/photo' }) },
  'POST /me/photo/removal': { may: '401 303 303 303 303', ask: () => ({ path: '/me/photo/removal' }) },
  // There is none of that name; those there are are told of in test/photos.
  'GET /photos/:file': { may: '404 404 404 404 404', ask: () => ({ path: '/photos/nobodys-small.webp' }) },
  'GET /me/deactivate': { may: '302 200 200 200 200', ask: () => ({ path: '/me/deactivate' }) },
  // Not confirmed: whoever leaves would be missing from the rows below.
  'POST /me/deactivate': { may: '401 422 422 422 422', ask: () => ({ path: '/me/deactivate' }) },
  'GET /goodbye': { may: '200 200 200 200 200', ask: () => ({ path: '/goodbye' }) },
  'GET /data-deletion/:code': {
    may: '200 200 200 200 200',
    ask: async ({ app }) => ({ path: `/data-deletion/${await app.privacy.noteNothing()}` }),
  },
  'GET /me/sign-ins': { may: '302 200 200 200 200', ask: () => ({ path: '/me/sign-ins' }) },
  // The visitor began a sign-in above, and so has a session and no token of it.
  // Nothing waits to be linked, greeted or brought back in these sessions.
  'GET /me/sign-ins/link': { may: '302 303 303 303 303', ask: () => ({ path: '/me/sign-ins/link' }) },
  'POST /me/sign-ins/link': { may: '401 404 404 404 404', ask: () => ({ path: '/me/sign-ins/link' }) },
  'POST /me/sign-ins/removal': {
    may: '401 404 404 404 404',
    ask: () => ({ path: '/me/sign-ins/removal', fields: { issuer: 'nobody', subject: 'nobody' } }),
  },
  'POST /me/sessions/removal': {
    may: '401 303 303 303 303',
    ask: () => ({ path: '/me/sessions/removal', fields: { session: 'nobodys' } }),
  },
  'GET /welcome': { may: '303 303 303 303 303', ask: () => ({ path: '/welcome' }) },
  'POST /welcome': { may: '403 404 404 404 404', ask: () => ({ path: '/welcome' }) },
  'GET /me/reactivation': { may: '303 303 303 303 303', ask: () => ({ path: '/me/reactivation' }) },
  'POST /me/reactivation': { may: '403 404 404 404 404', ask: () => ({ path: '/me/reactivation' }) },
  'GET /sign-in/mail': { may: '200 200 200 200 200', ask: () => ({ path: '/sign-in/mail' }) },
  'POST /sign-in/mail': {
    may: '200 200 200 200 200',
    ask: () => ({ path: '/sign-in/mail', fields: { email: 'nobody@example.com' } }),
  },
  'GET /sign-in/mail/:token': { may: '200 200 200 200 200', ask: () => ({ path: '/sign-in/mail/nobodys' }) },
  'POST /sign-in/mail/:token': { may: '403 410 410 410 410', ask: () => ({ path: '/sign-in/mail/nobodys' }) },
  // From server to server: what isn't signed is refused, whoever sends it.
  'POST /sign-in/:provider/backchannel-logout': {
    may: '400 400 400 400 400',
    ask: () => ({ path: '/sign-in/demo/backchannel-logout', fields: { logout_token: 'nobodys' } }),
  },
  'POST /sign-in/facebook/deletion': {
    may: '400 400 400 400 400',
    ask: () => ({ path: '/sign-in/facebook/deletion', fields: { signed_request: 'nobodys' } }),
  },
  'POST /sign-in/facebook/deauthorisation': {
    may: '400 400 400 400 400',
    ask: () => ({ path: '/sign-in/facebook/deauthorisation', fields: { signed_request: 'nobodys' } }),
  },
  'GET /sign-out': { may: '200 200 200 200 200', ask: () => ({ path: '/sign-out' }) },
  // The last two: they end the sessions that all the others use.
  'POST /me/sessions/others/removal': {
    may: '401 303 303 303 303',
    ask: () => ({ path: '/me/sessions/others/removal' }),
  },
  'POST /sign-out': { may: '303 303 303 303 303', ask: () => ({ path: '/sign-out' }) },
}
