import type { Door, World } from './world.ts'
import { aTestimonial, anInvitation, aTweet, consentPathFor } from './testimonials.ts'

const testimonialFields = {
  text: 'They answered at once.',
  name: 'Ann',
  nameForm: 'full',
  role: '',
  company: '',
  stars: '',
  connection: 'none',
}

async function ofTestimonial({ app }: World, until: 'draft' | 'given' | 'published', below: string): Promise<string> {
  return `/staff/testimonials/${(await aTestimonial(app, { until })).id}${below}`
}

async function ownPath({ app }: World, below: string): Promise<string> {
  return `/me/testimonials/${(await aTestimonial(app, { until: 'given' })).id}${below}`
}

async function consentLink({ app }: World, until: 'requested' | 'given'): Promise<string> {
  return consentPathFor(app, (await aTestimonial(app, { until })).email)
}

/** Addresses of testimonials -> the statuses that visitor, member, author, moderator and owner get, and how to ask. */
export const testimonialDoors: Record<string, Door> = {
  'GET /testimonials': { may: '200 200 200 200 200', ask: () => ({ path: '/testimonials' }) },
  'GET /testimonials/feed.atom': { may: '200 200 200 200 200', ask: () => ({ path: '/testimonials/feed.atom' }) },
  'GET /embed/testimonials.json': { may: '200 200 200 200 200', ask: () => ({ path: '/embed/testimonials.json' }) },
  'GET /testimonials/:id': {
    may: '200 200 200 200 200',
    ask: async ({ app }) => ({ path: `/testimonials/${(await aTestimonial(app)).id}` }),
  },
  // Without a photo; those there are are told of in test/testimonials.
  'GET /testimonials/:id/photos/:key': {
    may: '404 404 404 404 404',
    ask: async ({ app }) => ({ path: `/testimonials/${(await aTestimonial(app)).id}/photos/nobodys` }),
  },
  'GET /testimonials/:id/image/:file': {
    may: '404 404 404 404 404',
    ask: async ({ app }) => ({ path: `/testimonials/${(await aTestimonial(app)).id}/image/nobodys.png` }),
  },
  'GET /me/testimonials': { may: '302 200 200 200 200', ask: () => ({ path: '/me/testimonials' }) },
  // Somebody else's; one's own are told of in test/testimonials.
  ...Object.fromEntries(
    ['', '/proof', '/photo'].map((below): [string, Door] => [
      `GET /me/testimonials/:id${below}`,
      { may: '302 404 404 404 404', ask: async (world) => ({ path: await ownPath(world, below) }) },
    ]),
  ),
  'POST /me/testimonials/:id/withdrawal': {
    may: '401 404 404 404 404',
    ask: async (world) => ({ path: await ownPath(world, '/withdrawal'), fields: { what: 'all' } }),
  },
  'POST /me/testimonials/:id/confirmation': {
    may: '401 404 404 404 404',
    ask: async (world) => ({ path: await ownPath(world, '/confirmation') }),
  },
  'POST /me/testimonials/:id/correction': {
    may: '401 404 404 404 404',
    ask: async (world) => ({
      path: await ownPath(world, '/correction'),
      fields: { text: 'A text', name: 'Ann', role: '', company: '', connection: 'none', version: '1' },
    }),
  },
  'GET /testimonials/new': { may: '200 200 200 200 200', ask: () => ({ path: '/testimonials/new' }) },
  'POST /testimonials/new': {
    may: '303 303 303 303 303',
    ask: () => ({ path: '/testimonials/new', fields: { ...testimonialFields, email: 'somebody@example.com' } }),
  },
  'GET /testimonials/invited/:token': {
    may: '200 200 200 200 200',
    ask: async ({ app }) => ({ path: `/testimonials/invited/${await anInvitation(app)}` }),
  },
  'POST /testimonials/invited/:token': {
    may: '303 303 303 303 303',
    ask: async ({ app }) => ({
      path: `/testimonials/invited/${await anInvitation(app)}`,
      fields: { ...testimonialFields, email: 'somebody@example.com' },
    }),
  },
  'GET /staff/testimonials/invitations': {
    may: '302 404 404 404 200',
    ask: () => ({ path: '/staff/testimonials/invitations' }),
  },
  'POST /staff/testimonials/invitations': {
    may: '401 403 403 403 303',
    ask: () => ({ path: '/staff/testimonials/invitations', fields: { label: 'A fair', uses: '2', days: '3' } }),
  },
  'POST /staff/testimonials/invitations/:token/removal': {
    may: '401 403 403 403 303',
    ask: async ({ app }) => ({ path: `/staff/testimonials/invitations/${await anInvitation(app)}/removal` }),
  },
  'GET /staff/testimonials/tweets': { may: '302 404 404 404 200', ask: () => ({ path: '/staff/testimonials/tweets' }) },
  'POST /staff/testimonials/tweets': {
    may: '401 403 403 403 303',
    ask: () => ({
      path: '/staff/testimonials/tweets',
      fields: { address: 'https://twitter.com/somebody/status/2012345678' },
    }),
  },
  'POST /staff/testimonials/tweets/:id/removal': {
    may: '401 403 403 403 303',
    ask: async ({ app }) => ({ path: `/staff/testimonials/tweets/${await aTweet(app)}/removal` }),
  },
  'GET /testimonials/thanks': { may: '200 200 200 200 200', ask: () => ({ path: '/testimonials/thanks' }) },
  // The link is the whole authority: whoever holds it may.
  'GET /consent/:token': {
    may: '200 200 200 200 200',
    ask: async (world) => ({ path: await consentLink(world, 'requested') }),
  },
  'GET /consent/:token/photo': {
    may: '404 404 404 404 404',
    ask: async (world) => ({ path: `${await consentLink(world, 'requested')}/photo` }),
  },
  'GET /consent/:token/proof': {
    may: '200 200 200 200 200',
    ask: async (world) => ({ path: `${await consentLink(world, 'requested')}/proof` }),
  },
  'POST /consent/:token/answer': {
    may: '303 303 303 303 303',
    ask: async (world) => ({
      path: `${await consentLink(world, 'requested')}/answer`,
      fields: { answer: 'give', version: '1', nameForm: 'full', site: 'on' },
    }),
  },
  'POST /consent/:token/correction': {
    may: '303 303 303 303 303',
    ask: async (world) => ({
      path: `${await consentLink(world, 'requested')}/correction`,
      fields: { version: '1', text: 'Better words', name: 'Ann', role: '', company: '', connection: 'none' },
    }),
  },
  'POST /consent/:token/withdrawal': {
    may: '303 303 303 303 303',
    ask: async (world) => ({ path: `${await consentLink(world, 'given')}/withdrawal`, fields: { what: 'all' } }),
  },
  'POST /consent/:token/confirmation': {
    may: '303 303 303 303 303',
    ask: async (world) => ({ path: `${await consentLink(world, 'given')}/confirmation` }),
  },
  'GET /staff/testimonials': { may: '302 404 404 404 200', ask: () => ({ path: '/staff/testimonials' }) },
  'GET /staff/testimonials/new': { may: '302 404 404 404 200', ask: () => ({ path: '/staff/testimonials/new' }) },
  'POST /staff/testimonials/new': {
    may: '401 403 403 403 303',
    ask: () => ({ path: '/staff/testimonials/new', fields: { ...testimonialFields, email: 'somebody@example.com' } }),
  },
  'GET /staff/testimonials/:id': {
    may: '302 404 404 404 200',
    ask: async (world) => ({ path: await ofTestimonial(world, 'draft', '') }),
  },
  'POST /staff/testimonials/:id': {
    may: '401 403 403 403 303',
    ask: async (world) => ({
      path: await ofTestimonial(world, 'draft', ''),
      fields: { ...testimonialFields, version: '1' },
    }),
  },
  'GET /staff/testimonials/:id/proof': {
    may: '302 404 404 404 200',
    ask: async (world) => ({ path: await ofTestimonial(world, 'given', '/proof') }),
  },
  'GET /staff/testimonials/:id/photo': {
    may: '302 404 404 404 404',
    ask: async (world) => ({ path: await ofTestimonial(world, 'draft', '/photo') }),
  },
  'POST /staff/testimonials/:id/request': {
    may: '401 403 403 403 303',
    ask: async (world) => ({ path: await ofTestimonial(world, 'draft', '/request') }),
  },
  'POST /staff/testimonials/:id/publication': {
    may: '401 403 403 403 303',
    ask: async (world) => ({
      path: await ofTestimonial(world, 'given', '/publication'),
      fields: { wish: 'publish', day: '' },
    }),
  },
  'POST /staff/testimonials/:id/feature': {
    may: '401 403 403 403 303',
    ask: async (world) => ({ path: await ofTestimonial(world, 'draft', '/feature'), fields: { wish: 'feature' } }),
  },
  'POST /staff/testimonials/:id/order': {
    may: '401 403 403 403 303',
    ask: async (world) => ({
      path: await ofTestimonial(world, 'published', '/order'),
      fields: { to: `before:${(await aTestimonial(world.app)).id}` },
    }),
  },
  'POST /staff/testimonials/:id/tags': {
    may: '401 403 403 403 303',
    ask: async (world) => ({ path: await ofTestimonial(world, 'draft', '/tags'), fields: { tags: 'bakery, fast' } }),
  },
  'POST /staff/testimonials/:id/removal': {
    may: '401 403 403 403 303',
    ask: async (world) => ({ path: await ofTestimonial(world, 'draft', '/removal') }),
  },
}
