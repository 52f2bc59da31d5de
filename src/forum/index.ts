import type { Connection } from 'mongoose'
import type { Route } from '../http/index.ts'
import type { Job } from '../jobs/index.ts'
import type { Actor, DataDeclaration, Erased, PersonalDataHolder, Removable } from '../kernel/index.ts'
import { defineCategory, type Category } from './category.model.ts'
import { categoryRoutes } from './category.routes.ts'
import { addPost } from './commands/add-post.ts'
import { createCategory } from './commands/manage-categories.ts'
import { reconcile, type Mended } from './commands/reconcile.ts'
import { startTopic } from './commands/start-topic.ts'
import type { ForumDeps } from './deps.ts'
import type { NewCategory, NewPost, NewTopic } from './forum.forms.ts'
import { setSolution } from './marks/commands/set-solution.ts'
import { setVote } from './marks/commands/set-vote.ts'
import { defineMarks } from './marks/mark-models.ts'
import { marksData, marksHolder } from './marks/marks.holder.ts'
import { marksMirror } from './marks/marks.mirror.ts'
import { marksRoutes } from './marks/marks.routes.ts'
import { createFollowing, type Following } from './following/index.ts'
import { defineFollowing } from './following/following-models.ts'
import { followingData, followingHolder } from './following/following.holder.ts'
import { countUnread } from './following/queries/show-notices.ts'
import { liveMirror } from './live/live.mirror.ts'
import { liveRoutes } from './live/live.routes.ts'
import { orderData, orderHolder } from './order/order.holder.ts'
import { orderMirror } from './order/order.mirror.ts'
import { postOrderRoutes } from './order/post-order.routes.ts'
import { countQueue } from './order/queries/list-queue.ts'
import { topicOrderRoutes } from './order/topic-order.routes.ts'
import { defineReport } from './order/report.model.ts'
import { machinesMirror } from './machines/machines.mirror.ts'
import { machineRoutes } from './machines/machines.routes.ts'
import { defineTombstone, tombstoneData } from './machines/tombstone.model.ts'
import { defineSearchIndex, searchData } from './search/index.model.ts'
import { searchMirror } from './search/search.mirror.ts'
import { searchRoutes } from './search/search.routes.ts'
import { readingRoutes } from './reading.routes.ts'
import { writingRoutes } from './writing.routes.ts'
import type { PostMirror } from './mirror.ts'
import { definePost, type Post } from './post.model.ts'
import { forumData, forumHolder } from './forum.holder.ts'
import { forPages, type ForumForPages } from './for-pages.ts'
import { erasedPosts } from './forum.erased.ts'
import { forumJobs } from './forum.jobs.ts'
import { forgetHandles } from './removal/forget-handles.ts'
import { removablePosts } from './removal/removable-posts.ts'
import { widgetTopics, widgetTopicsStamps, type WidgetTopic, type WidgetTopicsQuery } from './queries/widget-topics.ts'
import { activityOf, type ActivityRow } from './queries/activity-of.ts'
import { postRoutes } from './post.routes.ts'
import { defineTopic, type Topic } from './topic.model.ts'
import { defineVersion, versionData } from './words/version.model.ts'
import { historyRoutes } from './words/history.routes.ts'
import { previewRoutes } from './words/preview.routes.ts'
import { wordsMirror } from './words/words.mirror.ts'

export type { Mended } from './commands/reconcile.ts'
export type { CategoryColour, TopicKind } from './forum.words.ts'

