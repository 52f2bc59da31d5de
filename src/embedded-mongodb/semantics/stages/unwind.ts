import { pathKeys, readField, withField } from '../expressions/field-path.ts'
import { isNullish } from '../expressions/scope.ts'
import { typeName } from '../types.ts'
import { type Document, isDocument } from '../values.ts'
import { type CompileStage, type Documents, fail } from './types.ts'

interface Unwind {
  readonly keys: string[]
  readonly indexKeys: string[] | undefined
  readonly keepsEmpty: boolean
}

/**
 * `$unwind`: a value that is no array counts as an array of one; missing, null and empty ones give nothing unless
 * `preserveNullAndEmptyArrays`. Throws ServerError with the stage's own numbers.
 */
export const unwindStage: CompileStage = ({ operand }) => {
  const unwind = parseUnwind(operand)
  async function* stream(source: Documents) {
    for await (const doc of source) yield* unwound(doc, unwind)
  }
  return { stream }
}

function parseUnwind(operand: unknown): Unwind {
  if (typeof operand === 'string') return { keys: keysOf(operand), indexKeys: undefined, keepsEmpty: false }
  if (!isDocument(operand)) {
    throw fail(
      15981,
      `expected either a string or an object as specification for $unwind stage, got ${typeName(operand)}`,
    )
  }
  const { path, includeArrayIndex, preserveNullAndEmptyArrays, ...others } = operand
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw fail(28811, `unrecognized option to $unwind stage: ${unknown}`)
  if (path === undefined) throw fail(28812, 'no path specified to $unwind stage')
  if (typeof path !== 'string') {
    throw fail(28808, `expected a string as the path for $unwind stage, got ${typeName(path)}`)
  }
  if (preserveNullAndEmptyArrays !== undefined && typeof preserveNullAndEmptyArrays !== 'boolean') {
    throw fail(
      28809,
      `expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage, got ${typeName(preserveNullAndEmptyArrays)}`,
    )
  }
  return {
    keys: keysOf(path),
    indexKeys: indexKeysOf(includeArrayIndex),
    keepsEmpty: preserveNullAndEmptyArrays === true,
  }
}

function keysOf(path: string): string[] {
  if (!path.startsWith('$')) throw fail(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`)
  return pathKeys(path.slice(1))
}

function indexKeysOf(option: unknown): string[] | undefined {
  if (option === undefined) return undefined
  if (typeof option !== 'string' || option === '') {
    throw fail(
      28810,
      `expected a non-empty string for the includeArrayIndex  option to $unwind stage, got ${typeName(option)}`,
    )
  }
  if (option.startsWith('$')) {
    throw fail(28822, `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${option}`)
  }
  return pathKeys(option)
}

function unwound(doc: Document, { keys, indexKeys, keepsEmpty }: Unwind): Document[] {
  const value = readField(doc, keys)
  const withIndex = (result: Document, index: bigint | null) =>
    indexKeys ? withField(result, indexKeys, index) : result
  if (isNullish(value)) return keepsEmpty ? [withIndex(doc, null)] : []
  if (!Array.isArray(value)) return [withIndex(doc, null)]
  if (value.length === 0) return keepsEmpty ? [withIndex(withField(doc, keys, undefined), null)] : []
  return value.map((element: unknown, index) => withIndex(withField(doc, keys, element), BigInt(index)))
}
