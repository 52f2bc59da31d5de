import { z } from 'zod'
import { longestPolicy, policyNames } from './policies.words.ts'

const text = (longest: number, tooLong: string) =>
  z
    .string('rules:form.notUsable')
    .transform((typed) =>
      typed
        .replace(/\r\n?/g, '\n')
        .replace(/(?![\n\t])\p{Cc}/gu, ' ')
        .trim(),
    )
    .pipe(z.string().max(longest, tooLong))

export const draftForm = z.strictObject({
  source: text(longestPolicy, 'policies:rules.tooLong').pipe(z.string().min(1, 'policies:rules.empty')),
})

/** The day from which on a version counts; it begins at midnight UTC. */
const day = z
  .string('policies:rules.day')
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'policies:rules.day')
  .transform((typed) => new Date(`${typed}T00:00:00Z`))
  .refine((date) => !Number.isNaN(date.getTime()), 'policies:rules.day')

export const announcementForm = z.strictObject({
  effectiveOn: day,
  isMaterial: z.enum(['yes', 'no'], 'policies:rules.chooseMaterial'),
  summary: text(2000, 'policies:rules.summaryLong').default(''),
  newOwner: text(200, 'policies:rules.ownerLong')
    .optional()
    .transform((name) => (name === '' ? undefined : name)),
})

export const nothingForm = z.strictObject({})

/** `back`: path below the mount path to go on at. */
export const seenForm = z.strictObject({
  policy: z.enum(policyNames, 'rules:form.notUsable'),
  version: z
    .string('rules:form.notUsable')
    .regex(/^[1-9]\d{0,5}$/, 'rules:form.notUsable')
    .transform(Number),
  back: z
    .string()
    .max(2000)
    .regex(/^\/(?!\/)[^\s\\]*$/)
    .optional()
    .catch(undefined),
})
