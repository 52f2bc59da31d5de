import type { z } from 'zod'
import { Invalid, type MessageKey } from '../kernel/index.ts'

/** A form on a page: what its fields hold and what is wrong with them. Values are kept as they were typed. */
export interface FormState {
  /** Path below the mount path that the form is posted to. */
  action: string
  values: Readonly<Record<string, string>>
  errors: Readonly<Record<string, MessageKey>>
  /** The values are what was typed before the sign-in: nothing of them is sent yet. */
  isRestored?: boolean
}

/** A form as it is first shown: with the given values and nothing wrong. */
export function freshForm(action: string, values: Record<string, string> = {}): FormState {
  return { action, values, errors: {} }
}

/**
 * Reads a posted body with a form's schema. Gives the parsed form; throws Invalid with a message key for each field
 * that can't be taken. Messages of the schema must be message keys.
 */
export function parseForm<Schema extends z.ZodType>(schema: Schema, posted: unknown): z.output<Schema> {
  const result = schema.safeParse(withoutToken(posted))
  if (result.success) return result.data
  throw new Invalid(fieldErrors(result.error))
}

/** What was typed, for showing the form again: text fields only, each cut at 100,000 characters. */
export function typedValues(posted: unknown): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [field, value] of Object.entries(withoutToken(posted))) {
    if (typeof value === 'string') values[field] = value.slice(0, 100_000)
  }
  return values
}

function withoutToken(posted: unknown): Record<string, unknown> {
  if (typeof posted !== 'object' || posted === null) return {}
  const { _csrf: _token, ...fields } = posted as Record<string, unknown>
  return fields
}

function fieldErrors(error: z.ZodError): Record<string, MessageKey> {
  const fields: Record<string, MessageKey> = {}
  for (const issue of error.issues) {
    const field = issue.path[0]
    const name = typeof field === 'string' ? field : 'form'
    fields[name] ??=
      issue.message.includes(':') && !issue.message.includes(' ') ? issue.message : 'rules:form.notUsable'
  }
  return fields
}
