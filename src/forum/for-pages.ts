import { Gone, Invalid, NotFound, visitor, type Actor, type MessageKey, type MessageParams } from '../kernel/index.ts'
import { addPost } from './commands/add-post.ts'
import { startTopic } from './commands/start-topic.ts'
import type { ForumDeps } from './deps.ts'
import type { NewPost } from './forum.forms.ts'
import type { PageLinks, PostView } from './forum.views.ts'
import { readableCategories } from './queries/list-categories.ts'
import { showTopic } from './queries/show-topic.ts'
import { mayWrite, somebody } from './category.policy.ts'
import { warningFor, type WarningView } from './words/sensitive.ts'

interface ThreadQuery {
  after?: string | undefined
  before?: string | undefined
  post?: string | undefined
}

interface Thread {
  title: string
  address: string
  replyCount: number
  posts: PostView[]
  links: PageLinks
  whyClosed?: string
  whyClosedParams?: MessageParams
}

interface Written {
  postId: string
  waits: boolean
}

/** Why words weren't taken; with a warning, they are once its mark comes along. */
interface Refused {
  reason: MessageKey
  warning?: WarningView
}

/** Conversations as they are held under pages of other sites: read as everybody reads them, written by who has an account. */
export interface ForumForPages {
  openCategories(): Promise<{ id: string; name: string; slug: string }[]>
  show(topicId: string, given: { query: ThreadQuery; nobody: string }): Promise<Thread | 'gone' | 'hidden'>
  start(
    actor: Actor,
    input: NewPost & { categoryId: string; title: string },
  ): Promise<(Written & { topicId: string }) | Refused>
  reply(actor: Actor, input: NewPost & { topicId: string }): Promise<Written | Refused>
}

/** The forum for pages, on the same commands and queries as its own pages. */
export function forPages(deps: ForumDeps): ForumForPages {
  return {
    async openCategories() {
      const readable = await readableCategories(deps, visitor)
      return readable
        .filter((category) => mayWrite(somebody, category).allowed)
        .map(({ _id, name, slug }) => ({ id: _id, name, slug }))
    },
    show: (topicId, given) => showThread(deps, topicId, given),
    start: (actor, input) =>
      orRefused(deps, actor, {
        action: '/topics/new',
        values: { title: input.title, text: input.text, categoryId: input.categoryId },
        write: async () => {
          const topic = await startTopic(deps, actor, { ...input, kind: 'discussion' })
          return { topicId: topic._id, postId: topic.openingPostId, waits: topic.hiddenFor !== undefined }
        },
      }),
    reply: (actor, input) =>
      orRefused(deps, actor, {
        action: `/t/${input.topicId}/posts`,
        values: { text: input.text },
        write: async () => {
          const { post } = await addPost(deps, actor, input)
          return { postId: post._id, waits: post.hiddenFor !== undefined }
        },
      }),
  }
}

interface Attempt<Result> {
  /** The form of our own pages that the same words would be sent by. */
  action: string
  values: Record<string, string>
  write: () => Promise<Result>
}

async function orRefused<Result>(
  deps: ForumDeps,
  actor: Actor,
  { action, values, write }: Attempt<Result>,
): Promise<Result | Refused> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    const [reason = 'rules:form.notUsable'] = Object.values(error.fields)
    return { reason, ...(await warningFor(deps, actor, { action, values, errors: error.fields })) }
  }
}

async function showThread(
  deps: ForumDeps,
  id: string,
  { query, nobody }: { query: ThreadQuery; nobody: string },
): Promise<Thread | 'gone' | 'hidden'> {
  try {
    const { view, path } = await showTopic(deps, visitor, { id, query, nobody })
    return {
      title: view.topic.title,
      address: deps.fullAddress(path),
      replyCount: view.topic.replyCount,
      posts: [view.opening, ...view.replies],
      links: view.links,
      ...(view.replyAction === undefined && view.whyNoReply !== undefined
        ? { whyClosed: view.whyNoReply, ...(view.whyNoReplyParams ? { whyClosedParams: view.whyNoReplyParams } : {}) }
        : {}),
    }
  } catch (error) {
    if (error instanceof Gone) return 'gone'
    if (error instanceof NotFound) return 'hidden'
    throw error
  }
}
