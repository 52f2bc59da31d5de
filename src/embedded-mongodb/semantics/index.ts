/** What MongoDB's documents, filters, updates and pipelines mean; pure functions over decoded documents (see values.ts). */
export { type Collation, parseCollation } from './collation.ts'
export { compareValues } from './compare.ts'
export { distinctValues, DistinctValues } from './distinct.ts'
export { decode } from './decode.ts'
export { describe } from './describe.ts'
export { encode, sizeOf } from './encode.ts'
export {
  type Bounds,
  type Filter,
  type FilterOptions,
  type Limit,
  analyseFilter,
  compileFilter,
} from './filter/index.ts'
export { type Expression, compileExpression, evaluateVariables } from './expressions/compile.ts'
export { type ProjectionOptions, compileProjection } from './projection/index.ts'
export { descendingKey, sortableKey, typeByte } from './keys.ts'
export { hasArrayAt, isMissingAt, valuesAt } from './paths.ts'
export { compareSortValues, compileSort, sortValues } from './sort.ts'
export { roughSize, sortMemoryMessage } from './stages/memory.ts'
export { type Documents, type PipelineContext } from './stages/types.ts'
export { runStages as runPipeline, splitOutput } from './stages/compile.ts'
export { isTruthy, typeName } from './types.ts'
export { type Update, type UpdateOptions, applyUpdate, compileUpdate, documentForUpsert } from './update/index.ts'
export * from './values.ts'
