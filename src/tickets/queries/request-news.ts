import type { Changes } from '../../http/index.ts'
import type { Actor, Key } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { viewersMark } from '../live.words.ts'
import { seeAsAgent, seeOwn } from '../load.ts'
import type { Message } from '../message.model.ts'
import { kindsFor } from './list-messages.ts'

/**
 * What an open page of a request is told: how many messages are new on it, which read differently, that what stands
 * beside them changed, that somebody else came or began to write, or that it is too old.
 */
export interface RequestNews {
  replies?: number
  posts?: string[]
  parts?: true
  viewers?: true
  reload?: true
}

interface Told {
  changes: Changes
  actor: Actor
  number: number
  isStaffPage: boolean
  /** The newest message of the reader's page, and the version of the request that it shows. */
  shownUpTo: Key | undefined
  version: number
}

/**
 * What changes mean for a page; undefined where they don't concern its reader, such as a note for a customer. Throws
 * NotFound for who may not see the request any more.
 */
export async function requestNews(deps: TicketDeps, told: Told): Promise<RequestNews | undefined> {
  const { changes, actor, number, isStaffPage, shownUpTo, version } = told
  const { request } = await (isStaffPage ? seeAsAgent : seeOwn)(deps, actor, number)
  if (changes.isPartial) return { reload: true }
  const ids = changes.ids.filter((id) => /^[0-9a-z]{12}$/.test(id))
  const messages = await deps.messages
    .find({ _id: { $in: ids }, requestId: request._id, kind: { $in: kindsFor(isStaffPage) } }, { createdAt: 1 })
    .lean<Pick<Message, '_id' | 'createdAt'>[]>()
  const fresh = messages.filter((message) => !shownUpTo || isAfter(message, shownUpTo))
  const changed = messages.filter((message) => !fresh.includes(message)).map(({ _id }) => _id)
  const isOlder = changes.ids.some((id) => Number(/^state-(\d+)$/.exec(id)?.[1] ?? 0) > version)
  const hasViewers = isStaffPage && changes.ids.some((id) => isOfOthers(id, actor))
  if (fresh.length === 0 && changed.length === 0 && !isOlder && !hasViewers) return undefined
  return {
    ...(fresh.length > 0 ? { replies: fresh.length } : {}),
    ...(changed.length > 0 ? { posts: changed } : {}),
    ...(isOlder || fresh.length > 0 ? { parts: true } : {}),
    ...(hasViewers ? { viewers: true } : {}),
  }
}

/** Whether a change says that another agent came, or began to write. */
function isOfOthers(id: string, actor: Actor): boolean {
  return id.startsWith(viewersMark) && actor.kind === 'member' && id !== viewersMark + actor.id
}

function isAfter({ _id, createdAt }: Pick<Message, '_id' | 'createdAt'>, { at, id }: Key): boolean {
  const difference = createdAt.getTime() - at.getTime()
  return difference > 0 || (difference === 0 && _id > id)
}
