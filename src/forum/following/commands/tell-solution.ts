import { mayRead } from '../../category.policy.ts'
import type { ForumDeps } from '../../deps.ts'
import type { PostInPlace } from '../../place.ts'
import { postWords } from '../mail-words.ts'
import { mailDelay, mailKinds } from '../following.words.ts'
import { whoIsReached } from '../reached.ts'
import { tell } from './tell.ts'

/** Tells who wrote an answer that it was accepted, and who asked that there is a solution; nobody of their own click. */
export async function tellSolution(deps: ForumDeps, place: PostInPlace, byId: string): Promise<void> {
  const { post, topic } = place
  const people = [
    { accountId: post.authorId, kind: 'accepted' as const },
    { accountId: topic.authorId, kind: 'solved' as const },
  ]
  const told = new Set([byId])
  for (const { accountId = '', kind } of people) {
    if (accountId === '' || told.has(accountId)) continue
    told.add(accountId)
    await tell(deps, { accountId, kind, topicId: topic._id, postId: post._id })
    await mailOf(deps, place, { accountId, kind })
  }
}

async function mailOf(
  deps: ForumDeps,
  place: PostInPlace,
  { accountId, kind }: { accountId: string; kind: 'accepted' | 'solved' },
): Promise<void> {
  const reached = (await whoIsReached(deps, [{ holder: accountId, isByAddress: false }])).get(accountId)
  if (reached?.email === undefined || !mayRead(reached.actor, place.category)) return
  const thread = deps.mail.threadId({ kind: 'topic', id: place.topic._id })
  const message = {
    ...(await postWords(deps, place, { ...reached, reason: kind })),
    kind: mailKinds.solution,
    to: reached.email,
    accountId,
    locale: reached.locale,
    about: [{ kind: 'post', id: place.post._id }],
    inReplyTo: thread,
    references: [thread],
    sendAfter: new Date(deps.clock().getTime() + mailDelay),
    // Marked, taken back and marked again, it is one piece of news.
    once: `${kind} ${place.post._id} ${accountId}`,
  }
  await deps.mail.enqueueAll([message])
}
