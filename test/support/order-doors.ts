import { newId } from '../../src/kernel/index.ts'
import { aTopic } from './forum.ts'
import { freshPost, freshTopic, type Door } from './world.ts'

/** The addresses by which order is kept, for the matrix of who may what. */
export const orderDoors: Record<string, Door> = {
  'GET /posts/:id/report': {
    may: '302 200 403 200 200',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/report` }),
  },
  'POST /posts/:id/report': {
    may: '401 303 403 303 303',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/report`, fields: { ground: 'spam' } }),
  },
  'GET /posts/:id/taking-down': {
    may: '302 404 404 200 200',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/taking-down` }),
  },
  'POST /posts/:id/taking-down': {
    may: '401 403 403 303 303',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/taking-down`, fields: { ground: 'spam' } }),
  },
  'POST /posts/:id/restoration': {
    may: '401 403 403 303 303',
    ask: async (world) => ({ path: `/posts/${await freshPost(world)}/restoration` }),
  },
  'GET /staff/moderation': { may: '302 404 404 200 200', ask: () => ({ path: '/staff/moderation' }) },
  'POST /staff/moderation/:id': {
    may: '401 403 403 303 303',
    ask: async (world) => ({ path: `/staff/moderation/${await freshPost(world)}`, fields: { decision: 'keep' } }),
  },
  'GET /topics/:id/edit': {
    may: '302 403 200 200 200',
    ask: async (world) => ({ path: `/topics/${(await freshTopic(world)).id}/edit` }),
  },
  'POST /topics/:id/edit': {
    may: '401 403 303 303 303',
    ask: async (world) => ({
      path: `/topics/${(await freshTopic(world)).id}/edit`,
      fields: { title: 'Another title', kind: 'question', categoryId: world.category.id },
    }),
  },
  'GET /topics/:id/moderation': {
    may: '302 404 404 200 200',
    ask: async (world) => ({ path: `/topics/${(await freshTopic(world)).id}/moderation` }),
  },
  'GET /topics/:id/split': {
    may: '302 404 404 200 200',
    ask: async (world) => ({ path: `/topics/${(await freshTopic(world)).id}/split` }),
  },
  'POST /topics/:id/split': {
    may: '401 403 403 303 303',
    ask: async ({ app, ann, category }) => {
      const topic = await aTopic(app, { by: ann, in: category, posts: 2 })
      const posts = topic.replies[0] ?? ''
      return {
        path: `/topics/${topic.id}/split`,
        fields: { title: 'Split off', kind: 'discussion', submission: newId(), posts },
      }
    },
  },
  'POST /topics/:id/closure': {
    may: '401 403 403 303 303',
    ask: async (world) => ({ path: `/topics/${(await freshTopic(world)).id}/closure` }),
  },
  'POST /topics/:id/closure/end': {
    may: '401 403 403 303 303',
    ask: async (world) => ({ path: `/topics/${(await freshTopic(world)).id}/closure/end` }),
  },
  'POST /topics/:id/pin': {
    may: '401 403 403 303 303',
    ask: async (world) => ({ path: `/topics/${(await freshTopic(world)).id}/pin`, fields: { wish: 'unpin' } }),
  },
  'POST /topics/:id/merger': {
    may: '401 403 403 303 303',
    ask: async (world) => ({
      path: `/topics/${(await freshTopic(world)).id}/merger`,
      fields: { into: (await freshTopic(world)).path },
    }),
  },
  'POST /topics/:id/taking-down': {
    may: '401 403 403 303 303',
    ask: async (world) => ({ path: `/topics/${(await freshTopic(world)).id}/taking-down`, fields: { ground: 'spam' } }),
  },
  'POST /topics/:id/restoration': {
    may: '401 403 403 303 303',
    ask: async (world) => ({ path: `/topics/${(await freshTopic(world)).id}/restoration` }),
  },
}
