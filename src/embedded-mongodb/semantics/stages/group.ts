import { ServerError } from '../../errors.ts'
import type { Collation } from '../collation.ts'
import { type Expression, compileExpression } from '../expressions/compile.ts'
import { type Accumulator, accumulators } from '../expressions/accumulators.ts'
import { sortableKey } from '../keys.ts'
import { type Document, fieldName, isDocument } from '../values.ts'
import { choosingAccumulators } from './choosing.ts'
import { Memory } from './memory.ts'
import { type CompileStage, type Documents, type PipelineContext, type StageInput, fail } from './types.ts'

/** One field of a group: how its accumulator is made, and what is given to it for each document. */
export interface GroupField {
  readonly key: string
  readonly input: Expression
  readonly make: () => Accumulator
}

/** Reads the fields of `$group` (or `$bucket`'s output) that are accumulators. */
export function groupFields(specification: Document, context: PipelineContext): GroupField[] {
  return Object.entries(specification).map(([key, value]) => groupField(key, value, context))
}

function groupField(key: string, value: unknown, context: PipelineContext): GroupField {
  const name = fieldName(key)
  if (name.includes('.')) throw fail(40235, `The field name '${name}' cannot contain '.'`)
  if (name.startsWith('$')) throw fail(40236, `The field name '${name}' cannot be an operator name`)
  if (!isDocument(value)) throw fail(40234, `The field '${name}' must be an accumulator object`)
  const [operator, ...others] = Object.keys(value)
  if (operator === undefined || others.length > 0) throw fail(40238, `The field '${name}' must specify one accumulator`)
  const { collation } = context
  const operand = value[operator]
  if (operator === '$count') {
    if (!isDocument(operand) || Object.keys(operand).length > 0) {
      throw new ServerError('TypeMismatch', '$count takes no arguments, i.e. $count:{}')
    }
    return { key, input: () => 1, make: () => accumulate('$sum', collation) }
  }
  const choosing = choosingAccumulators[operator]
  if (choosing) return { key, ...choosing(operand, context) }
  if (!accumulators[operator]) throw fail(15952, `unknown group operator '${operator}'`)
  if (Array.isArray(operand)) throw fail(40237, `The ${operator} accumulator is a unary operator`)
  const input = compileExpression(operand, context)
  return { key, input, make: () => accumulate(operator, collation) }
}

function accumulate(operator: string, collation: Collation | undefined): Accumulator {
  const make = accumulators[operator]
  if (!make) throw fail(15952, `unknown group operator '${operator}'`)
  return make(collation)
}

interface Group {
  readonly id: unknown
  readonly members: Accumulator[]
}

/** Groups documents by the value of an expression, in the order in which the groups first come. */
export class Grouping {
  private readonly groups = new Map<string, Group>()
  private readonly fields: readonly GroupField[]
  private readonly context: PipelineContext
  private readonly memory: Memory

  constructor(fields: readonly GroupField[], context: PipelineContext) {
    this.fields = fields
    this.context = context
    this.memory = new Memory(
      context.memoryLimit,
      "Exceeded memory limit for $group, but didn't allow external sort. Pass allowDiskUse:true to opt in.",
    )
  }

  add(id: unknown, doc: Document): void {
    const { members } = this.groupOf(id)
    this.fields.forEach((field, index) => {
      const value = field.input(doc)
      if (typeof value === 'object' || typeof value === 'string') this.memory.hold(value)
      members[index]?.add(value)
    })
  }

  *results(): Generator<Document> {
    for (const { id, members } of this.groups.values()) {
      const result: Document = { _id: id }
      this.fields.forEach(({ key }, index) => (result[key] = members[index]?.result()))
      yield result
    }
  }

  private groupOf(id: unknown): Group {
    const key = sortableKey(id, this.context.collation).toString('latin1')
    const known = this.groups.get(key)
    if (known) return known
    this.memory.hold(id)
    this.memory.hold(key)
    const group = { id, members: this.fields.map((field) => field.make()) }
    this.groups.set(key, group)
    return group
  }
}

/**
 * `$group`: groups come in the order of their first documents. Throws ServerError 15947, 15955 and those of the accumulators; while
 * reading QueryExceededMemoryLimitNoDiskUseAllowed.
 */
export const groupStage: CompileStage = ({ operand, context }: StageInput) => {
  if (!isDocument(operand)) throw fail(15947, "a group's fields must be specified in an object")
  if (!('_id' in operand)) throw fail(15955, 'a group specification must include an _id')
  const { _id, ...rest } = operand
  const idOf = compileExpression(_id, context)
  const fields = groupFields(rest, context)
  async function* stream(source: Documents) {
    const grouping = new Grouping(fields, context)
    for await (const doc of source) grouping.add(idOf(doc) ?? null, doc)
    yield* grouping.results()
  }
  return { stream }
}

/** `$sortByCount`: a `$group` with a `$sort` by falling count, as MongoDB's manual defines it. Throws ServerError 40147. */
export const sortByCountStage: CompileStage = ({ operand, context, run }) => {
  const isExpression =
    (typeof operand === 'string' && operand.startsWith('$')) ||
    (isDocument(operand) && Object.keys(operand)[0]?.startsWith('$'))
  if (!isExpression) {
    throw fail(40147, 'the sortByCount field must be defined as a $-prefixed path or an expression inside an object')
  }
  const stages = [{ $group: { _id: operand, count: { $sum: 1 } } }, { $sort: { count: -1 } }]
  return { stream: (source) => run(stages, source, context) }
}
