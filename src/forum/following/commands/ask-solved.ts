import type { ForumDeps } from '../../deps.ts'
import type { PostInPlace } from '../../place.ts'
import { askWords } from '../mail-words.ts'
import { mailKinds } from '../following.words.ts'
import { loadTold } from '../queries/load-told.ts'
import { whoIsReached } from '../reached.ts'
import type { SolvedQuestion } from '../solved-question.model.ts'
import { mailedToken } from '../tokens.ts'
import type { Topic } from '../../topic.model.ts'

const aDay = 24 * 60 * 60 * 1000
const atOnce = 100

/** An answer to an open question: its author is asked some days later. One by staff takes it from staff's list. */
export async function planQuestion(deps: ForumDeps, { post, topic }: PostInPlace): Promise<void> {
  if (post.isOpening || topic.kind !== 'question' || topic.isSolved) return
  if (post.isByStaff) await deps.topics.updateOne({ _id: topic._id }, { $unset: { needsStaffSince: 1 } })
  if (post.authorId === topic.authorId) return
  const dueAt = new Date(post.createdAt.getTime() + deps.askSolvedAfterDays * aDay)
  await deps.following.solvedQuestions.updateOne({ _id: topic._id }, { $setOnInsert: { dueAt } }, { upsert: true })
}

/** Asks the authors of questions that are due whether they are solved; each once. */
export async function askSolved(deps: ForumDeps): Promise<void> {
  const due = await deps.following.solvedQuestions
    .find({ askedAt: { $exists: false }, dueAt: { $lte: deps.clock() } })
    .sort({ dueAt: 1 })
    .limit(atOnce)
    .lean<SolvedQuestion[]>()
  for (const { _id } of due) {
    await askOne(deps, _id)
    await deps.following.solvedQuestions.updateOne({ _id }, { $set: { askedAt: deps.clock() } })
  }
}

async function askOne(deps: ForumDeps, topicId: string): Promise<void> {
  const question = await openQuestion(deps, topicId)
  if (!question) return
  const { place, email, locale } = question
  const message = {
    ...askWords(deps, place, { locale, path: solvedPath(deps, topicId) }),
    kind: mailKinds.ask,
    to: email,
    accountId: place.topic.authorId,
    locale,
    about: [{ kind: 'post', id: place.post._id }],
    once: `solved ${topicId}`,
  }
  await deps.mail.enqueueAll([message])
}

/** Where the author of a question says whether it is solved, without signing in. */
export const solvedPath = ({ secret }: Pick<ForumDeps, 'secret'>, topicId: string): string =>
  `/solved/${mailedToken('solved', topicId, secret)}`

/** A question that stands, has an answer and no solution, with how its author is reached; undefined when it is none now. */
export async function openQuestion(
  deps: ForumDeps,
  topicId: string,
): Promise<{ place: PostInPlace; email: string; locale: string } | undefined> {
  const topic = await deps.topics.findById(topicId).lean<Topic>()
  if (topic?.kind !== 'question' || topic.isSolved || topic.replyCount === 0) return undefined
  const [place] = await loadTold(deps, [topic.openingPostId])
  if (!place) return undefined
  const author = (await whoIsReached(deps, [{ holder: topic.authorId, isByAddress: false }])).get(topic.authorId)
  return author?.email === undefined ? undefined : { place, email: author.email, locale: author.locale }
}
