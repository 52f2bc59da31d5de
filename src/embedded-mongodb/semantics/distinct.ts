import type { Collation } from './collation.ts'
import { sortableKey } from './keys.ts'
import { type Path, parsePath } from './paths.ts'
import { type Document, isDocument } from './values.ts'

/** Collects the different values at a path, elements of arrays each; documents without the path give none. */
export class DistinctValues {
  private readonly path: Path
  private readonly collation: Collation | undefined
  private readonly values = new Map<string, unknown>()

  constructor(path: string, collation?: Collation) {
    this.path = parsePath(path)
    this.collation = collation
  }

  add(doc: Document): void {
    this.collect(doc, 0)
  }

  /** In the order of values. */
  result(): unknown[] {
    return [...this.values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
  }

  private collect(value: unknown, from: number): void {
    const part = this.path[from]
    if (!part) {
      this.addValue(value)
      return
    }
    const { key, index } = part
    if (Array.isArray(value)) {
      const elements = value as unknown[]
      if (index >= 0 && index < elements.length) this.collect(elements[index], from + 1)
      for (const element of elements) if (isDocument(element)) this.collect(element, from)
    } else if (isDocument(value)) {
      this.collect(value[key], from + 1)
    }
  }

  private addValue(value: unknown): void {
    if (Array.isArray(value)) for (const element of value as unknown[]) this.keep(element)
    else if (value !== undefined) this.keep(value)
  }

  private keep(value: unknown): void {
    const key = sortableKey(value, this.collation).toString('latin1')
    if (!this.values.has(key)) this.values.set(key, value)
  }
}
