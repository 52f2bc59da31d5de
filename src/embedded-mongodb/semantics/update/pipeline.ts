import { ServerError } from '../../errors.ts'
import type { Document } from '../values.ts'
import type { Update, UpdateOptions } from './types.ts'

/** Compiles an update given as aggregation stages. */
export function compilePipelineUpdate(_stages: Document[], _options: UpdateOptions): Update {
  throw new ServerError('NotImplemented', 'updates with a pipeline are not supported')
}
