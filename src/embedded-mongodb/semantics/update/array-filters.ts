import { ServerError } from '../../errors.ts'
import type { Collation } from '../collation.ts'
import { describe } from '../describe.ts'
import { type Filter, compileFilter } from '../filter/index.ts'
import { type Document, isDocument } from '../values.ts'
import { identifiersIn } from './parse.ts'

/**
 * The compiled array filters by the identifier that their fields begin with.
 * @throws ServerError as MongoDB when one is missing, unused, given twice or names no single identifier
 */
export function compileArrayFilters(
  update: Document,
  filters: readonly Document[],
  collation: Collation | undefined,
): Map<string, Filter> {
  const compiled = new Map<string, Filter>()
  for (const filter of filters) {
    const identifier = identifierOf(filter)
    if (compiled.has(identifier)) {
      throw new ServerError(
        'FailedToParse',
        `Found multiple array filters with the same top-level field name ${identifier}`,
      )
    }
    compiled.set(identifier, compileFilter(filter, { collation }))
  }
  checkUse(update, compiled)
  return compiled
}

function checkUse(update: Document, compiled: ReadonlyMap<string, Filter>): void {
  const used = identifiersIn(update)
  for (const [identifier, path] of used) {
    if (compiled.has(identifier)) continue
    throw new ServerError('BadValue', `No array filter found for identifier '${identifier}' in path '${path}'`)
  }
  for (const identifier of compiled.keys()) {
    if (used.has(identifier)) continue
    throw new ServerError(
      'FailedToParse',
      `The array filter for identifier '${identifier}' was not used in the update ${describe(update)}`,
    )
  }
}

const parsing = 'Error parsing array filter :: caused by :: '

function identifierOf(filter: Document): string {
  const names = [...new Set(topLevelNames(filter))]
  const [name, other] = names
  if (name === undefined) {
    throw new ServerError('FailedToParse', 'Cannot use an expression without a top-level field name in arrayFilters')
  }
  if (other !== undefined) {
    throw new ServerError(
      'FailedToParse',
      `${parsing}Expected a single top-level field name, found '${name}' and '${other}'`,
    )
  }
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
    throw new ServerError(
      'BadValue',
      `${parsing}The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
    )
  }
  return name
}

function topLevelNames(filter: Document): string[] {
  return Object.entries(filter).flatMap(([key, condition]) => {
    if (!key.startsWith('$')) return [key.split('.')[0] ?? key]
    return Array.isArray(condition) ? condition.filter(isDocument).flatMap(topLevelNames) : []
  })
}
