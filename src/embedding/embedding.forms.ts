import { z } from 'zod'

const short = z.string().max(200).optional()

/** Which discussion is asked for, and how it is to look. */
export const discussionQuery = z.object({
  url: z.string().max(4000).optional(),
  title: z.string().max(1000).catch('').default(''),
  category: short,
  theme: z.enum(['light', 'dark']).optional().catch(undefined),
  after: short,
  before: short,
  post: short,
})
export type DiscussionQuery = z.output<typeof discussionQuery>

const usable = 'rules:form.notUsable'

/** A post under a page. */
export const pagePostForm = z.strictObject({
  url: z.string(usable).max(4000, usable),
  title: z.string(usable).max(1000, usable),
  category: z.string(usable).max(200, usable).optional(),
  text: z
    .string(usable)
    .transform((text) =>
      text
        .replace(/\r\n?/g, '\n')
        .replace(/(?![\n\t])\p{Cc}/gu, '')
        .trim(),
    )
    .pipe(z.string().min(1, 'rules:text.missing').max(40_000, 'rules:text.long')),
  submission: z
    .string(usable)
    .regex(/^[0-9a-z]{12}$/, usable)
    .optional(),
  anyway: z.string(usable).max(40, usable).optional(),
  website: z.string(usable).max(2000, usable).optional(),
  opened: z.string(usable).max(20, usable).optional(),
})

/** What a frame asks for on behalf of its reader: the hash of its token, and the site that holds it. */
export const frameForm = z.strictObject({
  challenge: z.string(usable).regex(/^[\w-]{43}$/, usable),
  site: z.url({ protocol: /^https?$/, error: usable }).max(300, usable),
})

export const nothingForm = z.strictObject({})
