import { EJSON } from 'bson'
import type { Bounds } from './interim.ts'

/** Bounds as `explain` shows them: `[1, 1]`, `(5, inf]`. */
export function describeBounds(bounds: Bounds): string[] {
  if (bounds.eq) return bounds.eq.map((value: unknown) => `[${show(value)}, ${show(value)}]`)
  const low = bounds.lower ? `${bounds.lower.inclusive ? '[' : '('}${show(bounds.lower.value)}` : '[MinKey'
  const high = bounds.upper ? `${show(bounds.upper.value)}${bounds.upper.inclusive ? ']' : ')'}` : 'MaxKey]'
  return [`${low}, ${high}`]
}

function show(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : EJSON.stringify(value)
}