/** The public forum: the face of this feature. */
export interface Forum {
  readonly routes: readonly Route[]
  readonly holders: readonly PersonalDataHolder[]
  readonly declarations: readonly DataDeclaration[]
  readonly removable: Removable
  readonly erased: readonly Erased[]
  /** Takes handles that are nobody's any more out of what others wrote. */
  forgetHandles(handles: readonly string[]): Promise<void>
  /** The latest of what somebody wrote that the actor may read, for their public page. */
  activityOf(accountId: string, actor: Actor): Promise<{ rows: ActivityRow[] }>
  createCategory(actor: Actor, input: NewCategory): Promise<Category>
  startTopic(actor: Actor, input: NewTopic): Promise<Topic>
  addPost(actor: Actor, input: NewPost & { topicId: string }): Promise<{ topic: Topic; post: Post }>
  /** Marks an answer as its question's solution, or takes the mark back. */
  setSolution(actor: Actor, input: { postId: string; isGiven: boolean }): Promise<void>
  /** Gives a post the actor's vote, or takes it back. */
  setVote(actor: Actor, input: { postId: string; isGiven: boolean }): Promise<void>
  /** Rebuilds what is derived from topics and posts. */
  reconcile(): Promise<Mended>
  readonly jobs: readonly Job[]
  /** How many posts wait for a moderator, at most 100. */
  countWaiting(): Promise<number>
  /** How many lines of the actor's notices wait to be read. */
  countUnread(actor: Actor): Promise<number>
  /** What pages of other sites may show: topics that everybody may read. */
  readonly forWidgets: {
    readonly stamps: readonly string[]
    topics(query: WidgetTopicsQuery): Promise<WidgetTopic[] | undefined>
  }
  /** Conversations that are held under pages of other sites. */
  readonly forPages: ForumForPages
  /** From now on this process tells followers of a post as soon as it stands. */
  start(): void
  /** Waits for a telling under way. */
  stop(): Promise<void>
}

/** Sets the feature up on one instance's connection. */
export function createForum(
  options: Omit<ForumDeps, keyof ReturnType<typeof defineModels> | 'mirrors'> & { connection: Connection },
): Forum {
  const { connection, ...rest } = options
  const mirrors: PostMirror[] = [liveMirror(rest.live)]
  const deps: ForumDeps = { ...rest, ...defineModels(connection), mirrors }
  const following = createFollowing(deps)
  mirrors.push(wordsMirror(deps), marksMirror(deps), following.mirror, orderMirror(deps), searchMirror(deps))
  mirrors.push(machinesMirror(deps))
  return {
    routes: routesOf(deps, following),
    holders: [forumHolder(deps), marksHolder(deps), followingHolder(deps), orderHolder(deps)],
    declarations: [...forumData, versionData, ...marksData, ...followingData, orderData, ...searchData, tombstoneData],
    removable: removablePosts(deps),
    erased: erasedPosts(deps),
    forgetHandles: (handles) => forgetHandles(deps, handles),
    activityOf: (accountId, actor) => activityOf(deps, accountId, actor),
    createCategory: (actor, input) => createCategory(deps, actor, input),
    startTopic: (actor, input) => startTopic(deps, actor, input),
    addPost: (actor, input) => addPost(deps, actor, input),
    async setSolution(actor, input) {
      await setSolution(deps, actor, input)
    },
    async setVote(actor, input) {
      await setVote(deps, actor, input)
    },
    reconcile: () => reconcile(deps),
    jobs: [...forumJobs(deps), ...following.jobs],
    countWaiting: () => countQueue(deps),
    countUnread: (actor) => countUnread(deps, actor),
    forPages: forPages(deps),
    forWidgets: { stamps: widgetTopicsStamps, topics: (query) => widgetTopics(deps, query) },
    start: () => following.start(),
    stop: () => following.stop(),
  }
}

function defineModels(connection: Connection) {
  return {
    categories: defineCategory(connection),
    topics: defineTopic(connection),
    posts: definePost(connection),
    versions: defineVersion(connection),
    marks: defineMarks(connection),
    following: defineFollowing(connection),
    reports: defineReport(connection),
    search: defineSearchIndex(connection),
    tombstones: defineTombstone(connection),
  }
}

function routesOf(deps: ForumDeps, following: Following): Route[] {
  return [
    // Before the topics' pages: a feed's address looks like one of a slug.
    ...machineRoutes(deps).table,
    ...readingRoutes(deps).table,
    ...writingRoutes(deps).table,
    ...postRoutes(deps).table,
    ...historyRoutes(deps).table,
    ...previewRoutes(deps).table,
    ...marksRoutes(deps).table,
    ...liveRoutes(deps).table,
    ...searchRoutes(deps).table,
    ...following.routes,
    ...postOrderRoutes(deps).table,
    ...topicOrderRoutes(deps).table,
    ...categoryRoutes(deps).table,
  ]
}
