import { allow, Invalid, newId, type Actor, type Member } from '../../../kernel/index.ts'
import { faultsOf, rowForm } from '../agents.forms.ts'
import { mayInvite } from '../agents.policy.ts'
import { mostRows, refusals } from '../agents.words.ts'
import type { AgentDeps } from '../deps.ts'
import type { ImportRow } from '../import.model.ts'
import { readSheet, type SheetRow } from '../read-sheet.ts'

const anHour = 60 * 60 * 1000

/**
 * Reads a file of people and keeps what it says for an hour, so that its owner sees it before anybody is mailed. Gives
 * the id of the preview. Throws NotAllowed; Invalid, for the field `file`, for a file that can't be taken as a whole.
 */
export async function prepareImport(deps: AgentDeps, actor: Actor, file: Buffer | undefined): Promise<string> {
  allow(mayInvite(actor))
  if (!file) throw new Invalid({ file: refusals.missing })
  const rows = await judgeKnown(deps, toRows(await readSheet(file)))
  const expiresAt = new Date(deps.clock().getTime() + anHour)
  const made = { _id: newId(), byId: (actor as Member).id, rows, expiresAt }
  await deps.imports.create(made)
  return made._id
}

function toRows(sheet: readonly SheetRow[]): ImportRow[] {
  const [header, ...people] = sheet
  const columns = { name: columnOf(header, nameHeaders), email: columnOf(header, emailHeaders) }
  if (columns.name < 0 || columns.email < 0) throw new Invalid({ file: refusals.noHeader })
  if (people.length === 0) throw new Invalid({ file: refusals.noRows })
  if (people.length > mostRows) throw new Invalid({ file: refusals.tooMany })
  const seen = new Map<string, number>()
  return people.map(({ row, cells }) => {
    const typed = { name: cells[columns.name] ?? '', email: cells[columns.email] ?? '' }
    const read = rowForm.safeParse(typed)
    const { name, email } = read.success ? read.data : { ...typed, email: typed.email.toLowerCase() }
    const kept = { row, name: name.slice(0, 200), email: email.slice(0, 300) }
    if (!read.success) return { ...kept, faults: faultsOf(read.error) }
    const sameAs = seen.get(email)
    if (sameAs !== undefined) return { ...kept, faults: ['twice'], sameAs }
    seen.set(email, row)
    return { ...kept, faults: [] }
  })
}

/** What the two columns may be called, letters only; other columns are not read. */
const nameHeaders = ['name', 'fullname', 'agent', 'agentname']
const emailHeaders = ['email', 'mail', 'emailaddress', 'address', 'agentemail']

function columnOf(header: SheetRow | undefined, names: readonly string[]): number {
  return header?.cells.findIndex((cell) => names.includes(cell.toLowerCase().replace(/[^\p{L}]/gu, ''))) ?? -1
}

/** Who works here already, and whose mailbox had its one invitation. */
async function judgeKnown(deps: AgentDeps, rows: ImportRow[]): Promise<ImportRow[]> {
  const sound = rows.filter(({ faults }) => faults.length === 0).map(({ email }) => email)
  const accounts = await deps.accounts.staff.withAddresses(sound)
  const found = await deps.invited.find({ _id: { $in: sound.map(deps.hashOf) } }).lean<{ _id: string }[]>()
  const invited = new Set(found.map(({ _id }) => _id))
  return rows.map((row) => {
    if (row.faults.length > 0) return row
    const roles = accounts.get(row.email)?.roles ?? []
    if (roles.includes('agent') || roles.includes('owner')) return { ...row, faults: ['worksHere'] }
    return invited.has(deps.hashOf(row.email)) ? { ...row, faults: ['wasInvited'] } : row
  })
}
