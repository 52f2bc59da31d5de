import { newId } from '../../src/kernel/index.ts'
import { aRequest, storedRequest } from './tickets.ts'
import type { Door, World } from './world.ts'

const at = '/staff/requests'

async function ofRequest({ app }: World, below: string): Promise<string> {
  return `${at}/${(await aRequest(app)).number}${below}`
}

async function aMacro({ app }: World): Promise<string> {
  const _id = newId()
  const macros = app.database.connection.collection<{ _id: string }>('requestmacros')
  await macros.insertOne({ _id, name: 'Thanks', text: 'Thank you', createdAt: new Date() } as never)
  return _id
}

const agents = '302 404 404 404 200'
const agentsPost = '401 403 403 403 303'

/** Pages of agents -> the statuses that visitor, member, author, moderator and owner get, and how to ask. */
export const staffTicketDoors: Record<string, Door> = {
  'GET /staff/requests': { may: agents, ask: () => ({ path: at }) },
  'GET /staff/requests/results': { may: agents, ask: () => ({ path: `${at}/results` }) },
  'GET /staff/requests/macros': { may: agents, ask: () => ({ path: `${at}/macros` }) },
  'GET /staff/requests/settings': { may: agents, ask: () => ({ path: `${at}/settings` }) },
  'GET /staff/requests/retention': { may: agents, ask: () => ({ path: `${at}/retention?days=30` }) },
  'POST /staff/requests/filters': {
    may: agentsPost,
    ask: () => ({ path: `${at}/filters`, fields: { name: 'Printers', tag: 'printer' } }),
  },
  // Somebody else's isn't there for other agents either.
  'POST /staff/requests/filters/:id/removal': {
    may: '401 403 403 403 404',
    ask: () => ({ path: `${at}/filters/nobodys/removal` }),
  },
  'POST /staff/requests/many': {
    may: agentsPost,
    ask: async ({ app }) => ({
      path: `${at}/many`,
      fields: { numbers: String((await aRequest(app)).number), deed: 'high' },
    }),
  },
  'POST /staff/requests/macros': {
    may: agentsPost,
    ask: () => ({ path: `${at}/macros`, fields: { name: 'Thanks', text: 'Thank you' } }),
  },
  'POST /staff/requests/macros/:id/removal': {
    may: agentsPost,
    ask: async (world) => ({ path: `${at}/macros/${await aMacro(world)}/removal` }),
  },
  'POST /staff/requests/settings': {
    may: agentsPost,
    ask: () => ({ path: `${at}/settings`, fields: { categories: '' } }),
  },
  'POST /staff/requests/retention': {
    may: agentsPost,
    ask: () => ({ path: `${at}/retention`, fields: { days: '' } }),
  },
  'GET /staff/requests/:number': { may: agents, ask: async (world) => ({ path: await ofRequest(world, '') }) },
  'GET /staff/requests/:number/live': {
    may: agents,
    ask: async (world) => ({ path: await ofRequest(world, '/live?since=0&version=1'), isStream: true }),
  },
  'GET /staff/requests/:number/files/:key': {
    may: '302 404 404 404 404',
    ask: async (world) => ({ path: await ofRequest(world, '/files/nobodys') }),
  },
  'POST /staff/requests/:number/case': {
    may: agentsPost,
    ask: async (world) => ({ path: await ofRequest(world, '/case'), fields: { kind: 'removal' } }),
  },
  'POST /staff/requests/:number/messages': {
    may: agentsPost,
    ask: async (world) => ({ path: await ofRequest(world, '/messages'), fields: { text: 'Hello', kind: 'note' } }),
  },
  'POST /staff/requests/:number/presence': {
    may: '401 403 403 403 200',
    ask: async (world) => ({ path: await ofRequest(world, '/presence'), fields: { answering: 'no' } }),
  },
  'POST /staff/requests/:number/state': {
    may: agentsPost,
    ask: async (world) => ({ path: await ofRequest(world, '/state'), fields: { event: 'hold' } }),
  },
  'POST /staff/requests/:number/sorting': {
    may: agentsPost,
    ask: async (world) => ({
      path: await ofRequest(world, '/sorting'),
      fields: { assignee: '', priority: 'high', tags: 'printer' },
    }),
  },
  'POST /staff/requests/:number/merger': {
    may: '401 403 403 403 422',
    ask: async (world) => ({
      path: await ofRequest(world, '/merger'),
      fields: { into: String((await aRequest(world.app)).number) },
    }),
  },
  'POST /staff/requests/:number/people': {
    may: agentsPost,
    ask: async (world) => ({ path: await ofRequest(world, '/people'), fields: { addresses: 'x@example.com' } }),
  },
  'POST /staff/requests/:number/people/:key/removal': {
    may: agentsPost,
    ask: async ({ app }) => {
      const { number } = await aRequest(app, { cc: ['somebody-else@example.com'] })
      const key = (await storedRequest(app, number)).people[1]?.key ?? ''
      return { path: `${at}/${number}/people/${key}/removal` }
    },
  },
}
