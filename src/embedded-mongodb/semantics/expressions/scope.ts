import { ServerError } from '../../errors.ts'
import type { Collation } from '../collation.ts'
import type { Document } from '../values.ts'

/** What an expression is evaluated against: the document, and the values of the variables by their slot. */
export interface Env {
  readonly root: unknown
  readonly slots: unknown[]
}

/** A compiled expression; undefined is a missing value. */
export type Evaluate = (env: Env) => unknown

/** The names that an expression may use. Each variable has a slot of its own, which its operator fills before evaluating. */
export class Scope {
  readonly collation: Collation | undefined
  private readonly names: ReadonlyMap<string, number>
  private readonly counter: { slots: number }

  private constructor(names: ReadonlyMap<string, number>, counter: { slots: number }, collation?: Collation) {
    this.names = names
    this.counter = counter
    this.collation = collation
  }

  static empty(collation?: Collation): Scope {
    return new Scope(new Map(), { slots: 0 }, collation)
  }

  /** This scope with more variables; gives the slot of each. */
  with(names: readonly string[]): { scope: Scope; slots: number[] } {
    const all = new Map(this.names)
    const slots = names.map((name) => {
      const slot = this.counter.slots++
      all.set(name, slot)
      return slot
    })
    return { scope: new Scope(all, this.counter, this.collation), slots }
  }

  slotOf(name: string): number {
    const slot = this.names.get(name)
    if (slot === undefined) throw new ServerError('Location17276', `Use of undefined variable: ${name}`)
    return slot
  }
}

/** Values of a command's `let`, by name; evaluated by whoever made them. */
export type Variables = Document

/** A function that compiles an operand; handed to operators so that they need not import the compiler. */
export type Compile = (expression: unknown, scope: Scope) => Evaluate

/** An operator that reads its operand itself: it has named arguments, variables, or does not evaluate all of them. */
export type SpecialOperator = (operand: unknown, scope: Scope, compile: Compile) => Evaluate

/** An operator whose arguments are all evaluated first. */
export interface PlainOperator {
  readonly least: number
  /** Infinity for any number of arguments. */
  readonly most: number
  readonly evaluate: (args: unknown[], scope: Scope) => unknown
}

export type Operators<Kind> = Record<string, Kind>

/** An operator that takes `least` to `most` arguments and is given their values, undefined for missing ones. */
export function operator(least: number, most: number, evaluate: PlainOperator['evaluate']): PlainOperator {
  return { least, most, evaluate }
}

/** Null, missing or BSON's undefined: what most operators answer with null. */
export function isNullish(value: unknown): boolean {
  return value === null || value === undefined || (value as { _bsontype?: string })._bsontype === 'Undefined'
}

/** Reads an operand with named arguments; refuses unknown and missing ones with the operator's error numbers. */
export function namedArguments(
  operand: unknown,
  { name, known, needed }: { name: string; known: readonly string[]; needed: readonly string[] },
): Record<string, unknown> {
  if (typeof operand !== 'object' || operand === null || Array.isArray(operand)) {
    throw new ServerError('FailedToParse', `${name} only supports an object as its argument`)
  }
  for (const key of Object.keys(operand)) {
    if (!known.includes(key)) throw new ServerError('FailedToParse', `Unrecognized parameter to ${name}: ${key}`)
  }
  for (const key of needed) {
    if (!(key in operand)) throw new ServerError('FailedToParse', `Missing '${key}' parameter to ${name}`)
  }
  return operand as Record<string, unknown>
}
