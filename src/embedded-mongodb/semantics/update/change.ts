import type { Collation } from '../collation.ts'
import { describe } from '../describe.ts'
import type { Document } from '../values.ts'

/** What a change may know besides the value that it changes. */
export interface ChangeContext {
  /** The document as it was before the update. */
  readonly original: Document
  readonly collation: Collation | undefined
  /** True while a document is made by an upsert. */
  readonly isInsert: boolean
  /** The full path of the value, for error messages. */
  readonly path: string
}

/** A change of the value at one path. */
export interface Change {
  /** The operator's name, `$set`. */
  readonly operator: string
  /** False for changes that leave a missing path missing (`$unset`, `$pull`, …). */
  readonly createsPath: boolean
  /**
   * The new value for what stands at the path, undefined for a missing one.
   * @returns undefined to remove the field, the value itself to leave it
   */
  apply(value: unknown, context: ChangeContext): unknown
}

/** `{_id: 1}`: how messages name the document that an update failed on. */
export function nameOf({ original }: ChangeContext): string {
  return elementText('_id', original['_id'])
}

/** `{a: 1}`: how messages show a field and its value. */
export function elementText(name: string, value: unknown): string {
  return value === undefined ? '{}' : `{${name}: ${describe(value)}}`
}

/** Makes the change for one field of an operator's document. Throws ServerError for a wrong operand. */
export type MakeChange = (field: OperatorField) => Change

export interface OperatorField {
  readonly operator: string
  readonly path: string
  readonly operand: unknown
}
