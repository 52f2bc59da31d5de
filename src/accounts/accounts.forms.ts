import { z } from 'zod'
import { shownParts } from './account.words.ts'

const line = z.string('rules:form.notUsable').transform((text) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim())

const name = line.pipe(z.string().min(1, 'rules:person.nameMissing').max(80, 'rules:person.nameLong'))
const handle = line.pipe(
  z
    .string()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9_-]{1,29}$/, 'rules:handle.form'),
)
const email = line.pipe(z.string().toLowerCase().max(254, 'rules:address.form').pipe(z.email('rules:address.form')))

const timeZones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])

const on = z.enum(['on'], 'rules:form.notUsable').optional()

/** One checkbox for each part of the profile that can be shown. */
const shows = Object.fromEntries(shownParts.map((part) => [`shows-${part}`, on])) as Record<
  `shows-${(typeof shownParts)[number]}`,
  typeof on
>

export const profileForm = z.strictObject({
  name,
  handle,
  about: z
    .string('rules:form.notUsable')
    .transform((text) =>
      text
        .replace(/\r\n?/g, '\n')
        .replace(/(?![\n\t])\p{Cc}/gu, '')
        .trim(),
    )
    .pipe(z.string().max(2000, 'rules:person.aboutLong')),
  locale: z.string('rules:form.notUsable').regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'rules:form.notUsable'),
  timeZone: z.string('rules:form.notUsable').refine((zone) => timeZones.has(zone), 'rules:person.timeZone'),
  ...shows,
})
export type ProfileFields = z.output<typeof profileForm>

export const addressForm = z.strictObject({ email })

export const nothingForm = z.strictObject({})

/** The greeting page: what is kept of what the provider gave, the age question, and what is agreed to. */
export const welcomeForm = z.strictObject({
  name,
  handle,
  keepEmail: on,
  keepPhoto: on,
  bornMonth: z
    .string('rules:born.month')
    .regex(/^([1-9]|1[0-2])$/, 'rules:born.month')
    .transform(Number),
  bornYear: z
    .string('rules:born.year')
    .regex(/^(19|20)\d\d$/, 'rules:born.year')
    .transform(Number),
  agreed: z.enum(['on'], 'rules:agreed.missing'),
})
export type WelcomeFields = z.output<typeof welcomeForm>
