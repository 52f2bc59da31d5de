import type { z } from 'zod'

type Schema = z.core.$ZodType

/** The names of the fields that a form's or a query's schema knows, whatever it is wrapped in. */
export function fieldsOf(schema: Schema | undefined): string[] {
  if (!schema) return []
  const def = schema._zod.def as z.core.$ZodTypes['_zod']['def']
  switch (def.type) {
    case 'object':
      return Object.keys(def.shape)
    case 'union':
      return [...new Set(def.options.flatMap((option) => fieldsOf(option)))]
    case 'intersection':
      return [...fieldsOf(def.left), ...fieldsOf(def.right)]
    case 'pipe':
      return fieldsOf(def.in)
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
    case 'nonoptional':
      return fieldsOf(def.innerType)
    default:
      return []
  }
}
