import { z } from 'zod'

const text = (longest: number) =>
  z
    .string('rules:form.notUsable')
    .transform((typed) =>
      typed
        .replace(/\r\n?/g, '\n')
        .replace(/(?![\n\t])\p{Cc}/gu, ' ')
        .trim(),
    )
    .pipe(z.string().max(longest, 'access:rules.tooLong'))

const email = z.string('mail:rules.address').trim().max(254, 'mail:rules.address').pipe(z.email('mail:rules.address'))

export const accessForm = z.strictObject({ email, question: text(2000).default('') })

export const enteredForm = z.strictObject({
  email,
  question: text(2000).default(''),
  receivedOn: z
    .string('access:rules.day')
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'access:rules.day')
    .transform((typed) => new Date(`${typed}T00:00:00Z`))
    .refine((date) => !Number.isNaN(date.getTime()), 'access:rules.day'),
})

export const answerForm = z.strictObject({
  wish: z.enum(['answer', 'decline'], 'access:rules.choose'),
  text: text(2000).pipe(z.string().min(1, 'access:rules.empty')),
})

export const nothingForm = z.strictObject({})
