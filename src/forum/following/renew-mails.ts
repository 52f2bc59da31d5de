import type { LeavingMail } from '../../mail/index.ts'
import { mayRead } from '../category.policy.ts'
import type { ForumDeps } from '../deps.ts'
import type { PostInPlace } from '../place.ts'
import { openQuestion, solvedPath } from './commands/ask-solved.ts'
import { askWords, digestWords, postWords, type Reason, type Words } from './mail-words.ts'
import { mailKinds } from './following.words.ts'
import { followOf } from './queries/follow-of.ts'
import { loadTold } from './queries/load-told.ts'
import { reachedByMail, type Reached } from './reached.ts'

/**
 * A mail that leaves says what its posts say at that moment, and only to who may read them then and still wants to hear
 * of them. What is held, hidden or removed is not in it; with nothing left, it doesn't leave.
 */
export function renewMails(deps: ForumDeps): void {
  const { mail } = deps
  mail.renewAtSending(mailKinds.posts, (leaving) => renewPost(deps, leaving, followReason))
  mail.renewAtSending(mailKinds.mention, (leaving) => renewPost(deps, leaving, () => Promise.resolve('mention')))
  mail.renewAtSending(mailKinds.solution, (leaving) => renewPost(deps, leaving, solutionReason))
  mail.renewAtSending(mailKinds.digest, (leaving) => renewDigest(deps, leaving))
  mail.renewAtSending(mailKinds.ask, (leaving) => renewQuestion(deps, leaving))
}

type FindReason = (deps: ForumDeps, place: PostInPlace, reader: Reached) => Promise<Reason | undefined>

async function renewPost(deps: ForumDeps, leaving: LeavingMail, findReason: FindReason): Promise<Words | undefined> {
  const { places, reader } = await readable(deps, leaving)
  const [place] = places
  const reason = place && reader && (await findReason(deps, place, reader))
  return reason && postWords(deps, place, { ...reader, reason })
}

const followReason: FindReason = async (deps, place, { holder }) => {
  const follow = await followOf(deps, holder, place)
  return follow?.level === 'at-once' ? follow.kind : undefined
}

/** A mark that was taken back meanwhile is no news. */
const solutionReason: FindReason = (_deps, { post, topic }, { holder }) => {
  const isAccepted = topic.accepted?.some(({ postId }) => postId === post._id) ?? false
  if (!isAccepted) return Promise.resolve(undefined)
  return Promise.resolve(post.authorId === holder ? 'accepted' : 'solved')
}

async function renewDigest(deps: ForumDeps, leaving: LeavingMail): Promise<Words | undefined> {
  const { places, reader } = await readable(deps, leaving)
  return reader && places.length > 0 ? digestWords(deps, places, reader) : undefined
}

async function renewQuestion(deps: ForumDeps, { about, to }: LeavingMail): Promise<Words | undefined> {
  const [place] = await loadTold(deps, [about[0]?.id ?? ''])
  const question = place && (await openQuestion(deps, place.topic._id))
  if (question?.email !== to) return undefined
  return askWords(deps, question.place, { locale: question.locale, path: solvedPath(deps, question.place.topic._id) })
}

async function readable(
  deps: ForumDeps,
  leaving: LeavingMail,
): Promise<{ places: PostInPlace[]; reader: Reached | undefined }> {
  const reader = await reachedByMail(deps, leaving)
  const places = await loadTold(
    deps,
    leaving.about.map(({ id }) => id),
  )
  return { reader, places: places.filter(({ category }) => reader && mayRead(reader.actor, category)) }
}
