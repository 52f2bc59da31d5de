import { ServerError } from '../errors.ts'
import { isDocument, type Document } from '../semantics/index.ts'
import { arrayField } from './command.ts'

/** The stages of an aggregate's body, not compiled yet. Throws ServerError TypeMismatch when `pipeline` is no array of documents. */
export function stagesOf(body: Document): Document[] {
  const stages = arrayField(body, 'pipeline')
  if (!stages) throw new ServerError('TypeMismatch', "'pipeline' option must be specified as an array")
  return stages.map((stage) => {
    if (!isDocument(stage))
      throw new ServerError('TypeMismatch', "Each element of the 'pipeline' array must be an object")
    return stage
  })
}
