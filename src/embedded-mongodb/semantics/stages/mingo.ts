import { ServerError } from '../../errors.ts'
import { pathKeys, readField, withField } from '../expressions/field-path.ts'
import { typeName } from '../types.ts'
import { type Document, fieldName, isDocument } from '../values.ts'
import { Memory } from './memory.ts'
import { fromPlain, plainDocument } from './plain.ts'
import { type CompileStage, type Documents, type PipelineContext } from './types.ts'

/** Where mingo's results carry the number of the document that they are made from. */
const marker = '\0number'

/**
 * Stages that mingo does: over windows and gaps of sorted documents. It computes with JavaScript's numbers, so only the
 * fields that a stage makes come from it; all others stay as they are stored.
 */
export const mingoStages: Partial<Record<string, CompileStage>> = {
  $setWindowFields: withMingo('$setWindowFields', (operand) => Object.keys(asDocument(operand['output']))),
  $fill: withMingo('$fill', (operand) => Object.keys(asDocument(operand['output']))),
  $densify: withMingo('$densify', () => []),
}

function withMingo(name: string, madeFields: (operand: Document) => string[]): CompileStage {
  return ({ operand, context }) => {
    if (!isDocument(operand)) {
      throw new ServerError(
        'FailedToParse',
        `the ${name} stage specification must be an object, found ${typeName(operand)}`,
      )
    }
    const fields = madeFields(operand).map((key) => pathKeys(fieldName(key)))
    async function* stream(source: Documents): AsyncGenerator<Document> {
      const documents = await held(name, source, context)
      for (const result of await computed(name, operand as Document, documents)) {
        const number = result[marker]
        const original = typeof number === 'number' ? documents[number] : undefined
        yield original ? withMade(original, result, fields) : (fromPlain(result) as Document)
      }
    }
    return { stream }
  }
}

function asDocument(value: unknown): Document {
  return isDocument(value) ? value : {}
}

async function held(name: string, source: Documents, { memoryLimit }: PipelineContext): Promise<Document[]> {
  const memory = new Memory(
    memoryLimit,
    `${name} exceeded memory limit of ${memoryLimit} bytes. Pass allowDiskUse:true to opt in.`,
  )
  const documents: Document[] = []
  for await (const doc of source) {
    memory.hold(doc)
    documents.push(doc)
  }
  return documents
}

/** mingo is loaded with the first stage that needs it. */
async function computed(name: string, operand: Document, documents: readonly Document[]): Promise<Document[]> {
  const { Aggregator } = await import('mingo')
  const numbered = documents.map((doc, number) => ({ ...plainDocument(doc), [marker]: number }))
  try {
    return new Aggregator([{ [name]: plainDocument(operand) }]).run(numbered)
  } catch (error) {
    throw new ServerError('FailedToParse', error instanceof Error ? error.message : String(error))
  }
}

function withMade(original: Document, result: Document, fields: readonly string[][]): Document {
  const made = fromPlain(result) as Document
  return fields.reduce((doc, keys) => withField(doc, keys, readField(made, keys)), original)
}
