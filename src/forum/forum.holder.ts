import type { DataDeclaration, DataSubject, HeldKind, PersonalDataHolder, Treatment } from '../kernel/index.ts'
import type { Category } from './category.model.ts'
import { wipePost } from './commands/remove-post.ts'
import { bumpTopic } from './commands/bump-topic.ts'
import { hidePost, unhidePost } from './commands/hide-post.ts'
import { reflect } from './commands/reflect.ts'
import { settleTopic } from './commands/settle-topic.ts'
import type { ForumDeps } from './deps.ts'
import type { PostInPlace } from './place.ts'
import type { Post } from './post.model.ts'
import { standing } from './sight.ts'
import type { Topic } from './topic.model.ts'
import { writtenBy } from './words/queries/written-by.ts'

const kinds: readonly HeldKind[] = [
  { kind: 'topics', titleKey: 'forum:held.topics', treatments: ['keep-without-name', 'keep', 'delete'] },
  { kind: 'replies', titleKey: 'forum:held.replies', treatments: ['keep-without-name', 'keep', 'delete'] },
]

/** What the forum holds of a person: the topics they began and the replies they wrote. */
export function forumHolder(deps: ForumDeps): PersonalDataHolder {
  return {
    kinds,
    count: async (subject, kind) => deps.posts.countDocuments({ ...ofAuthor(subject, kind), ...standing }),
    export: ({ accountId }) =>
      Promise.resolve(
        accountId === undefined
          ? {}
          : {
              topics: writtenBy(deps, { accountId, isOpening: true }),
              replies: writtenBy(deps, { accountId, isOpening: false }),
            },
      ),
    hide: (subject, kind, treatment) =>
      eachPost(deps, ofAuthor(subject, kind), (place) => hideFor(deps, place, treatment)),
    restore: (subject, kind) => eachPost(deps, ofAuthor(subject, kind), (place) => restorePost(deps, place)),
    settle: (subject, kind, treatment) =>
      eachPost(deps, ofAuthor(subject, kind), (place) => settlePost(deps, place, treatment)),
  }
}

interface Authored {
  authorId: string
  isOpening: boolean
}

/** A subject without an account wrote nothing here: its author id is one that no post has. */
function ofAuthor({ accountId = 'none' }: DataSubject, kind: string): Authored {
  return { authorId: accountId, isOpening: kind === 'topics' }
}

/** Walks over somebody's posts with the place of each. */
async function eachPost(
  deps: ForumDeps,
  filter: Authored,
  change: (place: PostInPlace) => Promise<void>,
): Promise<void> {
  for await (const post of deps.posts.find(filter).sort({ createdAt: -1 }).lean<Post>().cursor()) {
    const topic = await deps.topics.findById(post.topicId).lean<Topic>()
    const category = topic && (await deps.categories.findById(topic.categoryId).lean<Category>())
    if (topic && category) await change({ post, topic, category })
  }
}

async function hideFor(deps: ForumDeps, place: PostInPlace, treatment: Treatment): Promise<void> {
  if (treatment === 'keep') return
  if (treatment === 'delete') await hidePost(deps, place, 'leaving')
  else await markNameless(deps, place, { $set: { isNameless: true } })
}

async function restorePost(deps: ForumDeps, place: PostInPlace): Promise<void> {
  await unhidePost(deps, place, 'leaving')
  await markNameless(deps, place, { $unset: { isNameless: 1 } })
}

type NamelessMark = { $set: { isNameless: true } } | { $unset: { isNameless: 1 } }

async function markNameless(deps: ForumDeps, place: PostInPlace, mark: NamelessMark): Promise<void> {
  const { post, topic } = place
  await deps.posts.updateOne({ _id: post._id, removedAt: { $exists: false } }, mark)
  if (post.isOpening) await deps.topics.updateOne({ _id: topic._id }, mark)
  await changed(deps, place)
}

async function changed(deps: ForumDeps, place: PostInPlace): Promise<void> {
  await settleTopic(deps, place.topic._id)
  await bumpTopic(deps, place)
  await reflect(deps, [place.post._id])
}

async function settlePost(deps: ForumDeps, place: PostInPlace, treatment: Treatment): Promise<void> {
  const { post, topic } = place
  if (treatment === 'delete') {
    await wipePost(deps, place, { removedAt: deps.clock(), removedBy: 'author' })
    return
  }
  if (treatment === 'keep') return
  if (post.isOpening)
    await deps.topics.updateOne({ _id: topic._id }, { $set: { authorId: '' }, $unset: { isNameless: 1 } })
  // The post last: while it has its author, a walk that was cut off finds it again.
  await deps.posts.updateOne({ _id: post._id }, { $unset: { authorId: 1, isNameless: 1, submission: 1 } })
  await changed(deps, place)
}

export const forumData: readonly DataDeclaration[] = [
  { collection: 'categories', fields: [] },
  {
    collection: 'topics',
    fields: [
      {
        field: 'title, slug',
        what: 'What a topic is called',
        why: 'The public forum',
        until: 'removed, or its author leaves and takes it',
        seenBy: 'readers of its category',
      },
      {
        field: 'authorId, lastReplyBy',
        what: 'Who began it, who replied last',
        why: 'Names beside what was written',
        until: 'removed, or they leave',
        seenBy: 'readers of its category',
      },
      {
        field: 'accepted.byId, closure.byId, takenDown.byId',
        what: 'Who accepted an answer, closed the topic or took it down',
        why: 'To answer for it',
        until: 'it is undone, or the topic goes',
        seenBy: 'nobody; the audit log tells the owner',
      },
      {
        field: 'closure.note, takenDown.note',
        what: 'What a moderator said to readers, or to the author, of a decision',
        why: 'Nothing is closed or taken down without a word',
        until: 'it is undone, or the topic goes',
        seenBy: 'readers of its category; of a taking down its author and moderators',
      },
    ],
  },
  {
    collection: 'posts',
    endedBy: [{ job: 'taken-down' }],
    fields: [
      {
        field: 'source, html',
        what: 'What was written',
        why: 'The public forum',
        until: 'removed, or its author leaves and takes it',
        seenBy: 'readers of its category',
      },
      {
        field: 'authorId',
        what: 'Who wrote it',
        why: 'Names beside what was written',
        until: 'removed, or they leave',
        seenBy: 'readers of its category',
      },
      {
        field: 'heldFor, waitsSince, takenDown',
        what: 'Why a moderator looks at it first, or why one took it down, who and what they said to the author',
        why: 'To decide, and to tell the author why',
        until: 'it is decided; what was taken down goes for good after 30 days',
        seenBy: 'its author (but for who decided) and moderators',
      },
      {
        field: 'textKey',
        what: 'A hash of what it says',
        why: 'To find what is posted again and again',
        until: 'removed',
        seenBy: 'nobody',
      },
    ],
  },
]
