import { isAddress } from '../../mail/index.ts'
import { isDuplicateKey } from '../../database/index.ts'
import { Invalid, newId, type WishKind } from '../../kernel/index.ts'
import { stateFields } from '../change.ts'
import { wordsOf } from '../compose.ts'
import type { TicketDeps } from '../deps.ts'
import { storeFiles } from '../files/store-files.ts'
import type { Author, Message } from '../message.model.ts'
import { nextNumber } from '../number.model.ts'
import { requireCategory } from '../queries/read-settings.ts'
import { personOf, viewersOf, whoSends, type Known } from '../people.ts'
import type { RequestPerson, SupportRequest } from '../request.model.ts'
import type { IncomingFile, IncomingMail, Sender, Written } from '../sender.ts'
import { longest, most, type TextFormat } from '../tickets.words.ts'
import { idFor } from '../repeat.ts'
import { findWritten } from './find-written.ts'
import { nextAgent } from './give-out.ts'
import { keepMessage } from './keep-message.ts'
import { settleMessage } from './settle-message.ts'

/** A request as it comes in, by a form or by mail. */
export interface NewRequest {
  /** Empty: a neutral one stands there. */
  subject: string
  text: string
  format: TextFormat
  categoryId?: string | undefined
  files: readonly IncomingFile[]
  locale: string
  /** Name and address as somebody signed in typed them; else they are the account's. */
  contact?: { name: string; email: string }
  /** Addresses of people who are to see it as well. */
  cc?: readonly string[]
  mail?: IncomingMail
  /** Its case is open: it asks for what has a clock of its own. */
  wish?: WishKind | undefined
  /** Number of a request that this one goes on from; left out where its opener has no part in that one. */
  followsUp?: number | undefined
  /** Tells a form that is sent again. */
  submission?: string | undefined
}

/**
 * Opens a request: its first message, the request, then who is to be told. The same mail or form taken twice is one
 * request. Throws Invalid (`subject`, `text`, `files`, `email`, `cc`, `categoryId`).
 */
export async function openRequest(deps: TicketDeps, sender: Sender, input: NewRequest): Promise<Written> {
  const messageId = idFor('message', sender, input)
  const { inboundId } = input.mail ?? {}
  const known = await findWritten(deps, inboundId === undefined ? { _id: messageId } : { inboundId })
  if (known) return known
  const requester = await requesterOf(deps, sender, input)
  const subject = subjectOf(deps, input)
  requireText(input.text)
  await requireCategory(deps, input.categoryId)
  const people = [requester, ...(await ccOf(deps, input.cc ?? [], requester))]
  const files = await storeFiles(deps, input.files)
  const id = idFor('request', sender, input)
  const now = deps.clock()
  const author = authorOf(requester)
  const message: Message = {
    ...wordsOf(deps, { ...input, found: `${subject} ${author.name} ${author.email ?? ''}` }),
    _id: messageId,
    requestId: id,
    kind: 'message',
    author,
    files,
    createdAt: now,
    mailIds: input.mail ? [input.mail.messageId] : [],
    ...(input.mail ? { inboundId: input.mail.inboundId } : {}),
    untold: {},
    hiddenFor: [],
  }
  const followsUp = await ownNumber(deps, sender, input.followsUp)
  await keepMessage(deps, message)
  const number = await keepRequest(deps, await draftOf(deps, input, { id, subject, people, message, followsUp }))
  await settleMessage(deps, message)
  return { requestId: id, number, messageId }
}

/** Gives the request's number; where the same form was taken at the same moment, that of the one that is there. */
async function keepRequest({ requests }: TicketDeps, draft: SupportRequest): Promise<number> {
  try {
    await requests.create(draft)
    return draft.number
  } catch (error) {
    const there = isDuplicateKey(error) && (await requests.findById(draft._id, { number: 1 }).lean<SupportRequest>())
    if (!there) throw error
    return there.number
  }
}

interface Drafted {
  id: string
  subject: string
  people: RequestPerson[]
  message: Message
  followsUp: number | undefined
}

async function draftOf(
  deps: TicketDeps,
  { categoryId, locale, mail, wish }: NewRequest,
  { id, subject, people, message, followsUp }: Drafted,
): Promise<SupportRequest> {
  const now = message.createdAt
  const time = deps.serviceClock.begin(now)
  const priority = 'normal'
  const { accountId } = message.author
  const opened = { at: now, deed: 'opened', role: 'requester', to: message._id } as const
  const assigneeId = await nextAgent(deps)
  return {
    _id: id,
    number: await nextNumber(deps.numbers),
    subject,
    ...(categoryId === undefined ? {} : { categoryId }),
    ...stateFields('new'),
    priority,
    tags: [],
    assigneeId,
    actors: [accountId, assigneeId].filter((each) => typeof each === 'string'),
    people,
    viewers: viewersOf(people),
    source: mail ? 'mail' : 'web',
    openingId: message._id,
    locale,
    version: 1,
    createdAt: now,
    lastMessageAt: now,
    lastMessageBy: 'requester',
    messageCount: 1,
    time,
    firstReplyAt: null,
    ...deps.serviceClock.dues(time, { priority, firstReplyAt: null }),
    ...(followsUp === undefined ? {} : { followsUp }),
    hiddenFor: [],
    history: [
      { ...opened, ...(accountId === undefined ? {} : { by: accountId }) },
      ...(wish === undefined ? [] : [{ at: now, deed: 'case' as const, to: wish }]),
    ],
  }
}

