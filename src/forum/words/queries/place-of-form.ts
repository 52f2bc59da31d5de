import type { Actor } from '../../../kernel/index.ts'
import type { Category } from '../../category.model.ts'
import { mayRead } from '../../category.policy.ts'
import type { ForumDeps } from '../../deps.ts'
import type { Quote } from '../../forum.words.ts'
import { loadTopic, lookAtPost } from '../../load.ts'

/** A form that holds a text. */
interface WritingForm {
  /** Path below the mount path that it is posted to: a topic's replies, new topics, or one post's change. */
  action: string
  /** For a new topic, as far as it is chosen. */
  categoryId?: string | undefined
}

/** Where a text is to stand, and what of it stands there already. */
interface PlaceOfForm {
  category: Pick<Category, 'readRole'>
  /** What the post quoted until now. */
  quotes: readonly Quote[]
  /** What it said until now, with an opening's title. */
  said: string
}

/** Where the text of a form is to stand; before its category is chosen, a place that everybody reads. Throws NotFound, Gone. */
export async function placeOfForm(
  deps: ForumDeps,
  actor: Actor,
  { action, categoryId }: WritingForm,
): Promise<PlaceOfForm> {
  const nothing = { quotes: [], said: '' }
  const [, kind, id = ''] = action.split('/')
  if (kind === 't') return { category: (await loadTopic(deps, actor, id)).category, ...nothing }
  if (kind === 'posts') {
    // Its author changes it also while it waits for a look.
    const { post, topic, category } = await lookAtPost(deps, actor, id)
    const said = post.isOpening ? `${topic.title}\n${post.source}` : post.source
    return { category, quotes: post.quotes ?? [], said }
  }
  const chosen = categoryId === undefined ? null : await deps.categories.findById(categoryId).lean<Category>()
  return { category: chosen && mayRead(actor, chosen) ? chosen : { readRole: 'public' }, ...nothing }
}
