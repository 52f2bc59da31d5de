import { z } from 'zod'

export const historyQuery = z.object({ after: z.string().max(40).optional() })

export const nothingForm = z.strictObject({})

const typed = z.string('rules:form.notUsable').max(100_000, 'rules:form.notUsable')

/** The fields of any form that holds a text to be posted, as far as they are filled in, and where it is posted to. */
export const previewForm = z.object({
  for: z.string().regex(/^\/(?:topics\/new|t\/[0-9a-z]{12}\/posts|posts\/[0-9a-z]{12}\/edit)$/, 'rules:form.notUsable'),
  text: typed.transform((text) =>
    text
      .replace(/\r\n?/g, '\n')
      .replace(/(?![\n\t])\p{Cc}/gu, '')
      .trim(),
  ),
  title: typed.optional(),
  categoryId: typed.optional(),
  kind: typed.optional(),
  submission: typed.optional(),
})
