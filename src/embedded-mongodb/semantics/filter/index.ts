export { type Bounds, type Limit, analyseFilter } from './analyse.ts'
export { type Filter, compileFilter } from './compile.ts'
export type { FilterOptions } from './options.ts'
export { isOperators } from './parse.ts'
