import type { SafeHtml } from '../../../content/index.ts'
import type { Actor } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import { completePosts } from './complete-posts.ts'
import { placeOfForm } from './place-of-form.ts'
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
  const { category, quotes: before } = await placeOfForm(deps, actor, typed)
  const { source, quotes, rendered } = await takeWords(deps, { text: typed.text, category, actor, before })
  const [shown] = await completePosts(deps, { actor, nobody: typed.nobody }, [{ source, quotes, html: rendered.html }])
  return shown?.html ?? rendered.html
}
