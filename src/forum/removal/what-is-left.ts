import type { Fingerprint, Remains } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'

/** What the forum still holds of posts with these ids. Words are found by a search over all collections, not here. */
export async function whatIsLeftOfPosts(deps: ForumDeps, fingerprints: readonly Fingerprint[]): Promise<Remains> {
  const ids = fingerprints.filter(({ kind }) => kind === 'id').map(({ value }) => value)
  const quoting = { quotes: { $elemMatch: { postId: { $in: ids }, passage: { $ne: '' } } } }
  const { posts, versions, search, following } = deps
  const only = { _id: 1 } as const
  const found = {
    posts: await posts
      .find({ $or: [{ _id: { $in: ids }, removedAt: { $exists: false } }, quoting] }, only)
      .lean<{ _id: string }[]>(),
    postversions: await versions.find({ $or: [{ postId: { $in: ids } }, quoting] }, only).lean<{ _id: string }[]>(),
    'search-entries': await search.entries.find({ _id: { $in: ids }, 'terms.0': { $exists: true } }).toArray(),
    notices: await following.notices
      .find({ postIds: { $in: ids }, kind: { $ne: 'decision' } }, only)
      .lean<{ _id: string }[]>(),
  }
  const looked = {
    posts: await posts.estimatedDocumentCount(),
    postversions: await versions.estimatedDocumentCount(),
    'search-entries': await search.entries.estimatedDocumentCount(),
    notices: await following.notices.estimatedDocumentCount(),
  }
  return {
    looked: Object.entries(looked).map(([place, things]) => ({ place, things })),
    left: Object.entries(found).flatMap(([place, rows]) => rows.map(({ _id: id }) => ({ place, id }))),
  }
}
