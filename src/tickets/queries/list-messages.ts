import type { PersonView } from '../../accounts/index.ts'
import { keyToText, type Key } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { judgesAsPicture } from '../files/file-view.ts'
import type { Attachment, Message } from '../message.model.ts'
import { personOf, type Known } from '../people.ts'
import type { SupportRequest } from '../request.model.ts'
import type { AuthorView, FileView, MessageView } from '../tickets.views.ts'
import type { MessageKind } from '../tickets.words.ts'

/** How many messages a page of a conversation shows. */
const shownAtOnce = 100

/** On whose page messages stand: links lead on within it, and only agents see notes. */
export interface Reader {
  known: Known
  /** The page, as a path below the mount path. */
  at: string
  isStaffPage: boolean
  /** They may take something out of what they wrote: a page for that is below this one. */
  mayRedact?: boolean
  /** What stands in place of a name that isn't known. */
  nobody: string
}

export interface Conversation {
  messages: MessageView[]
  /** Of the newest one that is shown. */
  newest?: Key
  /** Of the oldest one shown, where there are older ones. */
  earlier?: string
}

/** Which messages a reader may see: notes for agents alone, nothing that is out of sight. */
export function kindsFor(isStaffPage: boolean): MessageKind[] {
  return isStaffPage ? ['message', 'note'] : ['message']
}

/** The latest messages of a request that the reader may see, or those before one, oldest first. */
export async function listMessages(
  deps: TicketDeps,
  request: SupportRequest,
  { before, ...reader }: Reader & { before?: Key | undefined },
): Promise<Conversation> {
  const found = await deps.messages
    .find({
      requestId: request._id,
      kind: { $in: kindsFor(reader.isStaffPage) },
      'hiddenFor.0': { $exists: false },
      ...(before ? { createdAt: { $lte: before.at }, _id: { $ne: before.id } } : {}),
    })
    .sort({ createdAt: -1, _id: -1 })
    .limit(shownAtOnce + 1)
    .lean<Message[]>()
  const shown = found.slice(0, shownAtOnce).toReversed()
  const people = await deps.accounts.people(shown.map(({ author }) => author.accountId))
  const last = shown.at(-1)
  const first = shown[0]
  return {
    messages: shown.map((message) => toView(deps, request, { message, people, reader })),
    ...(last ? { newest: { at: last.createdAt, id: last._id } } : {}),
    ...(found.length > shownAtOnce && first ? { earlier: keyToText({ at: first.createdAt, id: first._id }) } : {}),
  }
}

interface Shown {
  message: Message
  people: ReadonlyMap<string, PersonView>
  reader: Reader
}

function toView({ link }: TicketDeps, request: SupportRequest, { message, people, reader }: Shown): MessageView {
  const { _id: id, kind, html, createdAt, redactedAt, inboundId, files } = message
  const { at, isStaffPage, mayRedact = false } = reader
  return {
    id,
    anchor: `post-${id}`,
    author: authorView(message, people, reader.nobody),
    html,
    createdAt,
    isNote: kind === 'note',
    isRedacted: redactedAt !== undefined,
    hasCrossed: isStaffPage && message.crossed === true,
    files: files.map((file) => fileView(file, link(`${at}/files/${file.key}`))),
    ...(mayRedact && isOwn(request, message, reader.known)
      ? { redactAddress: link(`${at}/messages/${id}/redaction`) }
      : {}),
    ...(isStaffPage && inboundId !== undefined ? { mailAddress: link(`${at}/mails/${inboundId}`) } : {}),
  }
}

/** Whether somebody wrote a message, as one of the request's people. */
export function isOwn(request: SupportRequest, { author }: Message, known: Known): boolean {
  const person = personOf(request, known)
  if (!person || author.role === 'agent') return false
  if (author.accountId !== undefined) return author.accountId === known.accountId
  return author.email !== undefined && author.email === known.email
}

function authorView({ author }: Message, people: ReadonlyMap<string, PersonView>, nobody: string): AuthorView {
  const { role, accountId } = author
  const person = accountId === undefined ? undefined : people.get(accountId)
  const name = author.name === '' ? (person?.name ?? nobody) : author.name
  return {
    name,
    role,
    ...(person?.photo === undefined ? {} : { photo: person.photo }),
    initials: person?.initials ?? (/[\p{L}\p{N}]/u.exec(name)?.[0] ?? '?').toLocaleUpperCase(),
    hue: person?.hue ?? Array.from(name, (sign) => sign.charCodeAt(0)).reduce((sum, code) => sum + code, 0) % 12,
  }
}

function fileView({ name, size, type }: Attachment, address: string): FileView {
  return { name, address, kilobytes: Math.max(1, Math.round(size / 1024)), isPicture: judgesAsPicture(type) }
}
