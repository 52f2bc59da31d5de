import { z } from 'zod'
import { topicKinds } from '../forum.words.ts'
import { grounds, mostSplit } from './order.words.ts'

const notUsable = 'rules:form.notUsable'
const line = z.string(notUsable).transform((text) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim())
const title = line.pipe(
  z.string().min(1, 'rules:title.missing').min(5, 'rules:title.short').max(150, 'rules:title.long'),
)
const kind = z.enum(topicKinds, 'rules:kind.missing')
const ground = z.enum(grounds, 'order:rules.groundMissing')
const note = line.pipe(z.string().max(500, 'order:rules.noteLong')).default('')

export const reportForm = z.strictObject({
  ground,
  words: line.pipe(z.string().max(1000, 'order:rules.wordsLong')).default(''),
})

export const takeDownForm = z.strictObject({ ground, note })
export const closureForm = z.strictObject({ note })
export const pinForm = z.strictObject({ wish: z.enum(['pin', 'unpin'], notUsable) })

export const editTopicForm = z.strictObject({
  title,
  kind,
  categoryId: z.string('rules:category.missing').min(1, 'rules:category.missing').max(40, 'rules:category.missing'),
})

/** The address of the other topic, whole or in part, or its id. */
export const mergerForm = z.strictObject({
  into: line
    .transform((text) => /(?:\/t\/|^)([0-9a-hjkmnp-tv-z]{12})(?:[/?#]|$)/.exec(text)?.[1] ?? '')
    .pipe(z.string().min(1, 'order:rules.noSuchTopic')),
})

const postId = z.string(notUsable).regex(/^[0-9a-hjkmnp-tv-z]{12}$/, notUsable)

/** One box ticked comes as a text, several as a list. */
export const splitForm = z.strictObject({
  title,
  kind,
  submission: z.string(notUsable).regex(/^[0-9a-hjkmnp-tv-z]{12}$/, notUsable),
  posts: z
    .union([postId.transform((id) => [id]), z.array(postId)], 'order:rules.postsMissing')
    .pipe(z.array(postId).max(mostSplit, notUsable)),
})

export const decisionForm = z.strictObject({
  decision: z.enum(['keep', 'hold', 'take-down'], notUsable),
  ground: ground.default('other'),
  note,
})

const key = z.string().max(40).optional()
export const queueQuery = z.object({ after: key, before: key })
