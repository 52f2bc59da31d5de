import { excerpt } from '../../content/index.ts'
import type { Actor } from '../../kernel/index.ts'
import { topicPath } from '../addresses.ts'
import type { ForumDeps } from '../deps.ts'
import type { TopicQuery } from '../forum.forms.ts'
import type { PostView, TopicView } from '../forum.views.ts'
import { loadTopic } from '../load.ts'
import type { TopicInPlace } from '../place.ts'
import type { Post } from '../post.model.ts'
import { mayReply } from '../post.policy.ts'
import { byId } from './list-categories.ts'
import { linksOf, toRows } from './list-topics.ts'
import { seenPost } from '../sight.ts'
import { listReplies } from './list-replies.ts'
import { toPostView } from './post-view.ts'

/** A topic's page with the slug that its address should hold. */
export interface ShownTopic {
  view: TopicView
  path: string
}

/** A topic with its opening and one page of replies. Throws NotFound or Gone. */
export async function showTopic(
  deps: ForumDeps,
  actor: Actor,
  { id, query }: { id: string; query: TopicQuery },
): Promise<ShownTopic> {
  const place = await loadTopic(deps, actor, id)
  const { topic, category } = place
  const [opening, page] = await Promise.all([
    deps.posts.findById(topic.openingPostId).lean<Post>(),
    listReplies(deps, topic, query),
  ])
  const replies = page.rows.map(seenPost)
  const first = seenPost(opening ?? missingOpening(place))
  const posts = [first, ...replies]
  const people = await deps.accounts.people(posts.map(({ authorId }) => authorId))
  const show = (post: Post): PostView => toPostView(deps, post, { actor, place, people, marked: query.post })
  const rows = await toRows(deps, [topic], byId([category]))
  const path = topicPath(topic)
  return {
    path,
    view: {
      topic: { ...(rows[0] as TopicView['topic']), isRemoved: false, description: excerpt(first.source, 160) },
      opening: show(first),
      replies: replies.map(show),
      links: linksOf(page, deps.link(path)),
      ...replyParts(deps, actor, place),
    },
  }
}

function replyParts(deps: ForumDeps, actor: Actor, place: TopicInPlace): Partial<TopicView> {
  const decision = mayReply(actor, place)
  if (decision.allowed) return { replyAction: deps.link(`/t/${place.topic._id}/posts`) }
  if (decision.reason !== 'rules:write.signIn') return { whyNoReply: decision.reason }
  const back = encodeURIComponent(topicPath(place.topic))
  return { whyNoReply: decision.reason, signInAddress: deps.link(`/sign-in?return=${back}`) }
}

/** Keeps the page whole should the opening post be missing from the store. */
function missingOpening({ topic }: TopicInPlace): Post {
  return {
    _id: topic.openingPostId,
    topicId: topic._id,
    isOpening: true,
    source: '',
    html: '' as Post['html'],
    rendererVersion: 0,
    createdAt: topic.createdAt,
    removedAt: topic.createdAt,
    removedBy: 'staff',
  }
}
