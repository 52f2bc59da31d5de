import { z } from 'zod'
import { faults, type Fault } from './agents.words.ts'

const fault = (name: Fault): Fault => name

/** A row of the sheet. Its messages are the names of faults. */
export const rowForm = z.object({
  name: z.string().min(1, fault('nameMissing')).max(80, fault('nameLong')),
  email: z
    .string()
    .min(1, fault('emailMissing'))
    .max(254, fault('emailWrong'))
    .pipe(z.email(fault('emailWrong')))
    .transform((email) => email.toLowerCase()),
})

/** The faults that the schema found in a row. */
export function faultsOf(error: z.ZodError): Fault[] {
  const names = error.issues.map(({ message }) => message)
  return (Object.keys(faults) as Fault[]).filter((name) => names.includes(name))
}

export const nothingForm = z.strictObject({})
