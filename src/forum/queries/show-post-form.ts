import { allow, type Actor, type MessageKey } from '../../kernel/index.ts'
import { postPath, topicPath } from '../addresses.ts'
import type { ForumDeps } from '../deps.ts'
import type { PostView } from '../forum.views.ts'
import { lookAtPost } from '../load.ts'
import type { PostInPlace } from '../place.ts'
import type { Post } from '../post.model.ts'
import { mayDeletePost, mayEditPost } from '../post.policy.ts'
import { seenPostBy } from '../sight.ts'
import type { Topic } from '../topic.model.ts'
import { completePosts } from '../words/queries/complete-posts.ts'
import { typeWords } from '../words/queries/type-words.ts'
import { toPostView } from './post-view.ts'

/** What the page for changing one's own post shows. */
export interface PostFormView {
  postId: string
  postAddress: string
  isOpening: boolean
  title: string
  source: string
}

/** A post with its source, for its author to change. Throws NotFound, Gone, NotAllowed. */
export async function showPostForm(deps: ForumDeps, actor: Actor, postId: string): Promise<PostFormView> {
  const place = await lookAtPost(deps, actor, postId)
  const { post, topic } = place
  allow(mayEditPost(actor, post, place))
  const [source = ''] = await typeWords(deps, actor, [post])
  return {
    postId,
    postAddress: deps.link(postPath(topic, postId)),
    isOpening: post.isOpening,
    title: topic.title,
    source,
  }
}

/** A post as a page shows it that asks something about it. */
export interface LonePostView {
  post: PostView
  topicTitle: string
  cancelAddress: string
}

/** What the page that asks before a removal shows. */
export interface RemovalView extends LonePostView {
  /** Message key: what the removal takes away. */
  consequences: MessageKey
}

/** A post that its author is about to remove, with what that takes away. Throws NotFound, Gone, NotAllowed. */
export async function showRemoval(deps: ForumDeps, actor: Actor, postId: string): Promise<RemovalView> {
  const place = await lookAtPost(deps, actor, postId)
  const { post, topic } = place
  allow(mayDeletePost(actor, post))
  return { ...(await showLonePost(deps, actor, place)), consequences: consequencesOf(post, topic) }
}

/** A post as the actor, who may look at it, sees it on a page of its own. */
export async function showLonePost(deps: ForumDeps, actor: Actor, place: PostInPlace): Promise<LonePostView> {
  const post = seenPostBy(actor, place.post)
  const people = await deps.accounts.people([post.authorId])
  const [shown = post] = await completePosts(deps, { actor, nobody: '…' }, [post])
  return {
    post: toPostView(deps, shown, { actor, place, people }),
    topicTitle: place.topic.title,
    cancelAddress: deps.link(post.isOpening ? topicPath(place.topic) : postPath(place.topic, post._id)),
  }
}

function consequencesOf({ isOpening }: Post, { replyCount }: Topic): MessageKey {
  if (!isOpening) return 'forum:deletePost.replyConsequences'
  return replyCount === 0 ? 'forum:deletePost.topicConsequences' : 'forum:deletePost.openingConsequences'
}
