import type { Door } from './world.ts'

/** The addresses that pages of other sites ask, for the matrix of who may what. */
export const embeddingDoors: Record<string, Door> = {
  'GET /embed/testimonials': { may: '200 200 200 200 200', ask: () => ({ path: '/embed/testimonials' }) },
  'GET /embed/topics': { may: '200 200 200 200 200', ask: () => ({ path: '/embed/topics' }) },
  'GET /embed/topics.json': { may: '200 200 200 200 200', ask: () => ({ path: '/embed/topics.json?count=2' }) },
  'GET /embed/discussion': { may: '404 404 404 404 404', ask: () => ({ path: '/embed/discussion?url=nothing' }) },
  'GET /embed/discussion.json': {
    may: '200 200 200 200 200',
    ask: () => ({ path: '/embed/discussion.json?url=nothing' }),
  },
  // Without a token nobody writes, whoever is signed in; those who do are told of in test/embedding.
  'POST /embed/discussion': {
    may: '401 401 401 401 401',
    ask: ({ app }) => ({ path: '/embed/discussion', fields: { url: app.url, title: 'A page', text: 'Words' } }),
  },
  'GET /embed/who': { may: '200 200 200 200 200', ask: () => ({ path: '/embed/who' }) },
  'GET /embed/sign-in': { may: '200 200 200 200 200', ask: () => ({ path: '/embed/sign-in' }) },
  'POST /embed/sign-in': {
    may: '403 403 403 403 403',
    ask: () => ({
      path: '/embed/sign-in',
      fields: { challenge: 'x'.repeat(43), site: 'https://elsewhere.example' },
    }),
  },
  // No frame waits for any of them.
  'GET /embed/continue': { may: '302 404 404 404 404', ask: () => ({ path: '/embed/continue' }) },
  'POST /embed/continue': { may: '401 404 404 404 404', ask: () => ({ path: '/embed/continue' }) },
  'GET /staff/embedding': { may: '302 404 404 200 200', ask: () => ({ path: '/staff/embedding' }) },
  // No host hands tokens over here; those that do are told of in test/sign-in.
  'GET /sign-in/host/token': { may: '404 404 404 404 404', ask: () => ({ path: '/sign-in/host/token' }) },
  'POST /sign-in/host/token': {
    may: '404 404 404 404 404',
    ask: () => ({ path: '/sign-in/host/token', fields: { token: 'nobodys' } }),
  },
  'POST /sign-in/host/entry': {
    may: '403 404 404 404 404',
    ask: () => ({ path: '/sign-in/host/entry', fields: { token: 'nobodys' } }),
  },
}
