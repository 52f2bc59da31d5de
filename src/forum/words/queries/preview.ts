import type { SafeHtml } from '../../../content/index.ts'
import type { Actor } from '../../../kernel/index.ts'
import type { Category } from '../../category.model.ts'
import { mayRead } from '../../category.policy.ts'
import type { ForumDeps } from '../../deps.ts'
import { loadTopic, lookAtPost } from '../../load.ts'
import type { Quote } from '../../forum.words.ts'
import { completePosts } from './complete-posts.ts'
import { takeWords } from './take-words.ts'

/** A text as it will look where it is to stand. */
export interface Previewed {
  text: string
  /** Path below the mount path that its form is posted to: a topic's replies, new topics, or one post's change. */
  action: string
  /** For a new topic, as far as it is chosen. */
  categoryId?: string | undefined
  /** What stands in place of the name of a quoted writer who is not to be named. */
  nobody: string
}

/** The HTML that a typed text would have, by the same ways as when it is posted. Throws NotFound, Gone. */
export async function previewWords(deps: ForumDeps, actor: Actor, typed: Previewed): Promise<SafeHtml> {
  const { category, before } = await placeOf(deps, actor, typed)
  const { source, quotes, rendered } = await takeWords(deps, { text: typed.text, category, actor, before })
  const [shown] = await completePosts(deps, { actor, nobody: typed.nobody }, [{ source, quotes, html: rendered.html }])
  return shown?.html ?? rendered.html
}

interface Place {
  category: Pick<Category, 'readRole'>
  before: readonly Quote[]
}

/** Where the text is to stand; before its category is chosen, a place that everybody reads. */
async function placeOf(deps: ForumDeps, actor: Actor, { action, categoryId }: Previewed): Promise<Place> {
  const [, kind, id = ''] = action.split('/')
  if (kind === 't') return { category: (await loadTopic(deps, actor, id)).category, before: [] }
  if (kind === 'posts') {
    // Its author changes it also while it waits for a look.
    const { post, category } = await lookAtPost(deps, actor, id)
    return { category, before: post.quotes ?? [] }
  }
  const chosen = categoryId === undefined ? null : await deps.categories.findById(categoryId).lean<Category>()
  return { category: chosen && mayRead(actor, chosen) ? chosen : { readRole: 'public' }, before: [] }
}
