import { ServerError } from '../../errors.ts'
import { compileStages } from '../stages/compile.ts'
import type { Document } from '../values.ts'
import type { Update, UpdateOptions } from './types.ts'
import { equalityDocument } from './upsert.ts'

const allowed = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith'])

/**
 * Compiles an update given as aggregation stages.
 * @throws ServerError InvalidOptions for a stage that gives more or less than one document
 */
export function compilePipelineUpdate(stages: Document[], { collation, variables }: UpdateOptions): Update {
  for (const stage of stages) {
    const [name = ''] = Object.keys(stage)
    if (!allowed.has(name)) {
      throw new ServerError('InvalidOptions', `${name} is not allowed to be used within an update`)
    }
  }
  const maps = compileStages(stages, { collection: () => [], memoryLimit: 0, collation, variables }).map((stage) => {
    if ('map' in stage) return stage.map
    throw new ServerError('InvalidOptions', 'only stages that give one document for each are allowed within an update')
  })
  const apply = (doc: Document): Document => maps.reduce<Document>((result, map) => map(result) ?? result, doc)
  return { apply, insert: (filter) => apply(equalityDocument(filter)) }
}
