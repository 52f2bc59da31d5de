import { ServerError } from '../errors.ts'
import { compileSort, sortMemoryMessage, type Document } from '../semantics/index.ts'
import type { Collation } from '../semantics/index.ts'
import { documentOf, type Row } from './scan.ts'

/** The same limit as MongoDB's internalQueryMaxBlockingSortMemoryUsageBytes. */
const sortMemory = 100 * 1024 * 1024

/**
 * Gathers rows and gives them back in order; with a limit it keeps no more than twice that many.
 * Throws ServerError QueryExceededMemoryLimitNoDiskUseAllowed.
 */
export class RowSorter {
  private readonly compare: (a: Document, b: Document) => number
  private readonly limit: number
  private rows: Row[] = []
  private bytes = 0

  constructor(sort: Document, options: { collation: Collation | undefined; limit: number }) {
    this.compare = compileSort(sort, options.collation)
    this.limit = options.limit
  }

  add(row: Row): void {
    documentOf(row)
    this.rows.push(row)
    this.bytes += row.bytes.length
    if (this.rows.length >= 2 * this.limit) this.cut()
    if (this.bytes > sortMemory) {
      throw new ServerError('QueryExceededMemoryLimitNoDiskUseAllowed', sortMemoryMessage(sortMemory))
    }
  }

  sorted(): Row[] {
    this.cut()
    return this.rows
  }

  private cut(): void {
    this.rows.sort((a, b) => this.compare(documentOf(a), documentOf(b)))
    this.rows = this.rows.slice(0, this.limit)
    this.bytes = this.rows.reduce((sum, row) => sum + row.bytes.length, 0)
  }
}
