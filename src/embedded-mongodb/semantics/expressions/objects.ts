import { ServerError } from '../../errors.ts'
import { encode } from '../encode.ts'
import { textOf, typeName } from '../types.ts'
import { Binary, type Document, fieldKey, isDocument, isNumeric } from '../values.ts'
import {
  type Operators,
  type PlainOperator,
  type SpecialOperator,
  isNullish,
  namedArguments,
  operator,
} from './scope.ts'

/** Fields of later documents win; null and missing ones are left out. */
export function mergeObjects(args: readonly unknown[]): Document {
  const result: Document = {}
  for (const value of args) {
    if (isNullish(value)) continue
    if (!isDocument(value)) {
      throw new ServerError(
        'Location40400',
        `$mergeObjects requires object inputs, but input ${String(value)} is of type ${typeName(value)}`,
      )
    }
    Object.assign(result, value)
  }
  return result
}

const getField: SpecialOperator = (operand, scope, compile) => {
  const isShort = !isDocument(operand) || Object.keys(operand)[0]?.startsWith('$') === true
  const args = isShort
    ? { field: operand, input: '$$CURRENT' }
    : namedArguments(operand, { name: '$getField', known: ['field', 'input'], needed: ['field', 'input'] })
  const name = compile(args['field'], scope)
  const input = compile(args['input'], scope)
  return (env) => {
    const field = name(env)
    if (typeof field !== 'string') {
      throw new ServerError(
        'Location3041704',
        `$getField requires 'field' to evaluate to type String, but got ${typeName(field)}`,
      )
    }
    const document = input(env)
    if (isNullish(document)) return document === undefined ? undefined : null
    return isDocument(document) ? document[fieldKey(field)] : undefined
  }
}

function setField(name: string): SpecialOperator {
  const removes = name === '$unsetField'
  const known = removes ? ['field', 'input'] : ['field', 'input', 'value']
  return (operand, scope, compile) => {
    const args = namedArguments(operand, { name, known, needed: known })
    const field = compile(args['field'], scope)({ root: {}, slots: [] })
    if (typeof field !== 'string') {
      throw new ServerError(
        'Location4161107',
        `${name} requires 'field' to evaluate to type String, but got ${typeName(field)}`,
      )
    }
    const input = compile(args['input'], scope)
    const value = removes ? undefined : compile(args['value'], scope)
    return (env) => {
      const document = input(env)
      if (isNullish(document)) return null
      if (!isDocument(document)) {
        throw new ServerError('Location4161105', `${name} requires 'input' to evaluate to type Object`)
      }
      const result: Document = { ...document }
      const set = value?.(env)
      if (set === undefined) Reflect.deleteProperty(result, fieldKey(field))
      else result[fieldKey(field)] = set
      return result
    }
  }
}

export const objectOperators: Operators<PlainOperator> = {
  $mergeObjects: operator(0, Infinity, mergeObjects),
  $type: operator(1, 1, ([value]) => typeName(value)),
  $isNumber: operator(1, 1, ([value]) => isNumeric(value)),
  $bsonSize: operator(1, 1, ([value]) => {
    if (isNullish(value)) return null
    if (isDocument(value)) return encode(value).length
    throw new ServerError('Location31393', `$bsonSize requires a document input, found: ${typeName(value)}`)
  }),
  $binarySize: operator(1, 1, ([value]) => {
    if (isNullish(value)) return null
    const text = textOf(value)
    if (text !== undefined) return Buffer.byteLength(text)
    if (value instanceof Binary) return value.length()
    throw new ServerError(
      'Location51276',
      `$binarySize requires a string or BinData argument, found: ${typeName(value)}`,
    )
  }),
  $rand: operator(0, 1, () => Math.random()),
}

export const fieldOperators: Operators<SpecialOperator> = {
  $getField: getField,
  $setField: setField('$setField'),
  $unsetField: setField('$unsetField'),
}
