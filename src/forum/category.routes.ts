import {
  createRoutes,
  freshForm,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../http/index.ts'
import { NotFound } from '../kernel/index.ts'
import type { Category } from './category.model.ts'
import { changeCategory, createCategory, orderCategory } from './commands/manage-categories.ts'
import type { ForumDeps } from './deps.ts'
import { editCategoryForm, newCategoryForm, orderForm } from './forum.forms.ts'
import { readableCategories, toCard } from './queries/list-categories.ts'

const newCategory = { colour: 'slate', readRole: 'public', writeRole: 'members' }

/** The owner's pages for the forum's categories. */
export function categoryRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()

  routes.get('/staff/categories', { for: 'owner' }, (visit) =>
    categoriesPage(deps, visit, freshForm('/staff/categories', newCategory)),
  )

  routes.post(
    '/staff/categories',
    { for: 'owner', form: newCategoryForm, again: (visit, form) => categoriesPage(deps, visit, form) },
    async (visit) => {
      const { name } = await createCategory(deps, visit.actor, visit.form)
      return redirect('/staff/categories', { kind: 'done', key: 'staff:flash.categoryCreated', params: { name } })
    },
  )

  routes.get('/staff/categories/:id', { for: 'owner' }, (visit) => categoryPage(deps, visit))

  routes.post(
    '/staff/categories/:id',
    { for: 'owner', form: editCategoryForm, again: (visit, form) => categoryPage(deps, visit, form) },
    async (visit) => {
      const { name } = await changeCategory(deps, visit.actor, { ...visit.form, id: visit.params['id'] ?? '' })
      return redirect('/staff/categories', { kind: 'done', key: 'staff:flash.categorySaved', params: { name } })
    },
  )

  routes.post('/staff/categories/:id/order', { for: 'owner', form: orderForm }, async (visit) => {
    await orderCategory(deps, visit.actor, { ...visit.form, id: visit.params['id'] ?? '' })
    return redirect('/staff/categories', { kind: 'done', key: 'staff:flash.categoryOrder' })
  })

  return routes
}

async function categoriesPage(deps: ForumDeps, visit: Visit, form: FormState): Promise<Answer> {
  const categories = await readableCategories(deps, visit.actor)
  const cards = categories.map((category, at) => ({
    ...toCard(deps, category),
    id: category._id,
    editAddress: deps.link(`/staff/categories/${category._id}`),
    orderAction: deps.link(`/staff/categories/${category._id}/order`),
    isFirst: at === 0,
    isLast: at === categories.length - 1,
  }))
  const head = {
    title: visit.formats.t('staff:categories.title'),
    robots: 'noindex' as const,
    section: 'staff' as const,
  }
  return page('staff/categories', { view: { categories: cards }, head, form })
}

async function categoryPage(deps: ForumDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const id = visit.params['id'] ?? ''
  const category = await deps.categories.findById(id).lean<Category>()
  if (!category) throw new NotFound('no such category')
  const { name, description, colour, readRole, writeRole, archivedAt } = category
  const values = { name, description, colour, readRole, writeRole, ...(archivedAt ? { archived: 'on' } : {}) }
  const head = {
    title: visit.formats.t('staff:editCategory.title'),
    robots: 'noindex' as const,
    section: 'staff' as const,
  }
  return page('staff/edit-category', { view: {}, head, form: form ?? freshForm(`/staff/categories/${id}`, values) })
}
