import { z } from 'zod'
import { voteWishes } from './marks.words.ts'

export const voteForm = z.strictObject({ wish: z.enum(voteWishes, 'rules:form.notUsable') })

/** `take-back` when the answer no longer is the solution. */
export const solveForm = z.strictObject({ wish: z.enum(voteWishes, 'rules:form.notUsable') })

/** A day as `YYYY-MM-DD`; empty when the solution holds again. */
export const outdatedForm = z.strictObject({
  since: z.union([z.literal(''), z.iso.date('rules:outdated.day')], 'rules:outdated.day'),
})
