import { isDocument, type Document } from '../semantics/index.ts'
import { keyDocument, type Collection } from '../storage/collection.ts'
import { collectionFigures } from './diagnostics.ts'
import { ServerError } from '../errors.ts'

/** What `$collStats` gives: one document about the collection. */
export function statisticsStage(stage: unknown, collection: Collection | undefined, ns: string): Document[] {
  if (!collection)
    throw new ServerError(
      'NamespaceNotFound',
      `Unable to retrieve storageStats in $collStats stage :: caused by :: Collection [${ns}] not found.`,
    )
  const asked = isDocument(stage) ? stage : {}
  return [
    {
      ...{ ns, host: 'localhost', localTime: new Date() },
      ...(asked['count'] ? { count: collection.count } : {}),
      ...(asked['storageStats'] ? { storageStats: collectionFigures(collection) } : {}),
    },
  ]
}

/** What `$indexStats` gives: one document for each index. */
export function indexStatistics(collection: Collection | undefined): Document[] {
  return (collection?.indexes ?? []).map((index) => ({
    ...{ name: index.name, key: keyDocument(index), host: 'localhost' },
    ...{ accesses: { ops: 0n, since: new Date() }, spec: { v: 2, key: keyDocument(index), name: index.name } },
  }))
}
