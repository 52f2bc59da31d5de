import { z } from 'zod'

const kind = z.string('rules:form.notUsable').regex(/^[a-z][a-z-]{0,59}$/, 'rules:form.notUsable')

/** The boxes that are ticked; a browser sends nothing for the others, and one alone as a text. */
export const preferencesForm = z.strictObject({
  kinds: z
    .union([kind.transform((one) => [one]), z.array(kind).max(100, 'rules:form.notUsable')], 'rules:form.notUsable')
    .default([]),
})

/**
 * What a button of our page or a mail program (RFC 8058) sends. Programs may send anything beside it, or nothing at
 * all: the token in the address says everything.
 */
export const unsubscribeForm = z.object({
  scope: z.enum(['kind', 'everything']).optional().catch(undefined),
  'List-Unsubscribe': z.string().optional().catch(undefined),
})
export type UnsubscribeForm = z.output<typeof unsubscribeForm>

export const nothingForm = z.strictObject({})

const key = z.string().max(40).optional()

/** Which part of the outbox is asked for. */
export const outboxQuery = z.object({
  state: z.enum(['waiting', 'dead', 'sent']).optional().catch(undefined),
  after: key,
  before: key,
})
export type OutboxQuery = z.output<typeof outboxQuery>
