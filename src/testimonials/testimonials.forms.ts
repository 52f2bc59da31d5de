import { z } from 'zod'
import { connections, nameForms, purposes } from './testimonials.words.ts'

const line = (longest: number, tooLong: string) =>
  z
    .string('rules:form.notUsable')
    .transform((text) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .pipe(z.string().max(longest, tooLong))

const text = z
  .string('rules:testimonial.textMissing')
  .transform((typed) =>
    typed
      .replace(/\r\n?/g, '\n')
      .replace(/(?!\n)\p{Cc}/gu, ' ')
      .trim(),
  )
  .pipe(z.string().min(1, 'rules:testimonial.textMissing').max(2000, 'rules:testimonial.textLong'))

const wording = {
  text,
  name: line(80, 'rules:person.nameLong').pipe(z.string().min(1, 'rules:person.nameMissing')),
  nameForm: z.enum(nameForms, 'rules:testimonial.nameForm'),
  role: line(80, 'rules:testimonial.lineLong'),
  company: line(80, 'rules:testimonial.lineLong'),
  stars: z
    .string()
    .regex(/^[1-5]?$/, 'rules:form.notUsable')
    .optional()
    .transform((stars) => (stars ? Number(stars) : undefined)),
  connection: z.enum(connections, 'rules:testimonial.connection'),
}

const version = z
  .string('rules:form.notUsable')
  .regex(/^[1-9]\d{0,5}$/, 'rules:form.notUsable')
  .transform(Number)

const on = z.enum(['on'], 'rules:form.notUsable').optional()

export const submissionForm = z.strictObject({
  ...wording,
  email: line(254, 'rules:address.form').pipe(z.string().toLowerCase().pipe(z.email('rules:address.form'))),
})

export const revisionForm = z.strictObject({ ...wording, version, removePhoto: on })

export const correctionForm = z.strictObject({ ...wording, version }).omit({ nameForm: true, stars: true })

/** Nothing is chosen beforehand, so everything may be missing; what a yes needs is asked for by name. */
export const answerForm = z.strictObject({
  version,
  answer: z.enum(['give', 'decline'], 'rules:form.notUsable'),
  nameForm: z.enum(nameForms, 'rules:testimonial.nameForm').optional(),
  photo: on,
  ...(Object.fromEntries(purposes.map((purpose) => [purpose, on])) as Record<(typeof purposes)[number], typeof on>),
})
export type AnswerFields = z.output<typeof answerForm>

export const withdrawalForm = z.strictObject({ what: z.enum(['all', 'photo'], 'rules:form.notUsable') })

export const nothingForm = z.strictObject({})

export const publicationForm = z.strictObject({
  wish: z.enum(['publish', 'unpublish'], 'rules:form.notUsable'),
  day: z
    .string()
    .regex(/^(\d{4}-\d\d-\d\d)?$/, 'rules:testimonial.day')
    .optional()
    .transform((day) => (day ? new Date(`${day}T00:00:00Z`) : undefined))
    .refine((day) => day === undefined || !Number.isNaN(day.getTime()), 'rules:testimonial.day'),
})

export const featureForm = z.strictObject({ wish: z.enum(['feature', 'unfeature'], 'rules:form.notUsable') })

/** Gives where it is to stand: `before:` or `after:` and the id of another one. `tag` is what the board was filtered by. */
export const orderForm = z.strictObject({
  to: z
    .string('rules:form.notUsable')
    .regex(/^(?:before|after):\w{1,40}$/, 'rules:form.notUsable')
    .transform((to) => {
      const [side, other = ''] = to.split(':')
      return { side: side === 'before' ? 'before' : 'after', other } as const
    }),
  tag: z.string().max(80, 'rules:form.notUsable').optional(),
})

const count = (most: number) =>
  z
    .string('rules:testimonial.count')
    .regex(/^[1-9]\d{0,3}$/, 'rules:testimonial.count')
    .transform(Number)
    .refine((number) => number <= most, 'rules:testimonial.count')

export const invitationForm = z.strictObject({
  label: line(80, 'rules:testimonial.lineLong').pipe(z.string().min(1, 'rules:testimonial.labelMissing')),
  uses: count(1000),
  days: count(365),
})

/** Gives the number of the tweet that an address names. */
export const tweetForm = z.strictObject({
  address: line(300, 'rules:testimonial.tweet')
    .pipe(
      z
        .string()
        .regex(
          /^https:\/\/(?:www\.|mobile\.)?(?:twitter|x)\.com\/\w{1,30}\/status\/\d{1,25}(?:[/?#].*)?$/,
          'rules:testimonial.tweet',
        ),
    )
    .transform((address) => /\/status\/(\d+)/.exec(address)?.[1] ?? ''),
})

export const tagsForm = z.strictObject({
  tags: line(300, 'rules:testimonial.lineLong')
    .transform((tags) =>
      tags
        .split(',')
        .map((tag) => tag.trim().toLowerCase())
        .filter((tag) => tag !== '')
        .slice(0, 10),
    )
    .pipe(z.array(z.string().max(80, 'rules:testimonial.lineLong'))),
})
