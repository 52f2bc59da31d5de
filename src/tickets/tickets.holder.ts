import { HeldFile, type DataSubject, type HeldKind, type HeldThings, type PersonalDataHolder } from '../kernel/index.ts'
import { stateFields } from './change.ts'
import { eraseRequest, eraseWords } from './commands/erase-request.ts'
import type { TicketDeps } from './deps.ts'
import type { Filter } from './filter.model.ts'
import type { Message } from './message.model.ts'
import { keysOf, personOf, viewersOf } from './people.ts'
import type { SupportRequest } from './request.model.ts'

/** What somebody asked in private goes when they leave: nobody else needs it. */
const kinds: readonly HeldKind[] = [{ kind: 'requests', titleKey: 'tickets:held', treatments: ['delete'] }]

/** Requests as somebody's data: what they asked, what they wrote in requests of others, and what they did as an agent. */
export function ticketHolder(deps: TicketDeps): PersonalDataHolder {
  return {
    kinds,
    count: async (subject) => (await ownOf(deps, subject)).length,
    export: (subject) => exportRequests(deps, subject),
    hide: async (subject) => hide(deps, await ownOf(deps, subject)),
    restore: async (subject) => restore(deps, await ownOf(deps, subject)),
    settle: (subject) => settle(deps, subject),
  }
}

/** What is out of sight is in no list either: the lists of the queue go by these fields alone. */
const nowhere = { isActive: false, waitsForUs: false, dueAt: null } as const

async function hide({ requests }: TicketDeps, own: readonly SupportRequest[]): Promise<void> {
  const ids = own.map(({ _id }) => _id)
  const update = { $addToSet: { hiddenFor: 'leaving' as const }, $set: nowhere, $inc: { version: 1 } }
  await requests.updateMany({ _id: { $in: ids } }, update)
}

async function restore({ requests, serviceClock }: TicketDeps, own: readonly SupportRequest[]): Promise<void> {
  for (const { _id, state, time, priority, firstReplyAt } of own) {
    const { dueAt } = serviceClock.dues(time, { priority, firstReplyAt })
    const { isActive, waitsForUs } = stateFields(state)
    await requests.updateOne(
      { _id, hiddenFor: ['leaving'] },
      { $set: { isActive, waitsForUs, dueAt, hiddenFor: [] }, $inc: { version: 1 } },
    )
  }
}

async function settle(deps: TicketDeps, subject: DataSubject): Promise<void> {
  for (const { _id } of await ownOf(deps, subject)) await eraseRequest(deps, _id)
  for (const request of await withOf(deps, subject)) {
    const gone = personOf(request, knownOf(subject))
    if (!gone) continue
    // Not by the request as it was read: whatever else changes at this moment, they are gone.
    await deps.requests.updateOne(
      { _id: request._id },
      { $pull: { people: { key: gone.key }, viewers: { $in: viewersOf([gone]) } }, $inc: { version: 1 } },
    )
  }
  for await (const message of deps.messages.find(wroteFilter(subject)).lean<Message>().cursor()) {
    // What an agent answered is the customer's as well: it stays, without a name.
    if (message.author.role !== 'agent') await eraseWords(deps, message)
    await deps.messages.updateOne(
      { _id: message._id },
      { $set: { 'author.name': '' }, $unset: { 'author.accountId': 1, 'author.email': 1 } },
    )
  }
  if (subject.accountId !== undefined) await forgetAgent(deps, subject.accountId)
}

