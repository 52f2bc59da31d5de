/** What MongoDB's documents, filters, updates and pipelines mean; pure functions over decoded documents (see values.ts). */
export { type Collation, parseCollation } from './collation.ts'
export { compareValues } from './compare.ts'
export { describe } from './describe.ts'
export { type Filter, type FilterOptions, compileFilter } from './filter/index.ts'
export { descendingKey, sortableKey, typeByte } from './keys.ts'
export { hasArrayAt, isMissingAt, valuesAt } from './paths.ts'
export { isTruthy, typeName } from './types.ts'
export * from './values.ts'
