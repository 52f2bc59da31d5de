import { ServerError } from '../errors.ts'
import type { Pace } from '../query/pace.ts'
import {
  compileExpression,
  compileUpdate,
  isDocument,
  type Document,
  type ExpressionOptions,
} from '../semantics/index.ts'
import { checkedNamespace, documentField, type Command } from './command.ts'
import { prepareDocument } from './insert.ts'
import { Matches } from './matches.ts'
import type { Statement } from './statements.ts'
import { replaceMatch } from './update.ts'

interface Merge {
  ns: string
  on: string[]
  /** Values of `$$name` for the pipeline of `whenMatched`, by the document to merge. */
  variablesFor: (document: Document) => Document
  whenMatched: string | Document[]
  whenNotMatched: string
}

const matchedActions = new Set(['replace', 'keepExisting', 'merge', 'fail'])
const unmatchedActions = new Set(['insert', 'discard', 'fail'])

/** Reads `$merge`'s operand; `options` are those of the whole command. Throws ServerError for what is wrong with it. */
export function readMerge(command: Command, operand: unknown, options: ExpressionOptions): Merge {
  const merge = typeof operand === 'string' ? { into: operand } : operand
  if (!isDocument(merge)) throw new ServerError('Location51182', '$merge only supports a string or object argument')
  const { whenMatched = 'merge', whenNotMatched = 'insert' } = merge
  const on = merge['on'] === undefined ? ['_id'] : ([merge['on']].flat() as string[])
  if (typeof whenMatched === 'string' ? !matchedActions.has(whenMatched) : !Array.isArray(whenMatched)) {
    throw new ServerError(
      'BadValue',
      `Enumeration value '${String(whenMatched)}' for field '$merge.whenMatched' is not a valid value.`,
    )
  }
  if (typeof whenNotMatched !== 'string' || !unmatchedActions.has(whenNotMatched)) {
    throw new ServerError('BadValue', 'the value of $merge.whenNotMatched is not a valid one')
  }
  const ns = targetOf(command, merge['into'])
  checkUnique(command, ns, on)
  return {
    ...{ ns, on, whenMatched: whenMatched as Merge['whenMatched'], whenNotMatched },
    variablesFor: readVariables(documentField(merge, 'let') ?? {}, options),
  }
}

/** The expressions of `$merge`'s own `let` may use the document to merge, which is `$$new` in any case. */
function readVariables(variables: Document, options: ExpressionOptions): Merge['variablesFor'] {
  const compiled = Object.entries(variables).map(
    ([name, expression]) => [name, compileExpression(expression, options)] as const,
  )
  return (document) => {
    const values = compiled.map(([name, evaluate]): [string, unknown] => [name, evaluate(document)])
    return { ...options.variables, ...Object.fromEntries(values), new: document }
  }
}

function targetOf(command: Command, into: unknown): string {
  if (typeof into === 'string') return checkedNamespace(command.db, into)
  if (isDocument(into) && typeof into['coll'] === 'string') {
    return checkedNamespace(typeof into['db'] === 'string' ? into['db'] : command.db, into['coll'])
  }
  throw new ServerError('Location51178', "$merge 'into' field must be either a string or an object")
}

function checkUnique(command: Command, ns: string, on: string[]): void {
  if (on.length === 1 && on[0] === '_id') return
  const indexes = command.services.store.catalogue.get(ns)?.indexes ?? []
  const wanted = [...on].sort().join('\0')
  const isUnique = indexes.some(({ unique, partial, key }) => {
    return (
      unique &&
      !partial &&
      key
        .map(([path]) => path)
        .sort()
        .join('\0') === wanted
    )
  })
  if (!isUnique) throw new ServerError('Location51183', 'Cannot find index to verify that join fields will be unique')
}

/**
 * The statement that merges one document of the pipeline; its result is `{ n: 1 }` whatever was done.
 * Throws ServerError 51132 for a document that lacks one of the `on` fields.
 */
export function mergeStatement(command: Command, merge: Merge, document: Document): Statement {
  const { store } = command.services
  const filter = Object.fromEntries(merge.on.map((path) => [path, { $eq: valueOn(document, path) }]))
  const matches = new Matches(store, merge.ns, { question: { filter }, multi: false })
  return {
    step(pace: Pace) {
      const match = matches.next(pace)
      if (match === 'later') return undefined
      if (match) {
        if (merge.whenMatched === 'fail') throw duplicate(document)
        if (merge.whenMatched !== 'keepExisting') replaceMatch(store, match, changeFor(merge, document))
        return { n: 1 }
      }
      if (merge.whenNotMatched === 'fail') {
        throw new ServerError(
          'Location13113',
          '$merge could not find a matching document in the target collection for at least one document in the source collection',
        )
      }
      if (merge.whenNotMatched === 'insert') {
        const prepared = prepareDocument(document)
        store.records.insert(store.catalogue.ensure(merge.ns), prepared.document, prepared.bytes)
      }
      return { n: 1 }
    },
  }
}

function changeFor(merge: Merge, document: Document) {
  const variables = merge.variablesFor(document)
  if (Array.isArray(merge.whenMatched)) return compileUpdate(merge.whenMatched, { variables })
  if (merge.whenMatched === 'replace') return compileUpdate(document, {})
  return compileUpdate([{ $replaceWith: { $mergeObjects: ['$$ROOT', '$$new'] } }], { variables })
}

function valueOn(document: Document, path: string): unknown {
  let value: unknown = document
  for (const part of path.split('.')) value = isDocument(value) ? value[part] : undefined
  if (value === undefined || value === null || Array.isArray(value)) {
    throw new ServerError(
      'Location51132',
      `$merge write error: 'on' field '${path}' cannot be missing, null, undefined or an array`,
    )
  }
  return value
}

function duplicate(document: Document): ServerError {
  return new ServerError('DuplicateKey', `$merge found a matching document for _id: ${JSON.stringify(document['_id'])}`)
}
