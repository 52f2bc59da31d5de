import { ServerError } from '../errors.ts'
import { encode, isDocument, toNumber, type Document } from '../semantics/index.ts'
import { documentsOf, flag, type Command, type Reply } from './command.ts'
import { checkedNamespace } from './command.ts'
import { deleteStatement } from './delete.ts'
import { checkBatch, insertStatement } from './insert.ts'
import { sessionName } from './session-name.ts'
import { runStatements, type Outcome, type Statement } from './statements.ts'
import { updateStatement } from './update.ts'

type Kind = 'insert' | 'update' | 'delete'

/** Writes to several collections in one command, as MongoDB 8's. */
export async function bulkWrite(command: Command): Promise<Reply> {
  const operations = documentsOf(command, 'ops')
  checkBatch(operations.length)
  const namespaces = documentsOf(command, 'nsInfo').map(({ ns }) => {
    const [db = '', ...rest] = String(ns).split('.')
    return checkedNamespace(db, rest.join('.'))
  })
  const read = operations.map((operation) => readOperation(command, namespaces, operation))
  const statements = read.map(({ statement }) => statement)
  const outcome = await runStatements(command, statements, command.body['ordered'] !== false)
  const kinds = read.map(({ kind }) => kind)
  const rows = resultRows(outcome, kinds, flag(command.body, 'errorsOnly'))
  const opening = {
    ns: 'admin.$cmd.bulkWrite',
    rows: rows.map((row) => encode(row)).values(),
    session: sessionName(command.body),
  }
  const cursorBytes = await command.services.cursors.start(opening, { batchSize: undefined, single: false })
  return withFigures(cursorBytes, figures(outcome, kinds))
}

function readOperation(
  command: Command,
  namespaces: string[],
  operation: Document,
): { kind: Kind; statement: Statement } {
  const [kind, number] = Object.entries(operation)[0] ?? []
  const ns = namespaces[toNumber(number) ?? -1]
  if (ns === undefined)
    throw new ServerError('BadValue', `BulkWrite ops entry ${JSON.stringify(number)} has an invalid nsInfo index`)
  if (kind === 'insert') {
    const { document } = operation
    return { kind, statement: insertStatement(command, ns, isDocument(document) ? document : {}) }
  }
  if (kind === 'update') {
    const { filter, updateMods, constants, ...rest } = operation
    return { kind, statement: updateStatement(command, ns, { ...rest, q: filter, u: updateMods, c: constants }) }
  }
  if (kind === 'delete') {
    const { filter, multi, ...rest } = operation
    return { kind, statement: deleteStatement(command, ns, { ...rest, q: filter, limit: multi === true ? 0 : 1 }) }
  }
  throw new ServerError('BadValue', `Unrecognized op in bulkWrite: ${String(kind)}`)
}

function resultRows({ results, errors }: Outcome, kinds: Kind[], errorsOnly: boolean): Document[] {
  const rows: Document[] = errors.map(({ index, error }) => ({
    ...{ ok: 0, idx: index, code: error.code, errmsg: error.message, n: 0 },
    ...error.info,
  }))
  if (!errorsOnly) {
    for (const [idx, result] of results.entries()) {
      if (!result) continue
      const modified = kinds[idx] === 'update' ? { nModified: result['nModified'] } : {}
      const upserted = 'upserted' in result ? { upserted: { _id: result['upserted'] } } : {}
      rows.push({ ok: 1, idx, n: result['n'], ...modified, ...upserted })
    }
  }
  return rows.sort((a, b) => Number(a['idx']) - Number(b['idx']))
}

function figures({ results, errors }: Outcome, kinds: Kind[]): Document {
  const sum = (kind: Kind, field: string): number =>
    results.reduce((total, result, index) => total + (kinds[index] === kind ? Number(result?.[field] ?? 0) : 0), 0)
  const nUpserted = results.filter((result) => result && 'upserted' in result).length
  return {
    ...{ nErrors: errors.length, nInserted: sum('insert', 'n'), nMatched: sum('update', 'n') - nUpserted },
    ...{ nModified: sum('update', 'nModified'), nUpserted, nDeleted: sum('delete', 'n') },
  }
}

/** The cursor's reply with further fields. */
function withFigures(reply: Buffer, fields: Document): Buffer {
  const more = encode(fields)
  const end = reply.length - 1
  const joined = Buffer.concat([reply.subarray(0, end), more.subarray(4)])
  joined.writeInt32LE(joined.length, 0)
  return joined
}
