import { z } from 'zod'
import { roles } from '../kernel/index.ts'

const notUsable = 'rules:form.notUsable'
const line = z.string(notUsable).transform((text) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim())
const key = z.string().max(40).optional()

/** A field of a search that was left empty narrows nothing. */
const search = z
  .string()
  .max(80)
  .transform((text) => text.trim())
  .transform((text) => (text === '' ? undefined : text))
  .optional()

const day = z
  .string()
  .transform((text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined))
  .optional()

/** Whom, what and when entries of the log are looked for by. Unknown fields are ignored: links carry all sorts. */
export const auditQuery = z.object({
  by: search,
  about: search,
  action: search,
  thing: search,
  from: day,
  until: day,
  after: key,
  before: key,
  as: z.enum(['lines', 'table']).optional().catch(undefined),
})
export type AuditQuery = z.output<typeof auditQuery>

export const peopleQuery = z.object({
  search,
  show: z.enum(['staff', 'restricted']).optional().catch(undefined),
  after: key,
  before: key,
})

const reason = line.pipe(z.string().min(1, 'people:rules.reasonMissing').max(500, 'people:rules.reasonLong'))

/** How long: a number of days from now, or for good. */
const lasts = z.enum(['1', '7', '30', '365', 'forever'], 'people:rules.lastsMissing')

export const restrictionForm = z.strictObject({ reason, lasts })

export const nothingForm = z.strictObject({})

const on = z.enum(['on'], notUsable).optional()

/** One checkbox for each role. */
export const rolesForm = z.strictObject(
  Object.fromEntries(roles.map((role) => [role, on])) as Record<(typeof roles)[number], typeof on>,
)
