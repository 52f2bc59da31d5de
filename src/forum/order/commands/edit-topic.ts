import { slugify } from '../../../content/index.ts'
import { allow, Conflict, Invalid, isSelf, type Actor } from '../../../kernel/index.ts'
import type { Category } from '../../category.model.ts'
import { mayAnnounce, mayRead } from '../../category.policy.ts'
import { bumpTopic } from '../../commands/bump-topic.ts'
import { reflect } from '../../commands/reflect.ts'
import { asRead, countDifference, weigh } from '../../commands/settle-topic.ts'
import type { ForumDeps } from '../../deps.ts'
import type { TopicKind } from '../../forum.words.ts'
import { loadTopic } from '../../load.ts'
import { isListed } from '../../sight.ts'
import type { Topic } from '../../topic.model.ts'
import { mayEditTopic, mayMoveTo } from '../order.policy.ts'
import { markTopic, reflectTopic } from './reflect-topic.ts'

interface Wish {
  topicId: string
  title: string
  kind: TopicKind
  categoryId: string
}

/** Changes what a topic is called, what it is, and where it stands. Throws NotFound, Gone, NotAllowed, Invalid. */
export async function editTopic(deps: ForumDeps, actor: Actor, wish: Wish): Promise<{ _id: string; slug: string }> {
  const place = await loadTopic(deps, actor, wish.topicId)
  const { topic } = place
  allow(mayEditTopic(actor, place))
  if (wish.kind === 'announcement' && topic.kind !== 'announcement') allow(mayAnnounce(actor))
  const target = wish.categoryId === topic.categoryId ? undefined : await loadTarget(deps, actor, wish.categoryId)
  const { title, kind } = wish
  const slug = slugify(title)
  await deps.topics.updateOne(
    // A removal that came in between has wiped the author with the title: a change must not bring a title back.
    { _id: topic._id, authorId: topic.authorId },
    { $set: { title, slug, kind } },
  )
  await deps.posts.updateOne({ _id: topic.openingPostId }, { $set: { isUnreflected: true } })
  await bumpTopic(deps, place)
  await reflect(deps, [topic.openingPostId])
  await recordUnlessOwn(deps, actor, { topic, action: 'topic.edit', details: { kind } })
  if (target) {
    await moveTopic(deps, topic._id, target)
    const details = { from: topic.categoryId, to: target._id }
    await recordUnlessOwn(deps, actor, { topic, action: 'topic.move', details })
  }
  return { _id: topic._id, slug }
}

/** Authors who order what is theirs need no entry: the log is about power over others. */
async function recordUnlessOwn(
  deps: ForumDeps,
  actor: Actor,
  deed: { topic: Topic; action: 'topic.edit' | 'topic.move'; details: Record<string, string> },
): Promise<void> {
  const { topic, action, details } = deed
  if (isSelf(actor, topic.authorId)) return
  const about = topic.authorId === '' ? {} : { about: topic.authorId }
  await deps.audit.record(actor, { action, thing: { kind: 'topic', id: topic._id }, ...about, details })
}

async function loadTarget(deps: ForumDeps, actor: Actor, categoryId: string): Promise<Category> {
  const category = await deps.categories.findById(categoryId).lean<Category>()
  if (!category || !mayRead(actor, category)) throw new Invalid({ categoryId: 'rules:category.missing' })
  const decision = mayMoveTo(actor, category)
  if (!decision.allowed) throw new Invalid({ categoryId: decision.reason })
  return category
}

const mostTries = 10

/**
 * Moves a topic to another category, and what it counts there. It is only written as it was read: a reply that comes at
 * the same moment is counted where the topic stands when it is.
 */
async function moveTopic(deps: ForumDeps, topicId: string, target: Category): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const topic = await deps.topics.findById(topicId).lean<Topic>()
    const from = topic && (await deps.categories.findById(topic.categoryId).lean<Category>())
    if (!topic || !from || from._id === target._id) return
    const visibility = isListed(topic) ? target.readRole : topic.visibility
    const written = await deps.topics.updateOne(asRead(topic), {
      $set: { categoryId: target._id, visibility },
      $unset: { pinnedAt: 1 },
    })
    if (written.matchedCount === 0) continue
    const nothing = { topics: 0, posts: 0 }
    await countDifference(deps, from, { now: nothing, before: weigh(topic) })
    await countDifference(deps, target, { now: weigh({ ...topic, visibility }), before: nothing })
    await markTopic(deps, topicId)
    await bumpTopic(deps, { topic, category: from })
    await bumpTopic(deps, { topic, category: target })
    await reflectTopic(deps, topicId)
    // Feeds tell of what is gone where it was public.
    if (target.readRole !== 'public')
      await deps.tombstones.updateMany({ topicId, categoryId: target._id }, { $set: { categoryId: from._id } })
    return
  }
  throw new Conflict('order:rules.busyTopic')
}
