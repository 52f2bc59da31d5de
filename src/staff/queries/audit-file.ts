import type { AuditEntry } from '../../audit/index.ts'
import type { StaffDeps } from '../deps.ts'
import type { AuditQuery } from '../staff.forms.ts'
import { filterOf } from './list-audit.ts'

/** A finished file. */
export interface AuditFile {
  name: string
  type: string
  text: string
}

/** How many entries a file holds at most; a narrower search gets at the rest. */
const mostEntries = 50_000

const columns = ['at', 'actorId', 'action', 'kind', 'id', 'about', 'details'] as const

/** Entries of the log as a file: one JSON object a line, or a table of comma-separated values. */
export async function auditFile(deps: StaffDeps, query: AuditQuery): Promise<AuditFile> {
  const filter = await filterOf(deps, query)
  const asTable = query.as === 'table'
  const lines: string[] = asTable ? [columns.join(',')] : []
  if (filter) {
    for await (const entry of deps.audit.walk(filter, mostEntries)) {
      lines.push(asTable ? toLine(entry) : JSON.stringify(toObject(entry)))
    }
  }
  const end = asTable ? '\r\n' : '\n'
  const text = lines.map((line) => line + end).join('')
  return asTable
    ? { name: 'audit.csv', type: 'text/csv; charset=utf-8', text }
    : { name: 'audit.jsonl', type: 'application/x-ndjson; charset=utf-8', text }
}

function toObject({ _id, at, actorId, action, thing, about, details }: AuditEntry): object {
  return { id: _id, at, actorId, action, thing, ...(about === undefined ? {} : { about }), details }
}

function toLine({ at, actorId, action, thing, about = '', details }: AuditEntry): string {
  const told = Object.entries(details).map(([name, value]) => `${name}: ${value}`)
  return [at.toISOString(), actorId, action, thing.kind, thing.id, about, told.join('; ')].map(toCell).join(',')
}

/** A cell that a spreadsheet takes for nothing but text: what begins like a formula is prefixed. */
function toCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
