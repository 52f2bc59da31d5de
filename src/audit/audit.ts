import type { Connection, QueryFilter } from 'mongoose'
import { cutPage, NotSignedIn, type Actor, type Clock, type Key, type Page, type PageRequest } from '../kernel/index.ts'
import { auditDays } from './audit.words.ts'
import { defineEntry, type AuditEntry, type EntryModel } from './entry.model.ts'

/** What is looked for; what isn't given doesn't narrow. */
export interface AuditFilter {
  actorId?: string
  about?: string
  action?: AuditEntry['action']
  thingId?: string
  /** From this moment on. */
  from?: Date
  /** Before this moment. */
  before?: Date
}

export type AuditDeed = Pick<AuditEntry, 'action' | 'thing' | 'about' | 'details'>

/** The log of what people who work here did. There is no way to change or take back an entry; age alone ends it. */
export interface Audit {
  /**
   * Adds an entry. Called by the command that does the deed, after the deed and before the answer. Throws NotSignedIn
   * for a visitor, the driver's errors when the database is away.
   */
  record(actor: Actor, deed: Partial<Pick<AuditDeed, 'details'>> & Omit<AuditDeed, 'details'>): Promise<void>
  /**
   * Adds that somebody looked at what is not public of a person, so that the person can be told: once an hour for each
   * thing. Throws as `record` does.
   */
  noteLook(actor: Actor, look: Pick<AuditDeed, 'action' | 'thing' | 'about'>): Promise<void>
  /** Entries, newest first. */
  list(filter: AuditFilter, page: { request: PageRequest; size: number }): Promise<Page<AuditEntry>>
  /** All that fit, newest first, read through a cursor; `most` ends a walk that would not. */
  walk(filter: AuditFilter, most: number): AsyncIterable<AuditEntry>
  /** Erases what is older than the log goes back. Gives how many entries. */
  eraseOld(): Promise<number>
}

/** Who comes back to a page within this time is still looking, in milliseconds. */
const lookLasts = 60 * 60 * 1000

/** The log on one instance's connection. */
export function createAudit({ connection, clock }: { connection: Connection; clock: Clock }): Audit {
  const entries = defineEntry(connection)
  return {
    async record(actor, { action, thing, about, details = {} }) {
      if (actor.kind === 'visitor') throw new NotSignedIn()
      const deed = { action, thing, details, ...(about === undefined ? {} : { about }) }
      await entries.create({ at: clock(), actorId: actor.id, ...deed })
    },
    async noteLook(actor, { action, thing, about }) {
      if (actor.kind === 'visitor') throw new NotSignedIn()
      const from = new Date(clock().getTime() - lookLasts)
      if (await entries.exists(conditionsOf({ actorId: actor.id, action, thingId: thing.id, from }))) return
      const details = { as: actor.roles.join(', ') }
      await entries.create({
        at: clock(),
        actorId: actor.id,
        action,
        thing,
        details,
        ...(about === undefined ? {} : { about }),
      })
    },
    list: (filter, page) => list(entries, filter, page),
    walk: (filter, most) =>
      entries.find(conditionsOf(filter)).sort({ at: -1, _id: -1 }).limit(most).lean<AuditEntry>().cursor(),
    async eraseOld() {
      const end = new Date(clock().getTime() - auditDays * 24 * 60 * 60 * 1000)
      const { deletedCount } = await entries.deleteMany({ at: { $lt: end } })
      return deletedCount
    },
  }
}

async function list(
  entries: EntryModel,
  filter: AuditFilter,
  { request, size }: { request: PageRequest; size: number },
): Promise<Page<AuditEntry>> {
  const direction = request.before ? 1 : -1
  const found = await entries
    .find({ $and: [conditionsOf(filter), within(request)] })
    .sort({ at: direction, _id: direction })
    .limit(size + 1)
    .lean<AuditEntry[]>()
  return cutPage(found, { size, request, keyOf: ({ at, _id: id }) => ({ at, id }) })
}

function conditionsOf({ actorId, about, action, thingId, from, before }: AuditFilter): QueryFilter<AuditEntry> {
  const at = { ...(from ? { $gte: from } : {}), ...(before ? { $lt: before } : {}) }
  return {
    ...(actorId === undefined ? {} : { actorId }),
    ...(about === undefined ? {} : { about }),
    ...(action === undefined ? {} : { action }),
    ...(thingId === undefined ? {} : { 'thing.id': thingId }),
    ...(from || before ? { at } : {}),
  }
}

function within({ after, before }: PageRequest): QueryFilter<AuditEntry> {
  if (after) return older(after)
  return before ? newer(before) : {}
}

// The first condition alone bounds the index scan; the second leaves out the key's own row and those beside it.
const older = ({ at, id }: Key): QueryFilter<AuditEntry> => ({
  at: { $lte: at },
  $or: [{ at: { $lt: at } }, { _id: { $lt: id } }],
})

const newer = ({ at, id }: Key): QueryFilter<AuditEntry> => ({
  at: { $gte: at },
  $or: [{ at: { $gt: at } }, { _id: { $gt: id } }],
})
