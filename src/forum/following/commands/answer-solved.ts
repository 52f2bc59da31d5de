import { Conflict, NotFound } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import { setSolution } from '../../marks/commands/set-solution.ts'
import type { Topic } from '../../topic.model.ts'
import { whoIsReached } from '../reached.ts'
import { readMailedToken } from '../tokens.ts'

/**
 * What the author of a question says by the link that was mailed to them: that it is solved, perhaps by which answer,
 * or that it isn't, which puts it before staff. Throws NotFound, and Conflict for an answer of another question.
 */
export async function answerSolved(
  deps: ForumDeps,
  token: string,
  { answer, postId }: { answer: 'yes' | 'no'; postId: string | undefined },
): Promise<void> {
  const topic = await loadAsked(deps, token)
  await deps.following.solvedQuestions.updateOne({ _id: topic._id }, { $set: { answer } })
  if (answer === 'no') {
    if (topic.isSolved) return
    await deps.topics.updateOne({ _id: topic._id }, { $set: { needsStaffSince: deps.clock() } })
    return
  }
  await deps.topics.updateOne({ _id: topic._id }, { $unset: { needsStaffSince: 1 } })
  if (postId === undefined) return
  if (!(await deps.posts.exists({ _id: postId, topicId: topic._id }))) throw new Conflict('rules:post.removed')
  const author = (await whoIsReached(deps, [{ holder: topic.authorId, isByAddress: false }])).get(topic.authorId)
  if (!author) throw new NotFound('no such author')
  await setSolution(deps, author.actor, { postId, isGiven: true })
}

/** The question that a mailed link is about. Throws NotFound when it is none of ours, or the question is gone. */
export async function loadAsked(deps: ForumDeps, token: string): Promise<Topic> {
  const id = readMailedToken('solved', token, deps.secret)
  const topic = id === undefined ? null : await deps.topics.findById(id).lean<Topic>()
  const asked = topic && (await deps.following.solvedQuestions.exists({ _id: topic._id, askedAt: { $exists: true } }))
  if (!topic || !asked || topic.removedAt || topic.authorId === '') throw new NotFound('no such question')
  return topic
}
