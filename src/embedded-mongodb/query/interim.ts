import type { Document } from '../semantics/index.ts'

export function splitOutput(stages: Document[]): { pipeline: Document[]; output?: Document } {
  return { pipeline: stages }
}
export function runPipeline(
  stages: Document[],
  source: Iterable<Document> | AsyncIterable<Document>,
  _context?: { collection: (name: string) => unknown; memoryLimit: number },
): AsyncIterable<Document> | Iterable<Document> {
  if ((Array.isArray(source) && source.length === 0) || (stages.length === 1 && '$match' in (stages[0] ?? {})))
    return source
  throw new Error('not yet')
}
