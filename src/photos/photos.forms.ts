import { z } from 'zod'
import { parts } from './photos.words.ts'

/** A number from 0 to 1 as a script of ours writes it; empty where no script ran. */
const fraction = z
  .string('rules:form.notUsable')
  .regex(/^(?:|0|1|[01]\.\d{1,20})$/, 'rules:form.notUsable')
  .transform((text) => (text === '' ? undefined : Number(text)))
  .refine((number) => number === undefined || number <= 1, 'rules:form.notUsable')
  .optional()

/** Which square of the picture is the photo: chosen by hand, or roughly. The file itself comes beside the form. */
export const photoForm = z.strictObject({
  part: z.enum(parts, 'rules:form.notUsable').default('auto'),
  x: fraction,
  y: fraction,
  size: fraction,
})
export type PhotoFields = z.output<typeof photoForm>

export const nothingForm = z.strictObject({})
