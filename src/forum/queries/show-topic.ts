import type { PersonView } from '../../accounts/index.ts'
import { excerpt } from '../../content/index.ts'
import type { Actor } from '../../kernel/index.ts'
import { topicPath } from '../addresses.ts'
import type { ForumDeps } from '../deps.ts'
import type { TopicQuery } from '../forum.forms.ts'
import type { PostView, TopicView } from '../forum.views.ts'
import { followView } from '../following/queries/show-following.ts'
import { channelOf } from '../live/live.words.ts'
import { liveLink } from '../live/queries/live-link.ts'
import { lookAtTopic } from '../load.ts'
import { readUpTo, votedAmong } from '../marks/queries/my-marks.ts'
import { solutionOf, solutionPosts } from '../marks/queries/solution.ts'
import type { TopicInPlace } from '../place.ts'
import type { Post } from '../post.model.ts'
import { isInvitedToReply, mayReply } from '../post.policy.ts'
import { topicOrder } from '../order/queries/order-view.ts'
import { shareLinks } from '../share.ts'
import { isListed, seenPostBy } from '../sight.ts'
import { byId } from './list-categories.ts'
import { listReplies } from './list-replies.ts'
import { linksOf, toRow } from './list-topics.ts'
import { completePosts } from '../words/queries/complete-posts.ts'
import { toPostView } from './post-view.ts'

/** A topic's page with the slug that its address should hold. */
export interface ShownTopic {
  view: TopicView
  path: string
  /** When the latest post that the page shows was written; with no page after it, the topic's latest activity. */
  shownUpTo: Date
}

/** A topic with its opening and one page of replies. Throws NotFound or Gone. */
export async function showTopic(
  deps: ForumDeps,
  actor: Actor,
  { id, query, nobody = '…' }: { id: string; query: TopicQuery; nobody?: string },
): Promise<ShownTopic> {
  // Before the posts are read: what changes meanwhile is told, at worst twice.
  const [place, since] = await Promise.all([lookAtTopic(deps, actor, id), deps.live.version(channelOf(id))])
  const { topic } = place
  const [opening, page, solution, readBefore, follow] = await Promise.all([
    deps.posts.findById(topic.openingPostId).lean<Post>(),
    listReplies(deps, topic, { actor, query }),
    solutionPosts(deps, topic),
    readUpTo(deps, actor, [topic._id]),
    followView(deps, actor, { kind: 'topic', targetId: topic._id, isPublic: isPublic(place) }),
  ])
  const seen = [opening ?? missingOpening(place), ...page.rows, ...solution].map((post) => seenPostBy(actor, post))
  const [first = missingOpening(place), ...below] = await completePosts(deps, { actor, nobody }, seen)
  const replies = below.slice(0, page.rows.length)
  const accepted = below.slice(page.rows.length)
  const posts = [first, ...replies]
  const [people, voted] = await Promise.all([
    deps.accounts.people([
      ...[...posts, ...accepted].map(({ authorId }) => authorId),
      topic.authorId,
      topic.lastReplyBy,
    ]),
    votedAmong(
      deps,
      actor,
      posts.map(({ _id }) => _id),
    ),
  ])
  const show = (post: Post): PostView => toPostView(deps, post, { actor, place, people, marked: query.post, voted })
  const path = topicPath(topic)
  return {
    path,
    shownUpTo: page.next ? (page.rows.at(-1)?.createdAt ?? topic.createdAt) : topic.lastActivityAt,
    view: {
      order: topicOrder(deps, actor, place),
      topic: topicParts(deps, place, { first, people }),
      opening: show(first),
      ...solutionOf(deps, accepted, { actor, topic, show, shown: replies }),
      replies: markUnread(replies.map(show), readBefore.get(topic._id)),
      links: linksOf(page, deps.link(path)),
      ...shareParts(deps, place),
      // What waits for a look tells nobody of changes.
      ...(topic.visibility === place.category.readRole ? { live: liveLink(deps, topic, { page, since }) } : {}),
      // What is out of sight is followed by nobody new.
      ...(isListed(topic) ? { follow } : {}),
      ...replyParts(deps, actor, place),
    },
  }
}

const isPublic = ({ category }: TopicInPlace): boolean => category.readRole === 'public'

function topicParts(
  deps: ForumDeps,
  { topic, category }: TopicInPlace,
  { first, people }: { first: Post; people: ReadonlyMap<string, PersonView> },
): TopicView['topic'] {
  const row = toRow(deps, topic, { categories: byId([category]), people })
  return { ...row, isRemoved: false, description: excerpt(first.source, 160) }
}

function markUnread(replies: PostView[], readUpTo: Date | undefined): PostView[] {
  const first = readUpTo && replies.findIndex(({ createdAt }) => createdAt > readUpTo)
  return first === undefined
    ? replies
    : replies.map((reply, at) => (at === first ? { ...reply, isFirstUnread: true } : reply))
}

function shareParts(deps: ForumDeps, { topic, category }: TopicInPlace): Partial<TopicView> {
  if (topic.visibility !== 'public' || category.readRole !== 'public') return {}
  return { share: shareLinks({ address: deps.fullAddress(topicPath(topic)), title: topic.title }) }
}

function replyParts(deps: ForumDeps, actor: Actor, place: TopicInPlace): Partial<TopicView> {
  const decision = mayReply(actor, place)
  if (decision.allowed) return { replyAction: deps.link(`/t/${place.topic._id}/posts`) }
  if (decision.reason !== 'rules:write.signIn')
    return { whyNoReply: decision.reason, ...(decision.params ? { whyNoReplyParams: decision.params } : {}) }
  const back = encodeURIComponent(topicPath(place.topic))
  return {
    ...(isInvitedToReply(actor, place) ? { replyAction: deps.link(`/t/${place.topic._id}/posts`) } : {}),
    whyNoReply: decision.reason,
    signInAddress: deps.link(`/sign-in?return=${back}`),
  }
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
