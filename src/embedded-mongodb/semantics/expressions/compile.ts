import { ServerError } from '../../errors.ts'
import type { Collation } from '../collation.ts'
import { describe } from '../describe.ts'
import { type Document, fieldName, isDocument } from '../values.ts'
import { pathKeys, readField } from './field-path.ts'
import { plainOperators, specialOperators } from './operators.ts'
import { type Compile, type Env, type Evaluate, type PlainOperator, Scope, type Variables } from './scope.ts'

/** An expression compiled for use outside of other expressions. */
export type Expression = (root: Document, bindings?: Document) => unknown

export interface ExpressionOptions {
  readonly collation?: Collation | undefined
  /** Values of `$$name`: the command's `let`. */
  readonly variables?: Variables | undefined
  /** Names of variables that each evaluation gives values for (`$$this` and `$$value` of a `$reduce` done elsewhere). */
  readonly bound?: readonly string[]
}

/**
 * Compiles an aggregation expression. The result gives the value for a document; undefined when it is missing.
 * @throws ServerError as MongoDB for unknown operators, wrong numbers of arguments and undefined variables
 */
export function compileExpression(expression: unknown, options: ExpressionOptions = {}): Expression {
  const variables = options.variables ?? {}
  const constants = Object.keys(variables)
  const bound = options.bound ?? []
  const { scope, slots } = Scope.empty(options.collation).with(['NOW', ...constants, ...bound])
  const evaluate = compile(expression, scope)
  const fixed = [new Date(), ...constants.map((name) => variables[name])]
  return (root, bindings) => {
    const env: Env = { root, slots: [...fixed] }
    bound.forEach((name, index) => (env.slots[slots[fixed.length + index] ?? 0] = bindings?.[name]))
    return evaluate(env)
  }
}

/**
 * The values of a command's `let`; each expression may use the variables before it.
 * @throws ServerError as MongoDB for an expression that is wrong, and 4890500 for one that reads a document: there is none yet
 */
export function evaluateVariables(variables: Document, options: Pick<ExpressionOptions, 'collation'> = {}): Document {
  const values: Document = {}
  const env = new WithoutDocument()
  let { scope } = Scope.empty(options.collation).with(['NOW'])
  for (const [name, expression] of Object.entries(variables)) {
    const value = compile(expression, scope)(env) ?? null
    const wider = scope.with([name])
    for (const slot of wider.slots) env.slots[slot] = value
    scope = wider.scope
    values[name] = value
  }
  return values
}

class WithoutDocument implements Env {
  readonly slots: unknown[] = [new Date()]

  get root(): never {
    throw new ServerError(
      'Location4890500',
      'Command let Expression tried to access a field, but this is not allowed because Command let Expressions run before the query examines any documents.',
    )
  }
}

const compile: Compile = (expression, scope) => {
  if (typeof expression === 'string' && expression.startsWith('$')) return compileReference(expression, scope)
  if (Array.isArray(expression)) return compileArray(expression, scope)
  if (isDocument(expression)) return compileDocument(expression, scope)
  return () => expression
}

function compileReference(text: string, scope: Scope): Evaluate {
  if (text === '$') throw new ServerError('Location16872', "'$' by itself is not a valid FieldPath")
  if (text.startsWith('$$')) return compileVariable(text.slice(2), scope)
  checkFieldPath(text.slice(1))
  const keys = pathKeys(text.slice(1))
  return (env) => readField(env.root, keys)
}

function compileVariable(text: string, scope: Scope): Evaluate {
  const dot = text.indexOf('.')
  const name = dot < 0 ? text : text.slice(0, dot)
  if (name === '') throw new ServerError('FailedToParse', 'empty variable names are not allowed')
  const keys = dot < 0 ? [] : pathKeys(text.slice(dot + 1))
  const rebound = name === 'CURRENT' || name === 'ROOT'
  if (rebound) return (env) => readField(env.root, keys)
  if (name === 'REMOVE') return () => undefined
  if (name === 'KEEP' || name === 'PRUNE' || name === 'DESCEND') return () => `$$${name}`
  const slot = scope.slotOf(name)
  return keys.length === 0 ? (env) => env.slots[slot] : (env) => readField(env.slots[slot], keys)
}

function checkFieldPath(path: string): void {
  const names = path.split('.')
  if (path.endsWith('.')) throw new ServerError('Location40353', "FieldPath must not end with a '.'.")
  if (names.includes('')) throw new ServerError('Location15998', 'FieldPath field names may not be empty strings.')
  if (names.some((name) => name.startsWith('$'))) {
    throw new ServerError(
      'Location16410',
      "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
    )
  }
}

function compileArray(elements: readonly unknown[], scope: Scope): Evaluate {
  const evaluates = elements.map((element) => compile(element, scope))
  return (env) => evaluates.map((evaluate) => evaluate(env) ?? null)
}

function compileDocument(document: Document, scope: Scope): Evaluate {
  const entries = Object.entries(document)
  const name = entries.find(([key]) => key.startsWith('$'))?.[0]
  if (name === undefined) return compileFields(entries, scope)
  if (entries.length > 1) {
    throw new ServerError(
      'Location15983',
      `an expression specification must contain exactly one field, the name of the expression. Found ${entries.length} fields in ${describe(document)}`,
    )
  }
  return compileOperator(name, document[name], scope)
}

function compileFields(entries: readonly [string, unknown][], scope: Scope): Evaluate {
  const fields = entries.map(([key, expression]) => {
    if (fieldName(key).includes('.')) {
      throw new ServerError(
        'Location16412',
        `FieldPath field names may not contain '.'. Consider using $getField or $setField.`,
      )
    }
    return { key, evaluate: compile(expression, scope) }
  })
  return (env) => {
    const result: Document = {}
    for (const { key, evaluate } of fields) {
      const value = evaluate(env)
      if (value !== undefined) result[key] = value
    }
    return result
  }
}

function compileOperator(name: string, operand: unknown, scope: Scope): Evaluate {
  const special = specialOperators[name]
  if (special) return special(operand, scope, compile)
  const plain = plainOperators[name]
  if (plain) return compilePlain(name, { plain, operand }, scope)
  throw new ServerError('InvalidPipelineOperator', `Unrecognized expression '${name}'`)
}

interface PlainUse {
  plain: PlainOperator
  operand: unknown
}

function compilePlain(name: string, { plain, operand }: PlainUse, scope: Scope): Evaluate {
  const operands: unknown[] = Array.isArray(operand) ? operand : [operand]
  checkCount(name, plain, operands.length)
  const { evaluate } = plain
  const args = operands.map((argument) => compile(argument, scope))
  const [first, second] = args
  if (first && args.length === 1) return (env) => evaluate([first(env)], scope)
  if (first && second && args.length === 2) return (env) => evaluate([first(env), second(env)], scope)
  return (env) =>
    evaluate(
      args.map((argument) => argument(env)),
      scope,
    )
}

function checkCount(name: string, { least, most }: PlainOperator, count: number): void {
  if (count >= least && count <= most) return
  if (least === most) {
    throw new ServerError(
      'Location16020',
      `Expression ${name} takes exactly ${least} arguments. ${count} were passed in.`,
    )
  }
  throw new ServerError(
    'Location28667',
    `Expression ${name} takes at least ${least} arguments, and at most ${most}, but ${count} were passed in.`,
  )
}
