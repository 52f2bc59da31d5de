import {
  createRoutes,
  freshForm,
  movedTo,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../http/index.ts'
import { categoryPath, postPath, topicPath } from './addresses.ts'
import { editPost } from './commands/edit-post.ts'
import { removePost } from './commands/remove-post.ts'
import type { ForumDeps } from './deps.ts'
import { editPostForm, nothingForm } from './forum.forms.ts'
import { lookAtPost } from './load.ts'
import { showPostForm, showRemoval } from './queries/show-post-form.ts'
import { warningFor } from './words/sensitive.ts'

/** A single post: its lasting address, changing it, removing it. */
export function postRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()
  const idOf = (visit: Visit<unknown, unknown>): string => visit.params['id'] ?? ''

  routes.get('/posts/:id', { for: 'visitor' }, async (visit) => {
    const { topic, post } = await lookAtPost(deps, visit.actor, idOf(visit))
    return movedTo(postPath(topic, post._id))
  })

  routes.get('/posts/:id/edit', { for: 'member' }, async (visit) => editPage(deps, visit))

  routes.post(
    '/posts/:id/edit',
    {
      for: 'member',
      form: editPostForm,
      keepsDraft: ({ id = '' }) => `/posts/${id}/edit`,
      again: (visit, form) => editPage(deps, visit, form),
    },
    async (visit) => {
      const { topic, postId, waits } = await editPost(deps, visit.actor, { ...visit.form, postId: idOf(visit) })
      return redirect(postPath(topic, postId), {
        kind: 'done',
        key: waits ? 'order:flash.waits' : 'forum:flash.edited',
      })
    },
  )

  routes.get('/posts/:id/delete', { for: 'member' }, async (visit) => {
    const view = await showRemoval(deps, visit.actor, idOf(visit))
    const head = {
      title: visit.formats.t('forum:deletePost.title'),
      robots: 'noindex' as const,
      section: 'topics' as const,
    }
    return page('forum/delete-post', { view, head, form: freshForm(`/posts/${idOf(visit)}/delete`) })
  })

  routes.post('/posts/:id/delete', { for: 'member', form: nothingForm }, async (visit) => {
    const { topic, categorySlug } = await removePost(deps, visit.actor, idOf(visit))
    const to = topic ? topicPath(topic) : categoryPath({ slug: categorySlug })
    return redirect(to, { kind: 'done', key: 'forum:flash.deleted' })
  })

  return routes
}

async function editPage(deps: ForumDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const id = visit.params['id'] ?? ''
  const { title, source, ...view } = await showPostForm(deps, visit.actor, id)
  const fresh = freshForm(`/posts/${id}/edit`, { text: source, ...(view.isOpening ? { title } : {}) })
  const head = {
    title: visit.formats.t('forum:editPost.title'),
    robots: 'noindex' as const,
    section: 'topics' as const,
  }
  const shown = { ...view, ...(form ? await warningFor(deps, visit.actor, form) : {}) }
  return page('forum/edit-post', { view: shown, head, form: form ?? fresh })
}
