import { z } from 'zod'
import { followKinds, followLevels } from './following.words.ts'

const kind = z.enum(followKinds, 'rules:form.notUsable')
const targetId = z.string('rules:form.notUsable').regex(/^(?:[0-9a-z]{12}|all|own)$/, 'rules:form.notUsable')

/** A button beside a topic, a category or a line of the own list; `none` follows it no more. */
export const followForm = z.strictObject({
  kind,
  targetId,
  level: z.enum([...followLevels, 'none'], 'rules:form.notUsable'),
  /** Where the button stands. */
  back: z.enum(['there', 'list'], 'rules:form.notUsable').default('there'),
})

/** What a guest fills in to follow by address. */
export const followByMailForm = z.strictObject({
  kind,
  targetId,
  email: z.string('rules:follow.address').trim().toLowerCase().max(254, 'rules:follow.address'),
})

/** The buttons of the page that a mail leads to. */
export const addressFollowsForm = z.strictObject({
  act: z.enum(['confirm', 'at-once', 'daily', 'stop', 'forget'], 'rules:form.notUsable'),
  targetId: targetId.optional(),
})
export type AddressFollowsForm = z.output<typeof addressFollowsForm>

export const solvedForm = z.strictObject({
  answer: z.enum(['yes', 'no'], 'rules:form.notUsable').optional(),
  /** The answer that solved it. */
  postId: z.string('rules:form.notUsable').max(20).optional(),
})

const key = z.string().max(40).optional()
export const noticesQuery = z.object({ after: key, before: key })
export type NoticesQuery = z.output<typeof noticesQuery>

export const nothingForm = z.strictObject({})
