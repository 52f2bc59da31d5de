import { describe, type Bounds } from '../semantics/index.ts'

/** Bounds as `explain` shows them: `[1, 1]`, `(5, inf]`. */
export function describeBounds(bounds: Bounds): string[] {
  if (bounds.eq) return bounds.eq.map((value) => `[${show(value)}, ${show(value)}]`)
  if (bounds.prefix !== undefined) return [`[${show(bounds.prefix)}, ...)`, '[/.*/, /.*/]']
  const low = bounds.lower ? `${bounds.lower.inclusive ? '[' : '('}${show(bounds.lower.value)}` : '[MinKey'
  const high = bounds.upper ? `${show(bounds.upper.value)}${bounds.upper.inclusive ? ']' : ')'}` : 'MaxKey]'
  return [`${low}, ${high}`]
}

function show(value: unknown): string {
  return describe(value)
}