/** The number, where somebody has a part in the request that has it: nobody is to find out which numbers there are. */
async function ownNumber(deps: TicketDeps, sender: Sender, number: number | undefined): Promise<number | undefined> {
  if (number === undefined) return undefined
  const [known, request] = await Promise.all([
    whoSends(deps, sender),
    deps.requests.findOne({ number, 'hiddenFor.0': { $exists: false } }).lean<SupportRequest>(),
  ])
  return request && personOf(request, known) ? number : undefined
}

async function requesterOf(deps: TicketDeps, sender: Sender, { contact }: NewRequest): Promise<RequestPerson> {
  const known = await whoSends(deps, sender)
  const typed = sender.kind === 'member' ? contact?.email.trim().toLowerCase() : sender.email
  const email = typed === undefined || typed === '' ? known.email : typed
  if (email === undefined || !isAddress(email)) throw new Invalid({ email: 'tickets:rules.address' })
  const name = await nameOf(deps, sender, { known, contact })
  return person(deps, { role: 'requester', email, name, known })
}

async function nameOf(
  { accounts }: TicketDeps,
  sender: Sender,
  { known, contact }: { known: Known; contact: NewRequest['contact'] },
): Promise<string> {
  const given = sender.kind === 'member' ? contact?.name.trim() : sender.name
  if (given !== undefined && given !== '') return given.slice(0, longest.name)
  const { accountId } = known
  const account = accountId === undefined ? undefined : (await accounts.recipients([accountId])).get(accountId)
  return account?.name ?? ''
}

interface Stranger {
  role: RequestPerson['role']
  email: string
  name: string
  known: Known
}

/** One of a request's people. An address is proven where it is the one that their account has proven, or the mail proves it. */
function person(deps: Pick<TicketDeps, 'clock'>, { role, email, name, known }: Stranger): RequestPerson {
  const { accountId } = known
  return {
    key: newId(),
    role,
    email,
    name,
    isProven: accountId !== undefined && email === known.email,
    ...(accountId === undefined ? {} : { accountId }),
    addedAt: deps.clock(),
  }
}

/**
 * People to be added by their addresses: each once, nobody who is there already. Whether an address has an account shows
 * nowhere. Throws Invalid (`cc`).
 */
export async function ccOf(
  deps: Pick<TicketDeps, 'accounts' | 'clock'>,
  addresses: readonly string[],
  ...there: readonly RequestPerson[]
): Promise<RequestPerson[]> {
  const emails = [...new Set(addresses.map((address) => address.trim().toLowerCase()))].filter((email) => email !== '')
  if (emails.some((email) => !isAddress(email))) throw new Invalid({ cc: 'tickets:rules.ccAddress' })
  const already = new Set(there.map(({ email }) => email))
  const fresh = emails.filter((email) => !already.has(email))
  const count = there.filter(({ role }) => role === 'cc').length + fresh.length
  // Before any of them is looked up.
  if (count > most.cc) throw new Invalid({ cc: 'tickets:rules.tooManyCc' })
  const added: RequestPerson[] = []
  for (const email of fresh) {
    const account = await deps.accounts.withAddress(email)
    const known = account ? { accountId: account.id, email, isAgent: false } : { isAgent: false }
    if (account && there.some(({ accountId }) => accountId === account.id)) continue
    added.push(person(deps, { role: 'cc', email, name: '', known }))
  }
  return added
}

function authorOf({ role, accountId, email, name }: RequestPerson): Author {
  return {
    role,
    name,
    ...(accountId === undefined ? {} : { accountId }),
    ...(email === undefined ? {} : { email }),
  }
}

function subjectOf({ translator }: TicketDeps, { subject, locale }: NewRequest): string {
  const line = subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  if (line.length > longest.subject) return `${line.slice(0, longest.subject - 1)}…`
  return line === '' ? translator(locale)('tickets:noSubject') : line
}

/** Throws Invalid (`text`). */
export function requireText(text: string): void {
  if (text.trim() === '') throw new Invalid({ text: 'rules:text.missing' })
  if (text.length > longest.text) throw new Invalid({ text: 'tickets:rules.longText' })
}
