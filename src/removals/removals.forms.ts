import { z } from 'zod'
import { grounds, mostThings, ownKinds, personBecomings, refusals, relations, staffBases } from './removals.words.ts'

const notUsable = 'rules:form.notUsable'

const line = (longest: number) =>
  z
    .string(notUsable)
    .transform((typed) => typed.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .pipe(z.string().max(longest, 'removals:rules.tooLong'))

const text = (longest: number) =>
  z
    .string(notUsable)
    .transform((typed) =>
      typed
        .replace(/\r\n?/g, '\n')
        .replace(/(?!\n)\p{Cc}/gu, ' ')
        .trim(),
    )
    .pipe(z.string().max(longest, 'removals:rules.tooLong'))

const words = text(5000).pipe(z.string().min(1, 'removals:rules.wordsMissing'))
const on = z.enum(['on'], notUsable).optional()
const must = (missing: string) => z.literal('on', missing)

/** Addresses, one a line; what is typed twice counts once. */
export const addresses = text(20_000)
  .transform((typed) => [...new Set(typed.split(/\s+/).filter((address) => address !== ''))])
  .pipe(z.array(z.string().max(2000, 'removals:rules.notFound')).max(mostThings, 'removals:rules.tooMany'))

/** Who asks; in each form where the page has it, so that what is wrong is told in that order. */
const asker = {
  name: line(80).pipe(z.string().min(1, 'rules:person.nameMissing')),
  email: line(254).pipe(z.string().toLowerCase().pipe(z.email('rules:address.form'))),
  hidden: on,
}

// Of both sides about copyright.
const postalAddress = text(500).pipe(z.string().min(1, 'removals:rules.postalMissing'))
const phone = line(60).pipe(z.string().min(1, 'removals:rules.phoneMissing'))
const signature = line(80).pipe(z.string().min(1, 'removals:rules.signatureMissing'))
const perjury = must('removals:rules.perjury')

/** Each ground brings what it needs and nothing else: EU DSA Art. 16(2), 17 U.S.C. 512(c)(3)(A). */
export const noticeForm = z.discriminatedUnion(
  'ground',
  [
    z.strictObject({
      ground: z.literal('personal'),
      about: addresses,
      relation: z.enum(relations, 'removals:rules.relation'),
      words,
      everything: on,
      ...asker,
    }),
    z.strictObject({ ground: z.literal('consent'), about: addresses, words: text(5000).default(''), ...asker }),
    z.strictObject({
      ground: z.literal('illegal'),
      about: addresses,
      words,
      reference: line(1000).default(''),
      ...asker,
      goodFaith: must('removals:rules.goodFaith'),
    }),
    z.strictObject({
      ground: z.literal('copyright'),
      about: addresses,
      reference: text(1000).pipe(z.string().min(1, 'removals:rules.workMissing')),
      words: text(5000).default(''),
      ...asker,
      postalAddress,
      phone,
      goodFaith: must('removals:rules.goodFaith'),
      perjury,
      signature,
    }),
    z.strictObject({ ground: z.literal('other'), about: addresses, words, ...asker }),
  ],
  'removals:rules.groundMissing',
)
export type NoticeFields = z.output<typeof noticeForm>

const one = z.string().max(20_000)

/** `about` may come several times, and hold several lines. What is no ground is none that was chosen. */
export const askQuery = z.object({
  about: z
    .union([one.transform((about) => [about]), z.array(one).max(mostThings)])
    .default([])
    .transform((about) => about.join('\n')),
  ground: z.enum(grounds).optional().catch(undefined),
  /** Sent with the question for the ground, and by no link. */
  step: z.literal('ground').optional().catch(undefined),
})

const day = z
  .union([z.literal(''), z.iso.date('removals:rules.day')])
  .optional()
  .transform((given) => (given === '' ? undefined : given))

const kinds = z
  .union([z.enum(ownKinds).transform((kind) => [kind]), z.array(z.enum(ownKinds)).max(ownKinds.length)], notUsable)
  .default([])

const ownWish = { kinds, from: day, to: day, words: line(200).default('') }
export const ownQuery = z.object(ownWish)
export const manyForm = z.strictObject({ ...ownWish, count: z.coerce.number<string>(notUsable).int().min(1).max(1000) })

export const ownForm = z.strictObject({ about: addresses })
export const nothingForm = z.strictObject({})
export const messageForm = z.strictObject({ text: words })
export const appealForm = z.strictObject({ words })
export const confirmationForm = z.strictObject({ answer: z.enum(['confirm', 'disown'], notUsable) })

export const counterForm = z.strictObject({
  words,
  name: asker.name,
  postalAddress,
  phone,
  perjury,
  jurisdiction: must('removals:rules.jurisdiction'),
  signature,
})

const party = z
  .string(notUsable)
  .regex(/^\d{1,2}$/, notUsable)
  .transform(Number)

export const askBackForm = z.strictObject({ party, text: words })
export const hidingForm = z.strictObject({
  wish: z.enum(['hide', 'show', 'leave'], notUsable),
  reason: text(2000).default(''),
})
export const prolongationForm = z.strictObject({
  reason: text(2000).pipe(z.string().min(1, 'removals:rules.reasonMissing')),
})
export const additionForm = z.strictObject({ about: addresses })
export const remainsForm = z.strictObject({
  run: z.string(notUsable).max(20, notUsable),
  place: z.string(notUsable).max(100, notUsable),
  thing: z.string(notUsable).max(400, notUsable),
  reason: line(500).pipe(z.string().min(1, 'removals:rules.reasonMissing')),
})

/** One of a list, or none. */
const choice = <Word extends string>(among: readonly Word[], missing: string) =>
  z
    .string(missing)
    .optional()
    .transform((given) => among.find((word) => word === given))

/**
 * `becomes-<n>`, `piece-<n>-<k>` (ticked passages), `words-<n>` (further ones, a line each) and `seen-<n>` for each thing;
 * which of them there must be is known to the command.
 */
export const decisionForm = z
  .object({
    basis: choice(staffBases, 'removals:rules.basisMissing'),
    person: choice(personBecomings, 'removals:rules.becomesMissing'),
    refusal: choice(refusals, 'removals:rules.refusalMissing'),
    explanation: text(5000).default(''),
  })
  .catchall(z.string(notUsable).max(20_000, notUsable))

export const caseQuery = z.object({ template: z.string().max(30).optional() })
export const queueQuery = z.object({
  show: z.enum(['waiting', 'decided']).default('waiting'),
  after: z.string().max(40).optional(),
})
