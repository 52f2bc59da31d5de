import { lastMailTo } from './mailbox.ts'
import type { Running } from './running.ts'
import { aLinkedRequest, aRequest, storedRequest } from './tickets.ts'
import type { Door, World } from './world.ts'

/** A path below a request of nobody who asks in the matrix. */
async function ofStranger({ app }: World, below: string, at = '/requests'): Promise<string> {
  return `${at}/${(await aRequest(app)).number}${below}`
}

/** The path that the mail to an address that nobody proved leads to. */
async function confirmPath(app: Running): Promise<string> {
  const email = `${Math.random().toString(36).slice(2)}@example.com`
  await aRequest(app, { cc: [email] })
  const { text } = await lastMailTo(app, email)
  return /\/requests\/confirm\/\S+/.exec(text)?.[0] ?? ''
}

const member = '302 404 404 404 404'
const memberPost = '401 404 404 404 404'

/** Addresses of requests -> the statuses that visitor, member, author, moderator and owner get, and how to ask. */
export const ticketDoors: Record<string, Door> = {
  'GET /requests': { may: '302 200 200 200 200', ask: () => ({ path: '/requests' }) },
  'GET /requests/new': { may: '302 200 200 200 200', ask: () => ({ path: '/requests/new' }) },
  'POST /requests/new': {
    may: '401 303 303 303 303',
    ask: () => ({
      path: '/requests/new',
      fields: { name: 'Somebody', email: 'somebody@example.com', subject: 'A subject', text: 'A text' },
    }),
  },
  'GET /requests/:number': { may: member, ask: async (world) => ({ path: await ofStranger(world, '') }) },
  'GET /requests/:number/live': {
    may: member,
    ask: async (world) => ({ path: await ofStranger(world, '/live?since=0&version=1') }),
  },
  'GET /requests/:number/files/:key': {
    may: member,
    ask: async (world) => ({ path: await ofStranger(world, '/files/nobodys') }),
  },
  'GET /requests/:number/download': {
    may: member,
    ask: async (world) => ({ path: await ofStranger(world, '/download') }),
  },
  'GET /requests/:number/messages/:message/redaction': {
    may: member,
    ask: async ({ app }) => {
      const { number, messageId } = await aRequest(app)
      return { path: `/requests/${number}/messages/${messageId}/redaction` }
    },
  },
  'POST /requests/:number/messages/:message/redaction': {
    may: memberPost,
    ask: async ({ app }) => {
      const { number, messageId } = await aRequest(app)
      return { path: `/requests/${number}/messages/${messageId}/redaction`, fields: { passage: 'Nothing' } }
    },
  },
  'POST /requests/:number/messages': {
    may: memberPost,
    ask: async (world) => ({ path: await ofStranger(world, '/messages'), fields: { text: 'More' } }),
  },
  'POST /requests/:number/people': {
    may: memberPost,
    ask: async (world) => ({ path: await ofStranger(world, '/people'), fields: { addresses: 'x@example.com' } }),
  },
  'POST /requests/:number/people/:key/removal': {
    may: memberPost,
    ask: async (world) => {
      const { number } = await aRequest(world.app, { cc: ['somebody-else@example.com'] })
      const key = (await storedRequest(world.app, number)).people[1]?.key ?? ''
      return { path: `/requests/${number}/people/${key}/removal` }
    },
  },
  'POST /requests/:number/closure': {
    may: memberPost,
    ask: async (world) => ({ path: await ofStranger(world, '/closure') }),
  },
  'POST /requests/:number/reopening': {
    may: memberPost,
    ask: async (world) => ({ path: await ofStranger(world, '/reopening') }),
  },
  'POST /requests/:number/rating': {
    may: memberPost,
    ask: async (world) => ({ path: await ofStranger(world, '/rating'), fields: { score: 'good' } }),
  },
  'GET /requests/confirm/:token': {
    may: '200 200 200 200 200',
    ask: async ({ app }) => ({ path: await confirmPath(app) }),
  },
  'POST /requests/confirm/:token': {
    may: '200 200 200 200 200',
    ask: async ({ app }) => ({ path: await confirmPath(app) }),
  },
  // The link says who somebody is, whoever else they are.
  'GET /requests/mailed/:token': {
    may: '200 200 200 200 200',
    ask: async ({ app }) => ({ path: (await aLinkedRequest(app)).path }),
  },
  'POST /requests/mailed/:token/messages': {
    may: '303 303 303 303 303',
    ask: async ({ app }) => ({ path: `${(await aLinkedRequest(app)).path}/messages`, fields: { text: 'More' } }),
  },
  'POST /requests/mailed/:token/closure': {
    may: '303 303 303 303 303',
    ask: async ({ app }) => ({ path: `${(await aLinkedRequest(app)).path}/closure` }),
  },
  'POST /requests/mailed/:token/renewal': {
    may: '200 200 200 200 200',
    ask: async ({ app }) => ({ path: `${(await aLinkedRequest(app)).path}/renewal` }),
  },
  'GET /requests/mailed/:token/files/:key': {
    may: '404 404 404 404 404',
    ask: async ({ app }) => ({ path: `${(await aLinkedRequest(app)).path}/files/nobodys` }),
  },
  // What isn't signed by us leads nowhere; the mailed link itself is told of in test/tickets.
  'GET /requests/rating/:token': {
    may: '404 404 404 404 404',
    ask: () => ({ path: '/requests/rating/nobodys' }),
  },
  'POST /requests/rating/:token': {
    may: '404 404 404 404 404',
    ask: () => ({ path: '/requests/rating/nobodys', fields: { score: 'good' } }),
  },
}
