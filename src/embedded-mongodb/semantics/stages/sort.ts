import { compareSortValues, sortValues } from '../sort.ts'
import { type Document, toNumber } from '../values.ts'
import { Memory, sortMemoryMessage } from './memory.ts'
import { type Documents, type StageInput, documentOperand, fail } from './types.ts'

interface Entry {
  doc: Document
  values: unknown[]
}

/** `$sort`: holds the documents within the memory limit, only as many as a `$limit` after it asks for. */
export function sortStage({ operand, context, next }: StageInput) {
  const sort = documentOperand(operand, 15973, 'the $sort key specification must be an object')
  if (Object.keys(sort).length === 0) throw fail(15976, '$sort stage must have at least one sort key')
  const valuesOf = sortValues(sort, context.collation)
  const compareLists = compareSortValues(sort, context.collation)
  const compare = (a: Entry, b: Entry) => compareLists(a.values, b.values)
  const most = toNumber(next?.['$limit']) ?? Infinity
  async function* stream(source: Documents) {
    const memory = new Memory(context.memoryLimit, sortMemoryMessage(context.memoryLimit))
    let entries: Entry[] = []
    for await (const doc of source) {
      memory.hold(doc)
      entries.push({ doc, values: valuesOf(doc) })
      if (entries.length > most * 2 + 100) entries = firstOf(entries.sort(compare), most, memory)
    }
    entries.sort(compare)
    for (const { doc } of entries) yield doc
  }
  return { stream }
}

function firstOf(entries: Entry[], most: number, memory: Memory): Entry[] {
  for (const { doc } of entries.slice(most)) memory.release(doc)
  return entries.slice(0, most)
}
