import { z } from 'zod'
import { wishKinds } from '../kernel/index.ts'
import { bulkDeeds, queueNames, queueSize } from './queue.words.ts'
import { longest, messageKinds, requestStateNames, scores, requestEvents } from './tickets.words.ts'
import { priorities } from './time/priority.words.ts'

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

/** Made with the page: a form that is sent twice, because nobody answered the first time, writes once. */
const submission = z
  .string(unusable)
  .regex(/^[0-9a-z]{12}$/, unusable)
  .optional()

export const newRequestForm = z.strictObject({
  name: line(longest.name, 'rules:person.nameLong'),
  email: line(254, 'tickets:rules.address').pipe(z.string().min(3, 'tickets:rules.address')),
  subject: line(longest.subject, 'rules:title.long').pipe(z.string().min(1, 'tickets:rules.subject')),
  categoryId: z
    .string()
    .max(12, unusable)
    .transform((id) => (id === '' ? undefined : id))
    .optional(),
  text,
  cc: addresses.optional(),
  followsUp: z
    .string()
    .regex(/^\d{0,9}$/, unusable)
    .optional(),
  submission,
  act,
})

export const replyForm = z.strictObject({ text, submission, act })

export const linkedReplyForm = z.strictObject({ text, submission })

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

const number = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, unusable)
  .transform(Number)

/** What is left empty in a form narrows nothing. */
const orNothing = <Text extends string>(typed: Text | ''): Text | undefined => (typed === '' ? undefined : typed)

const narrowing = {
  list: z
    .enum(['', ...queueNames], unusable)
    .transform(orNothing)
    .optional(),
  tag: z
    .string()
    .max(longest.tag, 'tickets:rules.tags')
    .transform((typed) => orNothing(typed.trim().toLowerCase()))
    .optional(),
  priority: z
    .enum(['', ...priorities], unusable)
    .transform(orNothing)
    .optional(),
  category: z.string().max(12, unusable).transform(orNothing).optional(),
}

export const queueQuery = z.object({
  ...narrowing,
  q: z.string().max(200).optional(),
  after: key,
  before: key,
})

export const filterForm = z.strictObject({
  ...narrowing,
  name: line(longest.filterName, 'tickets:rules.filterNameLong').pipe(z.string().min(1, 'tickets:rules.filterName')),
})

export const staffRequestQuery = z.object({ before: key, macro: z.string().max(12).optional() })

export const answerForm = z.strictObject({
  text,
  kind: z.enum(messageKinds, unusable).default('message'),
  event: z
    .enum(['', ...requestEvents], unusable)
    .default('')
    .transform((event) => (event === '' ? undefined : event)),
  seen: z.string().max(30, unusable).default(''),
  submission,
  anyway: z.enum(['yes'], unusable).optional(),
})

export const stateForm = z.strictObject({ event: z.enum(requestEvents, unusable) })

/** An empty assignee is nobody; `me` is whoever sends it. What is missing stays as it is. */
export const sortingForm = z.strictObject({
  assignee: z.string().max(12, unusable),
  priority: z.enum(priorities, unusable).optional(),
  tags: z
    .string()
    .max(400, 'tickets:rules.tags')
    .transform((typed) => typed.split(/[,;\s]+/))
    .optional(),
  categoryId: z.string().max(12, unusable).optional(),
})

export const caseForm = z.strictObject({ kind: z.enum(wishKinds, unusable) })

export const mergerForm = z.strictObject({
  into: z
    .string()
    .transform((typed) => typed.replace(/^#/, '').trim())
    .pipe(number),
})

export const presenceForm = z.strictObject({ answering: z.enum(['yes', 'no'], unusable) })

export const bulkForm = z.strictObject({
  numbers: z
    .union([number.transform((one) => [one]), z.array(number).max(queueSize, unusable)], 'tickets:rules.chooseSome')
    .optional(),
  deed: z.enum(bulkDeeds, 'tickets:rules.chooseDeed'),
  back: z.string().max(500, unusable).default(''),
})

export const macroForm = z.strictObject({
  name: line(60, 'rules:name.long').pipe(z.string().min(1, 'rules:name.missing')),
  text,
  event: z
    .enum(['', ...requestEvents], unusable)
    .default('')
    .transform((event) => (event === '' ? undefined : event)),
})

export const settingsForm = z.strictObject({
  categories: z
    .string(unusable)
    .max(3000, unusable)
    .transform((typed) => [...new Set(typed.split(/\r?\n/).map((name) => name.trim()))].filter((name) => name !== ''))
    .pipe(z.array(z.string().max(60, 'rules:name.long')).max(30, 'tickets:rules.tooManyCategories')),
  isRoundRobin: z.enum(['on'], unusable).optional(),
})

const days = z
  .string()
  .regex(/^([1-9]\d{0,3})?$/, 'tickets:rules.days')
  .transform((typed) => (typed === '' ? undefined : Number(typed)))

export const retentionQuery = z.object({ days: days.optional() })

export const retentionForm = z.strictObject({ days })

const day = z
  .string()
  .regex(/^(\d{4}-\d\d-\d\d)?$/)
  .transform((typed) => (typed === '' ? undefined : new Date(`${typed}T00:00:00Z`)))

export const resultsQuery = z.object({ from: day.optional(), until: day.optional() })
