import type { QueryFilter } from 'mongoose'
import { changedWords, shortened } from '../../../content/index.ts'
import { isSelf, keyFromText, keyToText, type Actor } from '../../../kernel/index.ts'
import { postPath } from '../../addresses.ts'
import type { ForumDeps } from '../../deps.ts'
import { loadPost } from '../../load.ts'
import { nobody } from '../../nobody.ts'
import type { PostInPlace } from '../../place.ts'
import { mayDeletePost } from '../../post.policy.ts'
import { seenPost } from '../../sight.ts'
import type { Version } from '../version.model.ts'
import type { HistoryEntry, HistoryView } from '../words.views.ts'
import { typeWords } from './type-words.ts'

/** How many texts a page shows. */
const pageSize = 10

/** What a post said before it was changed, for who may read the post. Throws NotFound, Gone. */
export async function showHistory(
  deps: ForumDeps,
  actor: Actor,
  { postId, after }: { postId: string; after?: string | undefined },
): Promise<HistoryView> {
  const place = await loadPost(deps, actor, postId)
  const { authorId } = seenPost(place.post)
  const people = await deps.accounts.people([authorId])
  const isHidden = !(await mayBeSeen(deps, actor, place))
  const texts = isHidden ? [] : await textsFrom(deps, place, after)
  const next = texts[pageSize]
  const address = deps.link(`/posts/${postId}/history`)
  return {
    topicTitle: place.topic.title,
    postAddress: deps.link(postPath(place.topic, postId)),
    author: people.get(authorId ?? '') ?? nobody,
    isHidden,
    entries: await toEntries(deps, actor, { place, texts }),
    links: {
      ...(after === undefined ? {} : { first: address }),
      ...(next ? { next: `${address}?after=${keyToText({ at: next.writtenAt, id: next._id })}` } : {}),
    },
  }
}

/** Its author chooses on their profile; who left can choose no more, so then nobody sees them. */
async function mayBeSeen({ accounts }: ForumDeps, actor: Actor, { post }: PostInPlace): Promise<boolean> {
  if (isSelf(actor, post.authorId)) return true
  const author = post.authorId === undefined || post.isNameless ? undefined : await accounts.find(post.authorId)
  return author?.status === 'active' && author.shows.includes('versions')
}

type Text = Omit<Version, 'replacedAt' | 'postId'> & { isCurrent: boolean }

/** One more than a page: what the last one on it is compared with, and the first of the next page. */
async function textsFrom(deps: ForumDeps, { post, topic }: PostInPlace, after: string | undefined): Promise<Text[]> {
  const key = after === undefined ? undefined : keyFromText(after)
  const within: QueryFilter<Version> = key ? { writtenAt: { $lte: key.at } } : {}
  const earlier = await deps.versions
    .find({ postId: post._id, ...within })
    .sort({ writtenAt: -1 })
    .limit(pageSize + 1)
    .lean<Version[]>()
  const { _id, source, quotes, createdAt, editedAt } = post
  const current: Text = {
    _id,
    source,
    ...(quotes ? { quotes } : {}),
    ...(post.isOpening ? { title: topic.title } : {}),
    writtenAt: editedAt ?? createdAt,
    isCurrent: true,
  }
  const texts = earlier.map((version) => ({ ...version, isCurrent: false }))
  return (key ? texts : [current, ...texts]).slice(0, pageSize + 1)
}

async function toEntries(
  deps: ForumDeps,
  actor: Actor,
  { place: { post }, texts }: { place: PostInPlace; texts: readonly Text[] },
): Promise<HistoryEntry[]> {
  const typed = await typeWords(deps, actor, texts)
  const mayRemove = mayDeletePost(actor, post).allowed
  return texts.slice(0, pageSize).map((text, index) => {
    const before = texts[index + 1]
    const title = text.title === undefined ? undefined : changedWords(before?.title ?? text.title, text.title)
    return {
      writtenAt: text.writtenAt,
      isCurrent: text.isCurrent,
      isFirst: before === undefined,
      ...(title ? { title } : {}),
      text: before
        ? shortened(changedWords(typed[index + 1] ?? '', typed[index] ?? ''))
        : [{ kind: 'same', text: typed[index] ?? '' }],
      ...(mayRemove && !text.isCurrent
        ? { removalAction: deps.link(`/posts/${post._id}/history/${text._id}/removal`) }
        : {}),
    }
  })
}
