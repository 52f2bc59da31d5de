import assert from 'node:assert/strict'
import type { Follower } from '../../src/forum/following/follower.model.ts'
import { mailedToken } from '../../src/forum/following/tokens.ts'
import type { SolvedQuestion } from '../../src/forum/following/solved-question.model.ts'
import { keptSecret } from '../../src/config/index.ts'
import { aTopic, type MadeCategory } from './forum.ts'
import { Person, type Fields } from './person.ts'
import type { Running } from './running.ts'

interface Door {
  may: string
  ask: (world: World) => Promise<{ path: string; fields?: Fields }> | { path: string; fields?: Fields }
}

interface World {
  app: Running
  ann: Person
  category: MadeCategory
}

/** The rows of the matrix (doors.ts) for what is followed. */
export const followingDoors: Record<string, Door> = {
  'GET /me/notifications': { may: '302 200 200 200 200', ask: () => ({ path: '/me/notifications' }) },
  'POST /me/notifications/reading': {
    may: '401 303 303 303 303',
    ask: () => ({ path: '/me/notifications/reading' }),
  },
  'GET /me/following': { may: '302 200 200 200 200', ask: () => ({ path: '/me/following' }) },
  'POST /follows': {
    may: '401 303 303 303 303',
    ask: ({ category }) => ({
      path: '/follows',
      fields: { kind: 'category', targetId: category.id, level: 'daily' },
    }),
  },
  'POST /follows/by-mail': {
    may: '200 200 200 200 200',
    ask: ({ category }) => ({
      path: '/follows/by-mail',
      fields: { kind: 'category', targetId: category.id, email: 'guest@example.com' },
    }),
  },
  'GET /follows/:token': {
    may: '200 200 200 200 200',
    ask: async (world) => ({ path: await mailedFollowsPath(world.app, world.category.id) }),
  },
  'POST /follows/:token': {
    may: '303 303 303 303 303',
    ask: async (world) => ({ path: await mailedFollowsPath(world.app, world.category.id), fields: { act: 'confirm' } }),
  },
  'GET /solved/:token': {
    may: '200 200 200 200 200',
    ask: async (world) => ({ path: await solvedPath(world) }),
  },
  'POST /solved/:token': {
    may: '200 200 200 200 200',
    ask: async (world) => ({ path: await solvedPath(world), fields: { answer: 'no' } }),
  },
  'GET /staff/waiting': { may: '302 404 404 200 200', ask: () => ({ path: '/staff/waiting' }) },
}

let count = 0

/** The path of the page that a mail leads to whose reader wants to follow a category by a new address. */
export async function mailedFollowsPath(app: Running, categoryId: string): Promise<string> {
  const email = `follower-${(count += 1)}@example.com`
  const fields = { kind: 'category', targetId: categoryId, email }
  assert.equal((await new Person(app).send('/follows/by-mail', fields)).status, 200)
  const follower = await app.database.connection.collection<Follower>('followers').findOne({ email })
  return `/follows/${mailedToken('follows', follower?._id ?? '', await keptSecret(app.config.dataFolder))}`
}

/** The path of the page that a mail leads to that asks whether a question is solved. */
export async function mailedSolvedPath(app: Running, topicId: string): Promise<string> {
  const questions = app.database.connection.collection<SolvedQuestion>('solvedquestions')
  await questions.updateOne({ _id: topicId }, { $set: { dueAt: new Date(), askedAt: new Date() } }, { upsert: true })
  return `/solved/${mailedToken('solved', topicId, await keptSecret(app.config.dataFolder))}`
}

const solvedPath = async ({ app, ann, category }: World): Promise<string> =>
  mailedSolvedPath(app, (await aTopic(app, { by: ann, in: category })).id)
