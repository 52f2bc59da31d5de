import type { PersonView } from '../../accounts/index.ts'
import { auditActions, type AuditAction, type AuditEntry, type AuditFilter } from '../../audit/index.ts'
import { keyFromText, keyToText, type MessageKey, type Page, type PageRequest } from '../../kernel/index.ts'
import type { StaffDeps } from '../deps.ts'
import type { AuditQuery } from '../staff.forms.ts'
import { actionKeys, thingKeys } from '../staff.words.ts'

/** An entry as the page shows it. */
export interface AuditRow {
  id: string
  at: Date
  by: PersonView | undefined
  action: AuditAction
  /** Message keys of both in words. */
  actionKey: MessageKey
  thing: AuditEntry['thing'] & { kindKey: MessageKey; address: string }
  about: PersonView | undefined
  details: { name: string; value: string }[]
}

export interface AuditView {
  rows: AuditRow[]
  actions: { id: AuditAction; key: MessageKey }[]
  /** What is looked for, as it was typed. */
  asked: Partial<Record<'by' | 'about' | 'action' | 'thing' | 'from' | 'until', string>>
  links: { first?: string; previous?: string; next?: string }
  /** The same entries as a file: one JSON object a line, or a table. */
  linesAddress: string
  tableAddress: string
}

const pageSize = 50

/** A page of the log, newest first. */
export async function listAudit(deps: StaffDeps, query: AuditQuery): Promise<AuditView> {
  const filter = await filterOf(deps, query)
  const page = filter
    ? await deps.audit.list(filter, { request: requestOf(query), size: pageSize })
    : { rows: [] as AuditEntry[] }
  const people = await deps.accounts.people(page.rows.flatMap(({ actorId, about }) => [actorId, about]))
  const { by, about, action, thing, from, until } = query
  return {
    rows: page.rows.map((entry) => toRow(deps, entry, people)),
    actions: auditActions.map((id) => ({ id, key: actionKeys[id] })),
    asked: given({ by, about, action, thing, from, until }),
    links: linksOf(deps, query, page),
    linesAddress: addressOf(deps, '/staff/audit/file', { ...askedOf(query), as: 'lines' }),
    tableAddress: addressOf(deps, '/staff/audit/file', { ...askedOf(query), as: 'table' }),
  }
}

/** What a query looks for; undefined where it names somebody whom there isn't, and nothing can be found. */
export async function filterOf(deps: StaffDeps, query: AuditQuery): Promise<AuditFilter | undefined> {
  const actorId = query.by === undefined ? undefined : await personOf(deps, query.by)
  const about = query.about === undefined ? undefined : await personOf(deps, query.about)
  const action = auditActions.find((known) => known === query.action)
  if (actorId === null || about === null || (query.action !== undefined && !action)) return undefined
  return {
    ...(actorId === undefined ? {} : { actorId }),
    ...(about === undefined ? {} : { about }),
    ...(action ? { action } : {}),
    ...(query.thing === undefined ? {} : { thingId: query.thing }),
    ...(query.from === undefined ? {} : { from: new Date(`${query.from}T00:00:00Z`) }),
    ...(query.until === undefined ? {} : { before: dayAfter(query.until) }),
  }
}

/** Whose handle or account id it is; null for nobody's. */
async function personOf(deps: StaffDeps, text: string): Promise<string | null> {
  const found = await deps.accounts.staff.withHandle(text.replace(/^@/, '').toLowerCase())
  return found ?? (await deps.accounts.find(text))?._id ?? null
}

function dayAfter(day: string): Date {
  return new Date(new Date(`${day}T00:00:00Z`).getTime() + 24 * 60 * 60 * 1000)
}

function toRow({ link }: StaffDeps, entry: AuditEntry, people: ReadonlyMap<string, PersonView>): AuditRow {
  const { _id: id, at, actorId, action, thing, about, details } = entry
  return {
    id,
    at,
    by: people.get(actorId),
    action,
    actionKey: actionKeys[action],
    thing: { ...thing, kindKey: thingKeys[thing.kind], address: link(pathOf[thing.kind](thing.id)) },
    about: about === undefined ? undefined : people.get(about),
    details: Object.entries(details).map(([name, value]) => ({ name, value: String(value) })),
  }
}

const pathOf = {
  category: (id) => `/staff/categories/${id}`,
  topic: (id) => `/t/${id}`,
  post: (id) => `/posts/${id}`,
  account: (id) => `/staff/people/${id}`,
  mail: (id) => `/staff/mail/${id}`,
  testimonial: (id) => `/staff/testimonials/${id}`,
  invitation: () => '/staff/testimonials/invitations',
  'agent-invitation': () => '/staff/agents/import',
  tweet: () => '/staff/testimonials/tweets',
  policy: (id) => `/staff/policies/${id}`,
  'access-request': (id) => `/staff/data-requests/${id}`,
  request: (id) => `/staff/requests/${id}`,
  removal: (id) => `/staff/removals/${id}`,
} as const satisfies Record<AuditEntry['thing']['kind'], (id: string) => string>

type Asked = Readonly<Record<string, string | undefined>>

const askedOf = ({ by, about, action, thing, from, until }: AuditQuery): Asked => ({
  by,
  about,
  action,
  thing,
  from,
  until,
})

function linksOf(deps: StaffDeps, query: AuditQuery, { next, previous }: Page<AuditEntry>): AuditView['links'] {
  const asked = askedOf(query)
  const to = (more: Asked): string => addressOf(deps, '/staff/audit', { ...asked, ...more })
  return {
    ...(previous ? { first: to({}), previous: to({ before: keyToText(previous) }) } : {}),
    ...(next ? { next: to({ after: keyToText(next) }) } : {}),
  }
}

function addressOf({ link }: StaffDeps, path: string, asked: Asked): string {
  const text = new URLSearchParams(given(asked)).toString()
  return link(text === '' ? path : `${path}?${text}`)
}

function given(asked: Asked): Record<string, string> {
  return Object.fromEntries(Object.entries(asked).filter((each): each is [string, string] => each[1] !== undefined))
}

function requestOf({ after, before }: AuditQuery): PageRequest {
  const later = after === undefined ? undefined : keyFromText(after)
  const earlier = before === undefined ? undefined : keyFromText(before)
  if (later) return { after: later }
  return earlier ? { before: earlier } : {}
}
