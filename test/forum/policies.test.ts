import assert from 'node:assert/strict'
import {
  mayAnnounce,
  mayManageCategories,
  mayRead,
  mayWrite,
  type CategoryFacts,
} from '../../src/forum/category.policy.ts'
import { mayDeletePost, mayEditPost, mayReply } from '../../src/forum/post.policy.ts'
import { visitor, type Actor, type Decision, type Role } from '../../src/kernel/index.ts'
import { words } from '../support/words.ts'

const member = (...roles: Role[]): Actor => ({ kind: 'member', id: 'me', roles })
const actors: Record<string, Actor> = { visitor, member: member(), agent: member('agent'), owner: member('owner') }
const when = new Date('2024-05-01')

const open: CategoryFacts = { readRole: 'public', writeRole: 'members' }
const categories: Record<string, CategoryFacts> = {
  open,
  quiet: { readRole: 'members', writeRole: 'members' },
  back: { readRole: 'staff', writeRole: 'members' },
  news: { readRole: 'public', writeRole: 'staff' },
  old: { ...open, archivedAt: when },
}
const topics = { standing: { isClosed: false }, closed: { isClosed: true }, gone: { isClosed: false, removedAt: when } }
const says = (decision: Decision): string => (decision.allowed ? 'yes' : decision.reason)

/** Category -> whether visitor, member, agent and owner may write there. */
const writing: Record<string, string[]> = {
  open: ['rules:write.signIn', 'yes', 'yes', 'yes'],
  quiet: ['rules:write.signIn', 'yes', 'yes', 'yes'],
  back: ['rules:write.signIn', 'rules:category.notForYou', 'yes', 'yes'],
  news: ['rules:write.signIn', 'rules:category.staffWrites', 'yes', 'yes'],
  old: ['rules:write.signIn', 'rules:category.archived', 'rules:category.archived', 'rules:category.archived'],
}
const reading: Record<string, boolean[]> = {
  open: [true, true, true, true],
  quiet: [false, true, true, true],
  back: [false, false, true, true],
  news: [true, true, true, true],
  old: [true, true, true, true],
}

describe('the rules of the forum', () => {
  for (const [name, category] of Object.entries(categories)) {
    it(`say who reads and writes in a category: ${name}`, () => {
      assert.deepEqual(
        Object.values(actors).map((actor) => mayRead(actor, category)),
        reading[name],
      )
      assert.deepEqual(
        Object.values(actors).map((actor) => says(mayWrite(actor, category))),
        writing[name],
      )
    })
  }

  it('let nobody reply to what is closed or gone', () => {
    for (const actor of Object.values(actors)) {
      assert.equal(says(mayReply(actor, { topic: topics.closed, category: open })), 'rules:topic.closed')
      assert.equal(says(mayReply(actor, { topic: topics.gone, category: open })), 'rules:topic.removed')
    }
    assert.equal(says(mayReply(member(), { topic: topics.standing, category: open })), 'yes')
  })

  it('let the author change a post while its topic takes replies, and nobody else', () => {
    const place = { topic: topics.standing, category: open }
    assert.equal(says(mayEditPost(member(), { authorId: 'me' }, place)), 'yes')
    for (const actor of Object.values(actors))
      assert.equal(says(mayEditPost(actor, { authorId: 'other' }, place)), 'rules:post.authorEdits')
    assert.equal(says(mayEditPost(member(), { authorId: 'me', removedAt: when }, place)), 'rules:post.removed')
    assert.equal(
      says(mayEditPost(member(), { authorId: 'me' }, { ...place, topic: topics.closed })),
      'rules:topic.closed',
    )
    assert.equal(
      says(mayEditPost(member(), { authorId: 'me' }, { ...place, category: categories['old'] ?? open })),
      'rules:category.archived',
    )
  })

  it('let the author remove a post always, and nobody else', () => {
    assert.equal(says(mayDeletePost(member(), { authorId: 'me' })), 'yes')
    assert.equal(says(mayDeletePost(member(), { authorId: 'me', removedAt: when })), 'rules:post.removed')
    for (const actor of Object.values(actors)) {
      assert.equal(says(mayDeletePost(actor, { authorId: 'other' })), 'rules:post.authorDeletes')
      assert.equal(says(mayDeletePost(actor, {})), 'rules:post.authorDeletes')
    }
  })

  it('let staff announce and the owner manage', () => {
    assert.deepEqual(
      Object.values(actors).map((actor) => mayAnnounce(actor).allowed),
      [false, false, true, true],
    )
    assert.deepEqual(
      Object.values(actors).map((actor) => mayManageCategories(actor).allowed),
      [false, false, false, true],
    )
  })

  it('have words for every reason', () => {
    const reasons = Object.values(writing)
      .flat()
      .filter((reason) => reason !== 'yes')
    for (const reason of reasons) assert.notEqual(words(reason), reason.split(':')[1], reason)
  })
})
