import { ServerError } from '../../errors.ts'
import { compileRegex, makeRegex } from '../regex.ts'
import { typeName } from '../types.ts'
import { BSONRegExp } from '../values.ts'
import { type Env, type Operators, type SpecialOperator, isNullish, namedArguments } from './scope.ts'

interface Match {
  match: string
  idx: number
  captures: (string | null)[]
}

function searching(name: string, answer: (text: string | null, regex: RegExp | null) => unknown): SpecialOperator {
  return (operand, scope, compile) => {
    const args = namedArguments(operand, { name, known: ['input', 'regex', 'options'], needed: ['input', 'regex'] })
    const input = compile(args['input'], scope)
    const pattern = compile(args['regex'], scope)
    const options = 'options' in args ? compile(args['options'], scope) : undefined
    const cache = new Map<string, RegExp>()
    return (env: Env) => {
      const text = input(env)
      if (!isNullish(text) && typeof text !== 'string') {
        throw new ServerError('Location51104', `${name} needs 'input' to be of type string`)
      }
      const regex = expressionOf(name, pattern(env), options?.(env))
      return answer(isNullish(text) ? null : (text as string), regex && cached(cache, regex))
    }
  }
}

function expressionOf(name: string, pattern: unknown, options: unknown): BSONRegExp | null {
  if (isNullish(pattern)) return null
  if (!isNullish(options) && typeof options !== 'string') {
    throw new ServerError('Location51106', `${name} needs 'options' to be of type string`)
  }
  const letters = isNullish(options) ? '' : (options as string)
  if (pattern instanceof BSONRegExp) {
    if (letters && pattern.options) {
      throw new ServerError(
        'Location51107',
        `${name}: found regex option(s) specified in both 'regex' and 'option' fields`,
      )
    }
    return makeRegex(pattern.pattern, letters || pattern.options)
  }
  if (typeof pattern === 'string') return makeRegex(pattern, letters)
  throw new ServerError(
    'Location51105',
    `${name} needs 'regex' to be of type string or regex, not ${typeName(pattern)}`,
  )
}

function cached(cache: Map<string, RegExp>, regex: BSONRegExp): RegExp {
  const key = `${regex.options}/${regex.pattern}`
  const known = cache.get(key)
  if (known) return known
  const compiled = compileRegex(regex)
  if (cache.size > 100) cache.clear()
  cache.set(key, compiled)
  return compiled
}

function toMatch(found: RegExpExecArray, text: string): Match {
  return {
    match: found[0],
    idx: Array.from(text.slice(0, found.index)).length,
    captures: found.slice(1).map((capture: string | undefined) => capture ?? null),
  }
}

function findAll(text: string, regex: RegExp): Match[] {
  return [...text.matchAll(new RegExp(regex.source, `${regex.flags}g`))].map((found) => toMatch(found, text))
}

export const regexOperators: Operators<SpecialOperator> = {
  $regexMatch: searching('$regexMatch', (text, regex) => text !== null && regex?.test(text) === true),
  $regexFind: searching('$regexFind', (text, regex) => {
    if (text === null || regex === null) return null
    const found = regex.exec(text)
    return found && toMatch(found, text)
  }),
  $regexFindAll: searching('$regexFindAll', (text, regex) =>
    text === null || regex === null ? [] : findAll(text, regex),
  ),
}
