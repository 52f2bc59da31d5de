import type { PersonView } from '../../accounts/index.ts'
import type { Actor } from '../../kernel/index.ts'
import { anchorOf, postPath, topicPath } from '../addresses.ts'
import type { ForumDeps } from '../deps.ts'
import type { PostView } from '../forum.views.ts'
import type { TopicInPlace } from '../place.ts'
import { canSolve, maySolve, mayVote } from '../marks/marks.policy.ts'
import { postOrder } from '../order/queries/order-view.ts'
import { nobody } from '../nobody.ts'
import { isListed, isStanding } from '../sight.ts'
import type { Post } from '../post.model.ts'
import { isInvitedToReply, mayDeletePost, mayEditPost } from '../post.policy.ts'

/** What a post's view depends on beside the post. */
interface Around {
  actor: Actor
  place: TopicInPlace
  people: ReadonlyMap<string, PersonView>
  /** The post that the address asks for. */
  marked?: string | undefined
  /** Ids of the posts that the actor has voted for. */
  voted?: ReadonlySet<string>
}

/** A post as this actor sees it. */
export function toPostView(
  { link }: Pick<ForumDeps, 'link'>,
  post: Post,
  { actor, place, people, marked, voted }: Around,
): PostView {
  // What waits for a look or is taken down is shown to few, and answered by none.
  const isOpen = isStanding(post) && isListed(place.topic)
  return {
    id: post._id,
    anchor: anchorOf(post._id),
    address: link(postPath(place.topic, post._id)),
    author: (post.authorId === undefined ? undefined : people.get(post.authorId)) ?? nobody,
    html: post.html,
    createdAt: post.createdAt,
    ...(post.editedAt && !post.isMended ? { editedAt: post.editedAt } : {}),
    ...(post.editedAt && !post.isMended && actor.kind === 'member'
      ? { historyAddress: link(`/posts/${post._id}/history`) }
      : {}),
    ...(post.removedAt ? { removedBy: post.removedBy ?? 'author' } : {}),
    isOpening: post.isOpening,
    isMarked: post._id === marked,
    ...postOrder({ link }, actor, post),
    votes: {
      count: post.voteCount ?? 0,
      isMine: voted?.has(post._id) ?? false,
      ...(isOpen && mayVote(actor, post).allowed ? { action: link(`/posts/${post._id}/vote`) } : {}),
    },
    isSolution: place.topic.accepted?.some(({ postId }) => postId === post._id) ?? false,
    ...(isOpen && canSolve(post).allowed && maySolve(actor, place.topic).allowed
      ? { solveAction: link(`/posts/${post._id}/solution`) }
      : {}),
    ...(isOpen && isInvitedToReply(actor, place)
      ? { quoteAddress: link(`${topicPath(place.topic)}?quote=${post._id}#reply`) }
      : {}),
    ...(mayEditPost(actor, post, place).allowed ? { editAddress: link(`/posts/${post._id}/edit`) } : {}),
    ...(post.removedAt ? {} : { removalAddress: link(`/removals/new?about=/posts/${post._id}`) }),
    ...(mayDeletePost(actor, post).allowed ? { deleteAddress: link(`/posts/${post._id}/delete`) } : {}),
  }
}
