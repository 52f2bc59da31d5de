import { slugify } from '../../content/index.ts'
import { allow, Invalid, isStaff, newId, NotSignedIn, type Actor } from '../../kernel/index.ts'
import type { Category } from '../category.model.ts'
import { mayAnnounce, mayRead, mayWrite } from '../category.policy.ts'
import type { ForumDeps } from '../deps.ts'
import type { NewTopic } from '../forum.forms.ts'
import { rememberReading } from '../marks/commands/remember-reading.ts'
import { categoryStamp, latestStamp } from '../stamp-names.ts'
import type { Post } from '../post.model.ts'
import { isListed, isOutOfSight } from '../sight.ts'
import { submissionOf } from '../submission.ts'
import type { Topic } from '../topic.model.ts'
import { allowSensitive } from '../words/sensitive.ts'
import { takeWords } from '../words/queries/take-words.ts'
import { judgePost } from '../order/commands/judge-post.ts'
import { insertPost } from './insert-post.ts'
import { reflect } from './reflect.ts'

/**
 * Begins a topic with its opening post. The post is written first: a topic never stands without one, and a post that
 * a crash leaves alone is seen by nobody and cleared by reconcile. Throws Invalid, NotAllowed.
 */
export async function startTopic(deps: ForumDeps, actor: Actor, input: NewTopic): Promise<Topic> {
  if (actor.kind === 'visitor') throw new NotSignedIn()
  const category = await deps.categories.findById(input.categoryId).lean<Category>()
  if (!category || !mayRead(actor, category)) throw new Invalid({ categoryId: 'rules:category.missing' })
  allow(mayWrite(actor, category))
  if (input.kind === 'announcement') allow(mayAnnounce(actor))
  const now = deps.clock()
  const words = await takeWords(deps, { text: input.text, category, actor })
  allowSensitive({ ...input, source: words.source })
  const submission = submissionOf(input.submission, words)
  const judgement = await judgePost(deps, actor, { ...input, submission, links: words.rendered.links })
  const topicId = newId()
  const { post, isRepeat } = await insertPost(deps, {
    topicId,
    authorId: actor.id,
    isOpening: true,
    isByStaff: isStaff(actor),
    words,
    createdAt: now,
    submission,
    ...judgement,
  })
  if (isRepeat) return finishRepeat(deps, { input, category, post })
  const draft = draftTopic(input, category, { topicId, post, authorId: actor.id, now })
  const topic = await insertTopic(deps, category, draft)
  await rememberReading(deps, actor, { topicId, upTo: now })
  return topic
}

interface Repeat {
  input: NewTopic
  category: Category
  post: Post
}

/** The form was sent twice. Its topic stands already, or the first sending is between its two writes: finish for it. */
async function finishRepeat(deps: ForumDeps, { input, category, post }: Repeat): Promise<Topic> {
  const topic = await deps.topics.findById(post.topicId).lean<Topic>()
  if (topic) return topic
  const of = { topicId: post.topicId, post, authorId: post.authorId ?? '', now: post.createdAt }
  return insertTopic(deps, category, draftTopic(input, category, of))
}

function draftTopic(
  input: NewTopic,
  category: Category,
  { topicId, post, authorId, now }: { topicId: string; post: Post; authorId: string; now: Date },
): Topic {
  return {
    _id: topicId,
    categoryId: category._id,
    kind: input.kind,
    title: input.title,
    slug: slugify(input.title),
    authorId,
    openingPostId: post._id,
    ...(isOutOfSight(post) ? { hiddenFor: post.hiddenFor ?? [] } : {}),
    visibility: isOutOfSight(post) ? 'hidden' : category.readRole,
    isClosed: false,
    createdAt: now,
    replyCount: 0,
    lastActivityAt: now,
    isSolved: false,
    hasStaffReply: false,
  }
}

async function insertTopic(deps: ForumDeps, category: Category, draft: Topic): Promise<Topic> {
  const written = await deps.topics.updateOne({ _id: draft._id }, { $setOnInsert: draft }, { upsert: true })
  if (written.upsertedCount === 1) {
    // What waits for a look changes nothing that others see.
    if (isListed(draft)) await countTopic(deps, category, draft)
    await reflect(deps, [draft.openingPostId])
  }
  return draft
}

async function countTopic(deps: ForumDeps, category: Category, draft: Topic): Promise<void> {
  await deps.categories.updateOne(
    { _id: category._id },
    { $inc: { topicCount: 1, postCount: 1 }, $max: { lastActivityAt: draft.createdAt } },
  )
  await deps.stamps.bump(latestStamp, categoryStamp(category.slug))
}
