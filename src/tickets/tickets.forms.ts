import { z } from 'zod'
import { longest, requestStateNames, scores } from './tickets.words.ts'

const unusable = 'rules:form.notUsable'

const line = (most: number, tooLong: string) =>
  z
    .string(unusable)
    .transform((text) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .pipe(z.string().max(most, tooLong))

const text = z
  .string('rules:text.missing')
  .transform((typed) =>
    typed
      .replace(/\r\n?/g, '\n')
      .replace(/(?![\n\t])\p{Cc}/gu, ' ')
      .trim(),
  )
  .pipe(z.string().min(1, 'rules:text.missing').max(longest.text, 'tickets:rules.longText'))

/** Addresses, separated by commas, semicolons or lines. */
const addresses = z
  .string(unusable)
  .max(4000, 'tickets:rules.tooManyCc')
  .transform((typed) => typed.split(/[,;\s]+/).filter((address) => address !== ''))

/** Whether the text is sent or only looked at. */
const act = z.enum(['send', 'preview'], unusable).default('send')

export const newRequestForm = z.strictObject({
  name: line(longest.name, 'rules:person.nameLong'),
  email: line(254, 'tickets:rules.address').pipe(z.string().min(3, 'tickets:rules.address')),
  subject: line(longest.subject, 'rules:title.long').pipe(z.string().min(1, 'tickets:rules.subject')),
  categoryId: z.string().max(12, unusable).optional(),
  text,
  cc: addresses.optional(),
  followsUp: z
    .string()
    .regex(/^\d{0,9}$/, unusable)
    .optional(),
  act,
})

export const replyForm = z.strictObject({ text, act })

export const peopleForm = z.strictObject({ addresses })

export const nothingForm = z.strictObject({})

export const redactionForm = z.strictObject({
  passage: z
    .string(unusable)
    .max(longest.text, unusable)
    .transform((typed) => typed.replace(/\r\n?/g, '\n').trim())
    .optional(),
  files: z.union([z.string(), z.array(z.string().max(40)).max(10)], unusable).optional(),
})

export const ratingForm = z.strictObject({
  score: z.enum(scores, 'tickets:rules.score'),
  words: line(longest.words, 'tickets:rules.longWords').optional(),
})

export const ratingQuery = z.object({ score: z.enum(scores).optional() })

const key = z.string().max(30).optional()

export const ownListQuery = z.object({
  q: z.string().max(200).optional(),
  state: z.enum(requestStateNames).optional(),
  after: key,
  before: key,
})
export type OwnListQuery = z.output<typeof ownListQuery>

export const conversationQuery = z.object({ before: key })

export const liveQuery = z.object({
  after: z.string().max(30).optional(),
  since: z.string().regex(/^\d{1,15}$/),
  version: z.string().regex(/^\d{1,9}$/),
})

export const newRequestQuery = z.object({
  followsUp: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
})
