import { ServerError } from '../../errors.ts'

/** Refuses paths that name no field: empty parts, more than one `$`, one at the beginning, and names that begin with `$`. */
export function checkUpdatePath(path: string): void {
  if (path === '') throw new ServerError('EmptyFieldName', 'An empty update path is not valid.')
  const names = path.split('.')
  if (names.includes('')) {
    throw new ServerError(
      'EmptyFieldName',
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    )
  }
  const [first] = names
  if (first === '$' || (first !== undefined && isArrayUpdate(first))) {
    throw new ServerError(
      'BadValue',
      first === '$'
        ? `Cannot have positional (i.e. '$') element in the first position in path '${path}'`
        : `Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '${path}'`,
    )
  }
  if (names.filter((name) => name === '$').length > 1) {
    throw new ServerError('BadValue', `Too many positional (i.e. '$') elements found in path '${path}'`)
  }
  const prefixed = names.find((name) => name.startsWith('$') && name !== '$' && !isArrayUpdate(name))
  if (prefixed !== undefined) {
    throw new ServerError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${prefixed}' in '${path}' is not valid for storage.`,
    )
  }
}

/** True for the path components `$[]` and `$[identifier]`. */
export function isArrayUpdate(name: string): boolean {
  return name.startsWith('$[') && name.endsWith(']')
}
