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

let count = 0

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
    ask: async (world) => ({ path: await mailedFollowsPath(world) }),
  },
  'POST /follows/:token': {
    may: '303 303 303 303 303',
    ask: async (world) => ({ path: await mailedFollowsPath(world), fields: { act: 'confirm' } }),
  },
  'GET /solved/:token': {
    may: '200 200 200 200 200',
    ask: async (world) => ({ path: await mailedSolvedPath(world) }),
  },
  'POST /solved/:token': {
    may: '200 200 200 200 200',
    ask: async (world) => ({ path: await mailedSolvedPath(world), fields: { answer: 'no' } }),
  },
  'GET /staff/waiting': { may: '302 404 404 200 200', ask: () => ({ path: '/staff/waiting' }) },
}

/** The path of the page that a mail leads to whose reader follows by address. */
async function mailedFollowsPath({ app, category }: World): Promise<string> {
  const email = `follower-${(count += 1)}@example.com`
  const fields = { kind: 'category', targetId: category.id, email }
  assert.equal((await new Person(app).send('/follows/by-mail', fields)).status, 200)
  const follower = await app.database.connection.collection<Follower>('followers').findOne({ email })
  return `/follows/${mailedToken('follows', follower?._id ?? '', await keptSecret(app.config.dataFolder))}`
}

/** The path of the page that a mail leads to that asks whether a question is solved. */
async function mailedSolvedPath({ app, ann, category }: World): Promise<string> {
  const { id } = await aTopic(app, { by: ann, in: category })
  const questions = app.database.connection.collection<SolvedQuestion>('solvedquestions')
  await questions.insertOne({ _id: id, dueAt: new Date(), askedAt: new Date() })
  return `/solved/${mailedToken('solved', id, await keptSecret(app.config.dataFolder))}`
}
