import { z } from 'zod'

export const nothingForm = z.strictObject({})

/** A code of an authenticator or a recovery code, as it was typed. */
const code = z
  .string('rules:form.notUsable')
  .trim()
  .min(1, 'second-factor:rules.missing')
  .max(40, 'second-factor:rules.wrong')

export const codeForm = z.strictObject({ code })

/** Where somebody is led on to once their code was right. Not one of our paths: home. */
export const entryQuery = z.object({ return: z.string().max(2000).optional().catch(undefined) })
