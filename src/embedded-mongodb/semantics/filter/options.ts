import type { Collation } from '../collation.ts'
import type { Document } from '../values.ts'

export interface FilterOptions {
  readonly collation?: Collation | undefined
  /** Values of `$$name` inside `$expr`: the command's `let`. */
  readonly variables?: Document | undefined
}