/** What an account did as an agent names nobody any more. */
async function forgetAgent({ requests, viewers, filters, settings }: TicketDeps, accountId: string): Promise<void> {
  const named = { actors: accountId }
  await requests.updateMany({ ...named, assigneeId: accountId }, { $set: { assigneeId: null }, $inc: { version: 1 } })
  await requests.updateMany({ ...named, 'satisfaction.agentId': accountId }, { $unset: { 'satisfaction.agentId': 1 } })
  await requests.updateMany(
    { ...named, 'history.by': accountId },
    { $unset: { 'history.$[line].by': 1 }, $inc: { version: 1 } },
    { arrayFilters: [{ 'line.by': accountId }] },
  )
  for (const side of ['from', 'to'] as const)
    await requests.updateMany(
      { ...named, history: { $elemMatch: { deed: 'assigned', [side]: accountId } } },
      { $set: { [`history.$[line].${side}`]: '' }, $inc: { version: 1 } },
      { arrayFilters: [{ 'line.deed': 'assigned', [`line.${side}`]: accountId }] },
    )
  await requests.updateMany(named, { $pull: { actors: accountId } })
  await viewers.deleteMany({ accountId })
  await filters.deleteMany({ accountId })
  await settings.updateMany({ lastAgentId: accountId }, { $unset: { lastAgentId: 1 } })
}

async function exportRequests(deps: TicketDeps, subject: DataSubject): Promise<Readonly<Record<string, HeldThings>>> {
  const own = await ownOf(deps, subject)
  const requests = (async function* () {
    for (const request of own) yield await exported(deps, request, subject)
  })()
  const ids = own.map(({ _id }) => _id)
  const written = await deps.messages.find({ ...wroteFilter(subject), requestId: { $nin: ids } }).lean<Message[]>()
  return {
    requests,
    messagesInOtherRequests: written.map((message) => wordsOf(deps, message)),
    requestFilters: await filtersOf(deps, subject),
  }
}

/** What they saved for themselves as an agent. */
async function filtersOf({ filters }: TicketDeps, { accountId }: DataSubject): Promise<object[]> {
  if (accountId === undefined) return []
  const own = await filters.find({ accountId }).sort({ name: 1 }).lean<Filter[]>()
  return own.map(({ name, list, tag, priority, categoryId }) => ({ name, list, tag, priority, categoryId }))
}

async function exported(deps: TicketDeps, request: SupportRequest, reader: DataSubject): Promise<object> {
  const { number, subject, state, createdAt, people, satisfaction } = request
  const found = await deps.messages
    .find({
      requestId: request._id,
      kind: 'message',
      // What others had put out of sight isn't theirs to see.
      $or: [{ 'hiddenFor.0': { $exists: false } }, wroteFilter(reader)],
    })
    .sort({ createdAt: 1, _id: 1 })
    .lean<Message[]>()
  return {
    number,
    subject,
    state,
    createdAt,
    people: people.map(({ role, name, email }) => ({ role, name, email })),
    ...(satisfaction?.score ? { score: satisfaction.score, words: satisfaction.words } : {}),
    messages: found.map((message) => wordsOf(deps, message)),
  }
}

function wordsOf(deps: TicketDeps, { author, createdAt, text, files }: Message): object {
  // One name is one file of an export.
  const attached = files.map(({ key, name }) => new HeldFile(`${key.slice(0, 8)}-${name}`, () => deps.files.get(key)))
  return { by: author.name, role: author.role, at: createdAt, text, files: attached }
}

const knownOf = ({ accountId, email }: DataSubject): Parameters<typeof personOf>[1] => ({
  isAgent: false,
  ...(accountId === undefined ? {} : { accountId }),
  ...(email === undefined ? {} : { email }),
})

/** Requests that somebody opened. */
async function ownOf(deps: TicketDeps, subject: DataSubject): Promise<SupportRequest[]> {
  return (await withOf(deps, subject)).filter((request) => personOf(request, knownOf(subject))?.role === 'requester')
}

/** Requests that somebody is one of the people of, hidden ones too. */
function withOf({ requests }: TicketDeps, subject: DataSubject): Promise<SupportRequest[]> {
  return requests.find({ viewers: { $in: keysOf(knownOf(subject)) } }).lean<SupportRequest[]>()
}

function wroteFilter({ accountId, email }: DataSubject): object {
  const by = [
    ...(accountId === undefined ? [] : [{ 'author.accountId': accountId }]),
    ...(email === undefined ? [] : [{ 'author.email': email, 'author.accountId': { $exists: false } }]),
  ]
  return by.length === 0 ? { _id: '' } : { $or: by }
}
