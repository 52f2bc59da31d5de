import { ServerError } from '../errors.ts'
import { Pace } from '../query/pace.ts'
import type { Document } from '../semantics/index.ts'
import { toNumber } from '../semantics/index.ts'
import type { RetryScope } from '../storage/retries.ts'
import { arrayField, numberField, type Command } from './command.ts'

/** One statement of a write command. A step is run within a write job; it gives undefined when it needs another one. */
export interface Statement {
  step(pace: Pace): Document | undefined
}

export interface Outcome {
  /** By statement; undefined for those that failed or were not reached. */
  results: (Document | undefined)[]
  /** In the order of the statements. */
  errors: { index: number; error: ServerError }[]
}

/**
 * Runs statements in their order; after an error no further ones when `ordered`. Statements that this session's command has done
 * before give the result they gave then. A long command is spread over several transactions, others' writes in between.
 */
export async function runStatements(command: Command, statements: Statement[], ordered: boolean): Promise<Outcome> {
  const { store } = command.services
  const run = new Run(command.body, statements, ordered)
  while (!run.isOver) await store.writer.run(() => run.proceed(store.retries.scope(command.body)))
  return run.outcome
}

class Run {
  readonly outcome: Outcome = { results: [], errors: [] }
  isOver = false
  private readonly statements: Statement[]
  private readonly ordered: boolean
  private readonly idOf: (statement: number) => number
  private at = 0

  constructor(body: Document, statements: Statement[], ordered: boolean) {
    this.statements = statements
    this.ordered = ordered
    this.idOf = statementIds(body)
    this.outcome.results.length = statements.length
  }

  proceed(scope: RetryScope | undefined): void {
    const pace = new Pace()
    for (let goesOn = true; goesOn && !this.isOver;) {
      goesOn = this.next(scope, pace) && !pace.isOver()
      this.isOver ||= this.at >= this.statements.length
    }
    scope?.save()
  }

  /** False when the statement is not done yet. */
  private next(scope: RetryScope | undefined, pace: Pace): boolean {
    const statement = this.statements[this.at]
    if (!statement) return true
    const id = this.idOf(this.at)
    try {
      const before = scope?.done(id)
      const result = before ?? statement.step(pace)
      if (!result) return false
      this.outcome.results[this.at] = result
      if (!before) scope?.note(id, result)
    } catch (error) {
      if (!(error instanceof ServerError)) throw error
      this.outcome.errors.push({ index: this.at, error })
      if (this.ordered) this.isOver = true
    }
    this.at++
    return true
  }
}

function statementIds(body: Document): (statement: number) => number {
  const ids = arrayField(body, 'stmtIds')
  const first = numberField(body, 'stmtId') ?? 0
  return (statement) => toNumber(ids?.[statement]) ?? first + statement
}

/** `writeErrors` as a reply carries them; empty when there are none. */
export function writeErrors(outcome: Outcome): Document {
  if (outcome.errors.length === 0) return {}
  return {
    writeErrors: outcome.errors.map(({ index, error }) => ({
      ...{ index, code: error.code, errmsg: error.message },
      ...error.info,
    })),
  }
}
