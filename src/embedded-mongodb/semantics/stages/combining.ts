import { describe } from '../describe.ts'
import { compileExpression } from '../expressions/compile.ts'
import { typeName } from '../types.ts'
import { type Document, fieldName, isDocument } from '../values.ts'
import { Memory } from './memory.ts'
import { type CompileStage, type Documents, collected, fail } from './types.ts'

const notInFacet = new Set([
  '$collStats',
  '$facet',
  '$geoNear',
  '$indexStats',
  '$merge',
  '$out',
  '$planCacheStats',
  '$search',
])

const facet: CompileStage = ({ operand, context, run }) => {
  if (!isDocument(operand) || Object.keys(operand).length === 0) {
    throw fail(40169, 'the $facet specification must be a non-empty object')
  }
  const facets = Object.entries(operand).map(([key, stages]) => [key, facetStages(fieldName(key), stages)] as const)
  // Compiled at once, so that a wrong stage fails even without documents.
  for (const [, stages] of facets) run(stages, [], context)
  async function* stream(source: Documents): AsyncGenerator<Document> {
    const memory = new Memory(context.memoryLimit, '$facet exceeded the memory limit')
    const documents: Document[] = []
    for await (const doc of source) {
      memory.hold(doc)
      documents.push(doc)
    }
    const result: Document = {}
    for (const [key, stages] of facets) result[key] = await collected(run(stages, documents, context))
    yield result
  }
  return { stream }
}

function facetStages(name: string, stages: unknown): Document[] {
  if (!Array.isArray(stages)) {
    throw fail(40170, `arguments to $facet must be arrays, ${name} is type ${typeName(stages)}`)
  }
  return stages.map((stage: unknown) => {
    if (!isDocument(stage)) {
      throw fail(
        40171,
        `elements of arrays in $facet spec must be non-empty objects, ${name} argument contained an element of type ${typeName(stage)}: ${describe(stage)}`,
      )
    }
    const refused = Object.keys(stage).find((key) => notInFacet.has(key))
    if (refused !== undefined) throw fail(40600, `${refused} is not allowed to be used within a $facet stage`)
    return stage
  })
}

const unionWith: CompileStage = ({ operand, context, run }) => {
  const specification = typeof operand === 'string' ? { coll: operand } : operand
  if (!isDocument(specification)) {
    throw fail(9, `the $unionWith stage specification must be an object or string, but found ${typeName(operand)}`)
  }
  const { coll, pipeline = [] } = specification
  if (!Array.isArray(pipeline)) throw fail(10065, 'invalid parameter: expected an object (pipeline)')
  const stages = pipeline as Document[]
  const others = () => (typeof coll === 'string' ? context.collection(coll) : [])
  run(stages, [], context)
  async function* stream(source: Documents) {
    yield* source
    yield* run(stages, others(), context)
  }
  return { stream }
}

/** `$redact`: keeps, prunes or descends into each level of a document, as its expression says. */
const redact: CompileStage = ({ operand, context }) => {
  const decide = compileExpression(operand, context)
  const level = (doc: Document): Document | undefined => {
    switch (decide(doc)) {
      case '$$KEEP':
        return doc
      case '$$PRUNE':
        return undefined
      case '$$DESCEND':
        return Object.fromEntries(
          Object.entries(doc).flatMap(([key, value]) => {
            const kept = below(value)
            return kept === undefined ? [] : [[key, kept]]
          }),
        )
      default:
        throw fail(
          17053,
          `$redact's expression should not return anything aside from the variables $$KEEP, $$DESCEND, and $$PRUNE, but returned ${describe(decide(doc))}`,
        )
    }
  }
  const below = (value: unknown): unknown => {
    if (isDocument(value)) return level(value)
    if (!Array.isArray(value)) return value
    return value.flatMap((element: unknown) => {
      const kept = below(element)
      return kept === undefined ? [] : [kept]
    })
  }
  return { map: level }
}

export const combiningStages: Partial<Record<string, CompileStage>> = {
  $facet: facet,
  $unionWith: unionWith,
  $redact: redact,
}
