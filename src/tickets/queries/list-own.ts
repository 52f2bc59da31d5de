import type { QueryFilter } from 'mongoose'
import { cutPage, keyFromText, keyToText, type Actor, type Page, type PageRequest } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { ownStateKeys, ownStates } from '../labels.words.ts'
import type { Message } from '../message.model.ts'
import { keysOf, whoIs } from '../people.ts'
import type { SupportRequest } from '../request.model.ts'
import type { OwnListQuery } from '../tickets.forms.ts'
import type { PageLinks, RequestRow } from '../tickets.views.ts'
import { requestStateNames, type RequestState } from '../tickets.words.ts'
import { wantedTerms } from '../terms.ts'

const pageSize = 25
/** How many of somebody's requests a search looks into. */
const searched = 500

/** Requests that somebody asked or was added to, latest words first. */
export async function listOwn(
  deps: TicketDeps,
  actor: Actor,
  query: OwnListQuery,
): Promise<{ rows: RequestRow[]; links: PageLinks }> {
  const keys = keysOf(await whoIs(deps, actor))
  const page = await findPage(deps, keys, query)
  const address = deps.link('/requests')
  const kept = new URLSearchParams({
    ...(query.q === undefined ? {} : { q: query.q }),
    ...(query.state === undefined ? {} : { state: query.state }),
  })
  return { rows: page.rows.map((request) => toRow(deps, request)), links: linksOf(page, address, kept) }
}

async function findPage(
  deps: TicketDeps,
  keys: readonly string[],
  { q = '', state, after, before }: OwnListQuery,
): Promise<Page<SupportRequest>> {
  const request = pageRequest({ after, before })
  const found = q.trim() === '' ? undefined : await idsWith(deps, keys, q)
  const direction = request.before ? 1 : -1
  const rows = await deps.requests
    .find({
      viewers: { $in: [...keys] },
      'hiddenFor.0': { $exists: false },
      ...(state === undefined ? {} : { state: { $in: shownAs(state) } }),
      ...(found ? { _id: { $in: found } } : {}),
      ...within(request),
    })
    .sort({ lastMessageAt: direction, _id: direction })
    .limit(pageSize + 1)
    .lean<SupportRequest[]>()
  return cutPage(rows, { size: pageSize, request, keyOf: ({ lastMessageAt: at, _id: id }) => ({ at, id }) })
}

/** The states that customers see by the same name. */
function shownAs(state: RequestState): RequestState[] {
  return requestStateNames.filter((each) => ownStateKeys[each] === ownStateKeys[state])
}

/** Ids of the reader's own requests in which a message, never a note, has all the words, or which have the number. */
async function idsWith(deps: TicketDeps, keys: readonly string[], q: string): Promise<string[]> {
  const own = await deps.requests
    .find({ viewers: { $in: [...keys] } }, { number: 1 })
    .sort({ lastMessageAt: -1 })
    .limit(searched)
    .lean<Pick<SupportRequest, '_id' | 'number'>[]>()
  const number = /^#?(\d{1,9})$/.exec(q.trim())?.[1]
  const numbered = own.filter((request) => String(request.number) === number).map(({ _id }) => _id)
  const terms = wantedTerms(q)
  if (terms.length === 0) return numbered
  const messages = await deps.messages
    .find(
      {
        requestId: { $in: own.map(({ _id }) => _id) },
        kind: 'message',
        terms: { $all: terms },
        'hiddenFor.0': { $exists: false },
      },
      { requestId: 1 },
    )
    .limit(searched)
    .lean<Pick<Message, 'requestId'>[]>()
  return [...new Set([...numbered, ...messages.map(({ requestId }) => requestId)])]
}

/** Where a page lies that an address asks for. */
export function pageRequest(query: { after?: string | undefined; before?: string | undefined }): PageRequest {
  const after = query.after === undefined ? undefined : keyFromText(query.after)
  const before = query.before === undefined ? undefined : keyFromText(query.before)
  if (after) return { after }
  return before ? { before } : {}
}

/** Requests of a page in the order of their latest words. The first condition alone bounds the scan of an index. */
export function within({ after, before }: PageRequest): QueryFilter<SupportRequest> {
  if (after) {
    const { at, id } = after
    return { lastMessageAt: { $lte: at }, $or: [{ lastMessageAt: { $lt: at } }, { _id: { $lt: id } }] }
  }
  if (!before) return {}
  const { at, id } = before
  return { lastMessageAt: { $gte: at }, $or: [{ lastMessageAt: { $gt: at } }, { _id: { $gt: id } }] }
}

/** Addresses of the pages beside one; `kept` is what else the address says. */
export function linksOf<Row>({ next, previous }: Page<Row>, address: string, kept: URLSearchParams): PageLinks {
  const at = (more: Record<string, string>): string => {
    const query = new URLSearchParams({ ...Object.fromEntries(kept), ...more }).toString()
    return query === '' ? address : `${address}?${query}`
  }
  return {
    ...(previous ? { first: at({}), previous: at({ before: keyToText(previous) }) } : {}),
    ...(next ? { next: at({ after: keyToText(next) }) } : {}),
  }
}

function toRow({ link }: TicketDeps, request: SupportRequest): RequestRow {
  const { number, subject, state, lastMessageAt, createdAt, lastMessageBy } = request
  return {
    number,
    subject,
    address: link(`/requests/${number}`),
    state: ownStates[state],
    stateKey: ownStateKeys[state],
    lastMessageAt,
    createdAt,
    hasAnswer: lastMessageBy === 'agent' && state !== 'closed',
  }
}
