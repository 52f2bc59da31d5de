export { type Bounds, analyseFilter } from './analyse.ts'
export { type Filter, compileFilter } from './compile.ts'
export { isOperators } from './parse.ts'
