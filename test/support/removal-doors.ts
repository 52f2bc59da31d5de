import { aRequest, fieldsOf, refusing, type MadeRequest } from './removals.ts'
import { freshPost, freshTopic, type Door, type World } from './world.ts'

/** Below the staff's page of a fresh request. */
async function atCase(world: World, below: string): Promise<string> {
  const { path } = await freshTopic(world)
  return `/staff/removals/${(await aRequest(world.app, { about: path })).id}${below}`
}

const unchanged = new WeakMap<World, Promise<MadeRequest>>()

/** One request for all that changes nothing of it that the next would notice. */
function same(world: World): Promise<MadeRequest> {
  const made = unchanged.get(world) ?? freshTopic(world).then(({ path }) => aRequest(world.app, { about: path }))
  unchanged.set(world, made)
  return made
}

const freshStatus = async (world: World, below: string): Promise<string> => {
  const { path } = await freshTopic(world)
  return (await aRequest(world.app, { about: path, isUnconfirmed: true })).status + below
}

const atSame = async (world: World, below = ''): Promise<string> => `/staff/removals/${(await same(world)).id}${below}`
const atStatus = async (world: World, below = ''): Promise<string> => (await same(world)).status + below

/** Addresses of requests for removal -> the statuses that visitor, member, author, moderator and owner get, and how to ask. */
export const removalDoors: Record<string, Door> = {
  'GET /transparency': { may: '200 200 200 200 200', ask: () => ({ path: '/transparency' }) },
  'GET /removals/new': { may: '200 200 200 200 200', ask: () => ({ path: '/removals/new' }) },
  'POST /removals/new': {
    may: '303 303 303 303 303',
    ask: async (world) => ({
      path: '/removals/new',
      fields: {
        ...fieldsOf['other'],
        ground: 'other',
        about: (await freshTopic(world)).path,
        name: 'Zofia',
        email: 'zofia@example.com',
      },
    }),
  },
  'GET /removals/mine': { may: '302 200 200 200 200', ask: () => ({ path: '/removals/mine?kinds=post' }) },
  // Nothing was counted.
  'POST /removals/mine': {
    may: '401 422 422 422 422',
    ask: () => ({ path: '/removals/mine', fields: { kinds: 'post', count: '999' } }),
  },
  'POST /removals/own': {
    may: '401 403 303 403 403',
    ask: async (world) => ({ path: '/removals/own', fields: { about: `/posts/${await freshPost(world)}` } }),
  },
  // Whoever has the mail may answer; there is no such link, those there are are told of in test/removals.
  'GET /removals/:id/confirmation/:token': {
    may: '404 404 404 404 404',
    ask: () => ({ path: '/removals/nobodys/confirmation/nobodys' }),
  },
  'POST /removals/:id/confirmation/:token': {
    may: '404 404 404 404 404',
    ask: () => ({ path: '/removals/nobodys/confirmation/nobodys', fields: { answer: 'confirm' } }),
  },
  'GET /removals/disowned': { may: '200 200 200 200 200', ask: () => ({ path: '/removals/disowned' }) },
  // The address is the secret: whoever has it is who asked.
  'GET /removals/:id/:token': { may: '200 200 200 200 200', ask: async (world) => ({ path: await atStatus(world) }) },
  'POST /removals/:id/:token/messages': {
    may: '303 303 303 303 303',
    ask: async (world) => ({ path: await atStatus(world, '/messages'), fields: { text: 'Hello' } }),
  },
  'POST /removals/:id/:token/withdrawal': {
    may: '303 303 303 303 303',
    ask: async (world) => ({ path: await freshStatus(world, '/withdrawal') }),
  },
  'GET /removals/:id/:token/appeal': {
    may: '200 200 200 200 200',
    ask: async (world) => ({ path: await atStatus(world, '/appeal') }),
  },
  // Nothing is decided yet.
  'POST /removals/:id/:token/appeal': {
    may: '409 409 409 409 409',
    ask: async (world) => ({ path: await atStatus(world, '/appeal'), fields: { words: 'It is wrong' } }),
  },
  'GET /removals/:id/:token/counter-notice': {
    may: '200 200 200 200 200',
    ask: async (world) => ({ path: await atStatus(world, '/counter-notice') }),
  },
  'POST /removals/:id/:token/counter-notice': {
    may: '422 422 422 422 422',
    ask: async (world) => ({ path: await atStatus(world, '/counter-notice') }),
  },
  'POST /removals/:id/:token/court': {
    may: '409 409 409 409 409',
    ask: async (world) => ({ path: await atStatus(world, '/court') }),
  },
  'GET /staff/removals': { may: '302 404 404 200 200', ask: () => ({ path: '/staff/removals' }) },
  'GET /staff/removals/:id': { may: '302 404 404 200 200', ask: async (world) => ({ path: await atSame(world) }) },
  'GET /staff/removals/:id/decision': {
    may: '302 404 404 200 200',
    ask: async (world) => ({ path: await atSame(world, '/decision') }),
  },
  // A post is no picture.
  'GET /staff/removals/:id/things/:n/picture': {
    may: '302 404 404 404 404',
    ask: async (world) => ({ path: await atSame(world, '/things/0/picture') }),
  },
  'POST /staff/removals/:id/hiding': {
    may: '401 403 403 303 303',
    ask: async (world) => ({ path: await atCase(world, '/hiding'), fields: { wish: 'hide' } }),
  },
  'POST /staff/removals/:id/messages': {
    may: '401 403 403 303 303',
    ask: async (world) => ({
      path: await atSame(world, '/messages'),
      fields: { party: '0', text: 'What do you mean?' },
    }),
  },
  'POST /staff/removals/:id/prolongation': {
    may: '401 403 403 303 303',
    ask: async (world) => ({ path: await atCase(world, '/prolongation'), fields: { reason: 'It takes longer' } }),
  },
  'POST /staff/removals/:id/things': {
    may: '401 403 403 303 303',
    ask: async (world) => ({
      path: await atSame(world, '/things'),
      fields: { about: `/posts/${await freshPost(world)}` },
    }),
  },
  'POST /staff/removals/:id/decision': {
    may: '401 403 403 303 303',
    ask: async (world) => ({ path: await atCase(world, '/decision'), fields: { 'becomes-0': 'keep', ...refusing } }),
  },
  'POST /staff/removals/:id/verification': {
    may: '401 403 403 303 303',
    ask: async (world) => ({ path: await atSame(world, '/verification') }),
  },
  // Nothing was removed, so nothing is left.
  'POST /staff/removals/:id/remains': {
    may: '401 403 403 409 409',
    ask: async (world) => ({
      path: await atSame(world, '/remains'),
      fields: { run: 'nobodys', place: 'posts', thing: 'nobodys', reason: 'It is another one' },
    }),
  },
}
