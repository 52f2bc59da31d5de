import { excerpt } from '../../content/index.ts'
import { Gone, idPattern, NotFound, type Fingerprint, type FoundThing, type Removable } from '../../kernel/index.ts'
import { postPath } from '../addresses.ts'
import { hidePost, unhidePost } from '../commands/hide-post.ts'
import { finishWiping, wipePost } from '../commands/remove-post.ts'
import type { ForumDeps } from '../deps.ts'
import { findPlace, followMerges, loadPost } from '../load.ts'
import type { PostInPlace } from '../place.ts'
import type { Post } from '../post.model.ts'
import { isOutOfSight } from '../sight.ts'
import type { Version } from '../words/version.model.ts'
import { redactPost } from './redact-post.ts'
import { whatIsLeftOfPosts } from './what-is-left.ts'

/** Posts as things that somebody may ask to have removed; an opening post is one with its topic's title. */
export function removablePosts(deps: ForumDeps): Removable {
  return {
    kind: 'post',
    async find(addressOrId) {
      const id = await postAt(deps, addressOrId)
      const place = id === undefined ? undefined : await placeOf(deps, id)
      return place && toFound(deps, place)
    },
    isSeenBy: (actor, id) =>
      loadPost(deps, actor, id).then(
        () => true,
        (error: unknown) => {
          if (error instanceof NotFound || error instanceof Gone) return false
          throw error
        },
      ),
    async idsOf({ accountId: authorId = 'none' }, { from, to } = {}) {
      const createdAt = { ...(from ? { $gte: from } : {}), ...(to ? { $lte: to } : {}) }
      const own = { authorId, removedAt: { $exists: false }, ...(from || to ? { createdAt } : {}) }
      return (await deps.posts.find(own, { _id: 1 }).lean<Pick<Post, '_id'>[]>()).map(({ _id }) => _id)
    },
    hide: (id) => withPlace(deps, id, (place) => hidePost(deps, place, 'removal')),
    restore: (id) => withPlace(deps, id, (place) => unhidePost(deps, place, 'removal')),
    async erase(id, why) {
      const by = { removedAt: deps.clock(), removedBy: why === 'author' ? why : ('staff' as const) }
      const place = await findPlace(deps, id)
      if (!place) return
      if (place.post.removedAt) await finishWiping(deps, place)
      else await wipePost(deps, place, { ...by, ...(why === undefined ? {} : { removedFor: why }) })
      await deps.mail.cancelAbout({ kind: 'post', id })
    },
    redact: (id, passages) => redactPost(deps, id, passages),
    fingerprints: (id) => fingerprintsOf(deps, id),
    whatIsLeft: (fingerprints) => whatIsLeftOfPosts(deps, fingerprints),
  }
}

async function withPlace(
  deps: ForumDeps,
  id: string,
  work: (place: PostInPlace) => Promise<boolean>,
): Promise<boolean> {
  const place = await placeOf(deps, id)
  return place ? work(place) : false
}

/** A post that is not removed, wherever it stands. */
async function placeOf(deps: ForumDeps, id: string): Promise<PostInPlace | undefined> {
  const place = await findPlace(deps, id)
  return place?.post.removedAt ? undefined : place
}

/** The id of the post that an address lands on; of a topic's address without one, that of its opening post. */
async function postAt(deps: ForumDeps, addressOrId: string): Promise<string | undefined> {
  if (idPattern.test(addressOrId)) return addressOrId
  const named = /(?:\/posts\/|[?&]post=|#post-)([0-9a-z]{12})(?![0-9a-z])/.exec(addressOrId)?.[1]
  if (named !== undefined) return named
  const topicId = /\/t\/([0-9a-z]{12})(?:[/?#]|$)/.exec(addressOrId)?.[1]
  return topicId === undefined ? undefined : (await followMerges(deps, topicId))?.openingPostId
}

async function toFound(deps: ForumDeps, { post, topic }: PostInPlace): Promise<FoundThing> {
  const opening = post.isOpening ? null : await deps.posts.findById(topic.openingPostId, { source: 1 }).lean<Post>()
  return {
    kind: 'post',
    id: post._id,
    ...(post.authorId === undefined ? {} : { accountId: post.authorId }),
    address: deps.fullAddress(postPath(topic, post._id)),
    title: topic.title,
    ...(opening?.source ? { before: excerpt(opening.source, 300) } : {}),
    writtenAt: post.createdAt,
    isHidden: isOutOfSight(post),
    preview: { kind: 'text', text: post.isOpening ? `${topic.title}\n\n${post.source}` : post.source },
  }
}

/** All that it says and said. A title's words are found in its slug as well. */
async function fingerprintsOf(deps: ForumDeps, id: string): Promise<Fingerprint[]> {
  const place = await placeOf(deps, id)
  if (!place) return []
  const { post, topic } = place
  const versions = await deps.versions.find({ postId: id }).lean<Version[]>()
  const texts = [post.source, ...versions.map(({ source }) => source)]
  if (post.isOpening) texts.push(topic.title, ...versions.flatMap(({ title }) => title ?? []))
  const distinct = [...new Set(texts)].filter((text) => text !== '')
  return [{ kind: 'id', value: id }, ...distinct.map((value) => ({ kind: 'text', value }) as const)]
}
