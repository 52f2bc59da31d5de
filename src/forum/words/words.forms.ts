import { z } from 'zod'

export const historyQuery = z.object({ after: z.string().max(40).optional() })

export const nothingForm = z.strictObject({})
