import { ServerError } from '../../errors.ts'
import { describe } from '../describe.ts'
import { typeName } from '../types.ts'
import { type Document, fieldName, isDocument } from '../values.ts'
import { checkUpdatePath, isArrayUpdate } from './path.ts'
import { type Branch, addChange, emptyBranch } from './node.ts'
import { updateOperators } from './operators.ts'
import { addRename } from './rename.ts'

/** True for an update made of operators; anything else is a replacement. */
export function isOperatorUpdate(update: Document): boolean {
  return Object.keys(update)[0]?.startsWith('$') === true
}

/**
 * The tree of an operator update's changes.
 * @throws ServerError as MongoDB for unknown operators, wrong operands, bad paths and conflicting ones
 */
export function parseUpdate(update: Document): Branch {
  const root = emptyBranch()
  for (const [operator, fields] of Object.entries(update)) {
    if (operator !== '$rename' && !updateOperators[operator]) {
      throw new ServerError(
        'FailedToParse',
        `Unknown modifier: ${fieldName(operator)}. Expected a valid update modifier or pipeline-style update specified as an array`,
      )
    }
    if (!isDocument(fields)) {
      throw new ServerError(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${describe(fields)}}`,
      )
    }
    for (const [key, operand] of Object.entries(fields)) addField(root, { operator, path: fieldName(key), operand })
  }
  return root
}

function addField(root: Branch, field: { operator: string; path: string; operand: unknown }): void {
  checkUpdatePath(field.path)
  if (field.operator === '$rename') {
    addRename(root, field.path, field.operand)
    return
  }
  const make = updateOperators[field.operator]
  if (make) addChange(root, field.path, make(field))
}

/** The identifiers of the `$[identifier]` components that an update's paths contain. */
export function identifiersIn(update: Document): Map<string, string> {
  const found = new Map<string, string>()
  for (const fields of Object.values(update)) {
    if (!isDocument(fields)) continue
    for (const path of Object.keys(fields)) {
      for (const name of path.split('.')) {
        if (isArrayUpdate(name) && name !== '$[]') found.set(name.slice(2, -1), path)
      }
    }
  }
  return found
}
