import { ServerError } from '../../errors.ts'
import { compareValues } from '../compare.ts'
import { describe } from '../describe.ts'
import { isTruthy } from '../types.ts'
import { isDocument } from '../values.ts'
import { type Operators, type PlainOperator, type SpecialOperator, isNullish, operator } from './scope.ts'

function compared(accepts: (order: number) => boolean): PlainOperator {
  return operator(2, 2, ([a, b], { collation }) => accepts(compareValues(a, b, collation)))
}

export const comparisonOperators: Operators<PlainOperator> = {
  $eq: compared((order) => order === 0),
  $ne: compared((order) => order !== 0),
  $gt: compared((order) => order > 0),
  $gte: compared((order) => order >= 0),
  $lt: compared((order) => order < 0),
  $lte: compared((order) => order <= 0),
  $cmp: operator(2, 2, ([a, b], { collation }) => Math.sign(compareValues(a, b, collation))),
  $not: operator(1, 1, ([value]) => !isTruthy(value)),
}

const and: SpecialOperator = (operand, scope, compile) => {
  const parts = listed(operand).map((part) => compile(part, scope))
  return (env) => parts.every((part) => isTruthy(part(env)))
}

const or: SpecialOperator = (operand, scope, compile) => {
  const parts = listed(operand).map((part) => compile(part, scope))
  return (env) => parts.some((part) => isTruthy(part(env)))
}

function listed(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand]
}

const cond: SpecialOperator = (operand, scope, compile) => {
  const [test, yes, no] = condParts(operand).map((part) => compile(part, scope))
  return (env) => (isTruthy(test?.(env)) ? yes?.(env) : no?.(env))
}

function condParts(operand: unknown): readonly unknown[] {
  if (isDocument(operand)) {
    for (const key of Object.keys(operand)) {
      if (!['if', 'then', 'else'].includes(key)) {
        throw new ServerError('Location17083', `Unrecognized parameter to $cond: ${key}`)
      }
    }
    for (const [key, code] of [
      ['if', 'Location17080'],
      ['then', 'Location17081'],
      ['else', 'Location17082'],
    ] as const) {
      if (!(key in operand)) throw new ServerError(code, `Missing '${key}' parameter to $cond`)
    }
    return [operand['if'], operand['then'], operand['else']]
  }
  const parts = listed(operand)
  if (parts.length !== 3) {
    throw new ServerError(
      'Location16020',
      `Expression $cond takes exactly 3 arguments. ${parts.length} were passed in.`,
    )
  }
  return parts
}

const ifNull: SpecialOperator = (operand, scope, compile) => {
  const parts = listed(operand)
  if (parts.length < 2) {
    throw new ServerError('Location1257300', `$ifNull needs at least two arguments, had: ${parts.length}`)
  }
  const evaluates = parts.map((part) => compile(part, scope))
  return (env) => {
    let value: unknown
    for (const evaluate of evaluates) {
      value = evaluate(env)
      if (!isNullish(value)) return value
    }
    return value
  }
}

const switchOperator: SpecialOperator = (operand, scope, compile) => {
  if (!isDocument(operand)) {
    throw new ServerError('Location40060', `$switch requires an object as an argument, found: ${describe(operand)}`)
  }
  const unknown = Object.keys(operand).find((key) => key !== 'branches' && key !== 'default')
  if (unknown !== undefined) {
    throw new ServerError('Location40067', `$switch found an unknown argument: ${unknown}`)
  }
  const branches = operand['branches']
  if (!Array.isArray(branches)) {
    throw new ServerError('Location40061', `$switch expected an array for 'branches', found: ${describe(branches)}`)
  }
  if (branches.length === 0) throw new ServerError('Location40068', '$switch requires at least one branch.')
  const cases = branches.map((branch: unknown) => {
    const { test, then } = switchBranch(branch)
    return { test: compile(test, scope), then: compile(then, scope) }
  })
  const otherwise = 'default' in operand ? compile(operand['default'], scope) : undefined
  return (env) => {
    const taken = cases.find(({ test }) => isTruthy(test(env)))?.then ?? otherwise
    if (taken) return taken(env)
    throw new ServerError(
      'Location40066',
      '$switch could not find a matching branch for an input, and no default was specified.',
    )
  }
}

function switchBranch(branch: unknown): { test: unknown; then: unknown } {
  if (!isDocument(branch)) {
    throw new ServerError('Location40062', `$switch expected each branch to be an object, found: ${describe(branch)}`)
  }
  const unknown = Object.keys(branch).find((key) => key !== 'case' && key !== 'then')
  if (unknown !== undefined) {
    throw new ServerError('Location40063', `$switch found an unknown argument to a branch: ${unknown}`)
  }
  if (!('case' in branch))
    throw new ServerError('Location40064', "$switch requires each branch have a 'case' expression")
  if (!('then' in branch))
    throw new ServerError('Location40065', "$switch requires each branch have a 'then' expression.")
  return { test: branch['case'], then: branch['then'] }
}

const letOperator: SpecialOperator = (operand, scope, compile) => {
  if (!isDocument(operand)) throw new ServerError('Location16874', '$let only supports an object as its argument')
  const unknown = Object.keys(operand).find((key) => key !== 'vars' && key !== 'in')
  if (unknown !== undefined) throw new ServerError('Location16875', `Unrecognized parameter to $let: ${unknown}`)
  const vars = operand['vars']
  if (!isDocument(vars)) throw new ServerError('Location16876', "Missing 'vars' parameter to $let")
  if (!('in' in operand)) throw new ServerError('Location16877', "Missing 'in' parameter to $let")
  const names = Object.keys(vars)
  for (const name of names) checkVariableName(name)
  const values = names.map((name) => compile(vars[name], scope))
  const { scope: inner, slots } = scope.with(names)
  const body = compile(operand['in'], inner)
  return (env) => {
    const evaluated = values.map((value) => value(env))
    evaluated.forEach((value, index) => (env.slots[slots[index] ?? 0] = value))
    return body(env)
  }
}

/** Refuses names that a user may not give to a variable: they begin with a lowercase letter or another script's. */
export function checkVariableName(name: string): void {
  if (name === '') throw new ServerError('FailedToParse', 'empty variable names are not allowed')
  if (name === 'CURRENT') return
  if (!/^[a-z\u0080-\uffff]/.test(name)) {
    throw new ServerError('FailedToParse', `'${name}' starts with an invalid character for a user variable name`)
  }
  const wrong = /[^a-zA-Z0-9_\u0080-\uffff]/.exec(name)
  if (wrong)
    throw new ServerError('FailedToParse', `'${name}' contains an invalid character for a variable name: '${wrong[0]}'`)
}

export const logicalOperators: Operators<SpecialOperator> = {
  $and: and,
  $or: or,
  $cond: cond,
  $ifNull: ifNull,
  $switch: switchOperator,
  $let: letOperator,
  $literal: (operand) => () => operand,
  $const: (operand) => () => operand,
}
