import { z } from 'zod'
import { categoryColours, categoryRoles, topicKinds } from './forum.words.ts'
import { topicStatuses } from './status.words.ts'

/** Browsers send CRLF; stored text has LF. Invisible control characters have no business in it. */
const cleaned = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}/gu, '')

const line = z.string('rules:form.notUsable').transform((text) => cleaned(text).replace(/\s+/g, ' ').trim())
const lines = z.string('rules:form.notUsable').transform((text) => cleaned(text).trim())

const title = line.pipe(
  z.string().min(1, 'rules:title.missing').min(5, 'rules:title.short').max(150, 'rules:title.long'),
)
const text = lines.pipe(z.string().min(1, 'rules:text.missing').max(40_000, 'rules:text.long'))
const submission = z
  .string('rules:form.notUsable')
  .regex(/^[0-9a-z]{12}$/, 'rules:form.notUsable')
  .optional()

/** Posted although it looks like something private: the mark of what exactly, as the warning gave it. */
const anyway = z.string('rules:form.notUsable').max(40, 'rules:form.notUsable').optional()
/**
 * What only programs fill in, and when the page was opened (milliseconds in base 36): neither ever refuses a post, at
 * most a moderator looks first.
 */
const traps = {
  website: z.string('rules:form.notUsable').max(2000, 'rules:form.notUsable').optional(),
  opened: z.string('rules:form.notUsable').max(20, 'rules:form.notUsable').optional(),
}

export const newTopicForm = z.strictObject({
  categoryId: z.string('rules:category.missing').min(1, 'rules:category.missing'),
  kind: z.enum(topicKinds, 'rules:kind.missing'),
  title,
  text,
  submission,
  anyway,
  ...traps,
})
export type NewTopic = z.output<typeof newTopicForm>

export const newPostForm = z.strictObject({ text, submission, anyway, ...traps })
export type NewPost = z.output<typeof newPostForm>

/** `title` comes with the opening post only. */
export const editPostForm = z.strictObject({ text, title: title.optional(), anyway })
export type PostEdit = z.output<typeof editPostForm>

export const nothingForm = z.strictObject({})

const categoryFields = {
  name: line.pipe(z.string().min(1, 'rules:name.missing').max(60, 'rules:name.long')),
  description: line.pipe(z.string().max(300, 'rules:description.long')),
  colour: z.enum(categoryColours, 'rules:colour.missing'),
  readRole: z.enum(categoryRoles, 'rules:role.missing'),
  writeRole: z.enum(categoryRoles, 'rules:role.missing'),
}

export const newCategoryForm = z.strictObject(categoryFields)
export type NewCategory = z.output<typeof newCategoryForm>

export const editCategoryForm = z.strictObject({
  ...categoryFields,
  archived: z.enum(['on'], 'rules:form.notUsable').optional(),
})
export type CategoryEdit = z.output<typeof editCategoryForm>

export const orderForm = z.strictObject({ direction: z.enum(['up', 'down'], 'rules:form.notUsable') })

const key = z.string().max(40).optional()

/** A status that is none is no reason to show nothing. */
const status = z.enum(topicStatuses).optional().catch(undefined)

/** Which part of a list is asked for. Unknown parameters are ignored: links from elsewhere carry all sorts. */
export const listQuery = z.object({ after: key, before: key, status })
export type ListQuery = z.output<typeof listQuery>

/** Which topics a feed holds. */
export const statusQuery = z.object({ status })

/** `unread` asks for the first post that the member has not read. */
export const topicQuery = z.object({ quote: key, after: key, before: key, post: key, unread: key })
export type TopicQuery = z.output<typeof topicQuery>

export const newTopicQuery = z.object({ category: z.string().max(100).optional() })

/** A search: its words, a status beside those that the words may name, and where the page before ended. */
export const searchQuery = z.object({
  q: z
    .string()
    .transform((words) => cleaned(words).slice(0, 200))
    .catch(''),
  status,
  after: key,
})
