import assert from 'node:assert/strict'
import type { Member } from '../../../src/kernel/index.ts'
import { signedIn, type Person } from '../../support/person.ts'
import type { Running } from '../../support/running.ts'

/** Paths of what moderators find. */
export interface OrderedSite {
  /** A topic of Ben's: one reply is reported, one of Ann's is taken down. */
  orderedTopic: string
  reportedPost: string
  /** Ann's, all of it taken down. */
  takenDownTopic: string
  /** The page for staff of somebody who is silenced and suspended. */
  restrictedPerson: string
}

/** What moderators find: something reported, something taken down, somebody who may not write. */
export async function keepOrder(
  app: Running,
  { ann, ben }: Record<'ann' | 'ben', Member>,
  categoryId: string,
): Promise<OrderedSite> {
  const begin = (actor: Member, title: string) =>
    app.forum.startTopic(actor, { categoryId, kind: 'discussion', title, text: 'What do **you** do?' })
  const topic = await begin(ben, 'Which of these may stay?')
  const whole = await begin(ann, 'None of this may stay')
  const reply = async (actor: Member, text: string): Promise<string> =>
    (await app.forum.addPost(actor, { topicId: topic._id, text })).post._id
  const reported = await reply(ann, 'Buy the best paper, only today, at half the price.')
  const down = await reply(ann, 'Nobody should have to read this.')
  await app.forum.addPost(ben, { topicId: whole._id, text: 'I wrote under something that was taken down.' })
  const [reporter, moderator] = [await signedIn(app, 'ben'), await signedIn(app, 'mia')]
  await doneBy(reporter, `/posts/${reported}/report`, { ground: 'other', words: 'They say the same in every topic.' })
  await doneBy(reporter, `/posts/${down}/report`, { ground: 'abuse' })
  await doneBy(moderator, `/posts/${down}/taking-down`, { ground: 'abuse', note: 'Say it without calling names.' })
  await doneBy(moderator, `/topics/${whole._id}/taking-down`, {
    ground: 'offTopic',
    note: 'This is about something else.',
  })
  return {
    orderedTopic: `/t/${topic._id}/${topic.slug}`,
    reportedPost: `/posts/${reported}`,
    takenDownTopic: `/t/${whole._id}/${whole.slug}`,
    restrictedPerson: await restrictSomebody(app, moderator),
  }
}

async function restrictSomebody(app: Running, moderator: Person): Promise<string> {
  const from = { provider: 'demo', issuer: `${app.url}/demo-issuer`, subject: 'somebody' }
  const facts = { name: 'Sven Seller', email: 'sven@example.com', emailVerified: true, roles: [] }
  const choices = { name: 'Sven Seller', keepEmail: true, accepted: { terms: '1', privacy: '1' } }
  const { _id } = await app.accounts.open({ ...from, ...facts }, choices)
  const path = `/staff/people/${_id}`
  await doneBy(moderator, `${path}/silence`, { reason: 'Sells paper in every topic.', lasts: '30' })
  await doneBy(moderator, `${path}/suspension`, { reason: 'Went on after he was silenced.', lasts: 'forever' })
  return path
}

async function doneBy(person: Person, path: string, fields: Record<string, string>): Promise<void> {
  const { status, text } = await person.send(path, fields)
  assert.equal(status, 303, text)
}
