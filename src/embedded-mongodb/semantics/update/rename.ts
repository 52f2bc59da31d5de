import { ServerError } from '../../errors.ts'
import { describe } from '../describe.ts'
import { parsePath } from '../paths.ts'
import { type Document, isDocument } from '../values.ts'
import { type ChangeContext, elementText } from './change.ts'
import { checkUpdatePath } from './path.ts'
import { type Branch, addChange } from './node.ts'

/** Adds `$rename`'s two changes: the new field takes the old one's value, the old one goes. */
export function addRename(root: Branch, from: string, to: unknown): void {
  if (typeof to !== 'string') {
    throw new ServerError('BadValue', `The 'to' field for $rename must be a string: ${from}: ${describe(to)}`)
  }
  checkUpdatePath(to)
  if (from === to) {
    throw new ServerError('BadValue', `The source and target field for $rename must differ: ${from}: ${describe(to)}`)
  }
  for (const [path, role] of [
    [from, 'source'],
    [to, 'destination'],
  ] as const) {
    if (path.includes('$')) {
      throw new ServerError('BadValue', `The ${role} field for $rename may not be dynamic: ${path}`)
    }
  }
  addChange(root, from, {
    operator: '$rename',
    createsPath: false,
    apply: (_value, context) => {
      refuseArrays(context, from, 'source')
      return undefined
    },
  })
  addChange(root, to, {
    operator: '$rename',
    createsPath: true,
    apply: (value, context) => {
      const moved = plainValueAt(context.original, from)
      if (moved === undefined) return value
      refuseArrays(context, from, 'source')
      refuseArrays(context, to, 'destination')
      return moved
    },
  })
}

/** The value at a path that leads through documents only. */
function plainValueAt(doc: Document, path: string): unknown {
  let current: unknown = doc
  for (const { key } of parsePath(path)) {
    if (Array.isArray(current)) return current
    if (!isDocument(current)) return undefined
    current = current[key]
  }
  return current
}

function refuseArrays({ original }: ChangeContext, path: string, role: string): void {
  let current: unknown = original
  let name = ''
  for (const { key } of parsePath(path)) {
    if (Array.isArray(current)) {
      const id = elementText('_id', original['_id']).slice(1, -1)
      throw new ServerError(
        'BadValue',
        `The ${role} field cannot be an array element, '${path}' in doc with ${id} has an array field called '${name}'`,
      )
    }
    if (!isDocument(current)) return
    name = key
    current = current[key]
  }
}
