import { createHash } from 'node:crypto'
import { Conflict, idOf as idFor, NotFound, type WishKind } from '../../kernel/index.ts'
import { mailboxHash } from '../../mail/index.ts'
import { addMessage } from '../commands/add-message.ts'
import { addNamed } from '../commands/change-people.ts'
import { openRequest } from '../commands/open-request.ts'
import type { TicketDeps } from '../deps.ts'
import type { FileStore } from '../../files/index.ts'
import { findThread, numberOf } from '../queries/find-thread.ts'
import type { MailSender, Written } from '../sender.ts'
import { isAutomatic } from './automatic.ts'
import { findWritten } from '../commands/find-written.ts'
import type { InboundMailModel } from './inbound-mail.model.ts'
import { readMail, UnreadableMail, type ReadMail } from './read-mail.ts'
import { readReplyAddress, tagOf } from './reply-token.ts'
import { wishIn } from './wish-in.ts'
import { wordsOfMail } from './words-of-mail.ts'

/** What taking mails in works with. */
export interface InboundDeps {
  tickets: TicketDeps
  mails: InboundMailModel
  /** Whole mails, by id. */
  raws: FileStore
  /** Where mails come in: one plain address. */
  address: string
  /** Addresses that we send from and take mail at, in small letters. */
  ownAddresses: readonly string[]
  /** The right side of our Message-IDs. */
  ownHost: string
}

/** A mail as it was handed over. */
export interface HandedOver {
  raw: Buffer
  /** Of the SMTP dialogue; an empty sender is a bounce's. */
  envelope?: { from: string | undefined; to: readonly string[] }
}

/** What became of a mail. What is ignored was written by a machine, and is answered as if it had been taken. */
export type Taken =
  | { outcome: 'taken'; written: Written }
  | { outcome: 'ignored' }
  | { outcome: 'refused'; why: 'unreadable' | 'too-many' }

/** Mails of one address in an hour. */
const mostInAnHour = 20
const anHour = 60 * 60 * 1000

/**
 * Takes a mail in: it goes on a request, or opens one. It goes on the one whose reply address it was sent to, else the one
 * that its references or its subject name, where its sender is one of the people there; a reply address proves that, a
 * line `From:` doesn't. Handed over twice it is one message. Rejects when the store doesn't answer.
 */
export async function takeMail(deps: InboundDeps, mail: HandedOver): Promise<Taken> {
  const taken = await take(deps, mail)
  const { outcome } = taken
  deps.tickets.log.info({ outcome, ...(outcome === 'refused' ? { why: taken.why } : {}) }, 'inbound mail')
  return taken
}

async function take(deps: InboundDeps, { raw, envelope }: HandedOver): Promise<Taken> {
  const mail = await read(raw)
  if (!mail) return { outcome: 'refused', why: 'unreadable' }
  const { header, from, subject } = mail
  if (isAutomatic({ ...deps, header, from, subject, envelopeFrom: envelope?.from })) return { outcome: 'ignored' }
  const inboundId = idOf(mail, raw)
  const known = await findWritten(deps.tickets, { inboundId })
  if (known) return { outcome: 'taken', written: known }
  if (await isTooMany(deps, from)) return { outcome: 'refused', why: 'too-many' }
  await keep(deps, { inboundId, mail, raw })
  const written = await write(deps, { mail, inboundId, to: [...mail.to, ...(envelope?.to ?? [])] })
  await deps.mails.updateOne({ _id: inboundId }, { $unset: { isWaiting: 1 } })
  return { outcome: 'taken', written }
}

async function read(raw: Buffer): Promise<ReadMail | undefined> {
  try {
    return await readMail(raw)
  } catch (error) {
    if (error instanceof UnreadableMail) return undefined
    throw error
  }
}

function idOf({ from, messageId }: ReadMail, raw: Buffer): string {
  const what = messageId === '' ? raw : `${from} ${messageId}`
  return createHash('sha256').update(what).digest('base64url').slice(0, 24)
}

/** Two machines that know no sign of each other end here at the latest. */
async function isTooMany({ mails, tickets }: InboundDeps, from: string): Promise<boolean> {
  const since = new Date(tickets.clock().getTime() - anHour)
  const count = await mails.countDocuments({ fromHash: mailboxHash(from, tickets.secret), receivedAt: { $gt: since } })
  return count >= mostInAnHour
}

interface Kept {
  inboundId: string
  mail: ReadMail
  raw: Buffer
}

/** The whole mail first: a message never names one that isn't there. */
async function keep({ mails, raws, tickets }: InboundDeps, { inboundId, mail, raw }: Kept): Promise<void> {
  await raws.put(inboundId, raw)
  const facts = {
    messageId: mail.messageId === '' ? `<${inboundId}@inbound.invalid>` : mail.messageId,
    fromHash: mailboxHash(mail.from, tickets.secret),
    size: raw.length,
    receivedAt: tickets.clock(),
    isWaiting: true,
  }
  await mails.updateOne({ _id: inboundId }, { $setOnInsert: facts }, { upsert: true })
}

interface Mailed {
  mail: ReadMail
  inboundId: string
  /** Addresses that it was sent to. */
  to: readonly string[]
}

async function write(deps: InboundDeps, mailed: Mailed): Promise<Written> {
  const { mail, to } = mailed
  const { tickets } = deps
  const proven = readReplyAddress(to, mail.from, { inboundAddress: deps.address, secret: tickets.secret })
  const number = await numberFor(deps, mail, proven)
  const sender: MailSender = { kind: 'address', email: mail.from, name: mail.fromName, isProven: false }
  if (number === undefined) return open(deps, mailed, { sender })
  try {
    const isProven = proven !== undefined && (await numberOf(tickets, proven)) === number
    const words = await wordsOfMail(tickets, mail)
    const message = { number, kind: 'message', format: 'plain', ...words, mail: sourceOf(mailed) } as const
    const written = await addMessage(tickets, { ...sender, isProven }, message)
    // Not by a line `From:`, which anybody can write: whoever is added sees all that was written.
    if (isProven) await addNamed(tickets, { ...sender, isProven }, { number, addresses: othersIn(deps, mail) })
    return written
  } catch (error) {
    // Whoever has no part in it opens their own; so does who comes after the end, and names what it goes on from.
    if (error instanceof NotFound) return open(deps, mailed, { sender })
    if (error instanceof Conflict) return open(deps, mailed, { sender, followsUp: number })
    throw error
  }
}

/** Whom a mail was written to, beside us. */
function othersIn({ address, ownAddresses }: InboundDeps, { named, from }: ReadMail): string[] {
  return named.filter((each) => each !== from && !ownAddresses.includes(each) && tagOf(each, address) === undefined)
}

/** The number of the request that a mail is about; a subject names one where a program lost the rest. */
async function numberFor(
  { tickets }: InboundDeps,
  mail: ReadMail,
  proven: string | undefined,
): Promise<number | undefined> {
  const byToken = proven === undefined ? undefined : await numberOf(tickets, proven)
  if (byToken !== undefined) return byToken
  const thread = await findThread(tickets, mail.references)
  if (thread) return thread.number
  const named = /\[#(\d{1,9})\]/.exec(mail.subject)?.[1]
  return named === undefined ? undefined : Number(named)
}

async function open(
  deps: InboundDeps,
  mailed: Mailed,
  { sender, followsUp }: { sender: MailSender; followsUp?: number },
): Promise<Written> {
  const { tickets } = deps
  const { mail } = mailed
  const account = await tickets.accounts.withAddress(mail.from)
  const locale = account?.locale ?? 'en'
  return openRequest(tickets, sender, {
    subject: mail.subject.replace(/\[#\d{1,9}\]\s*/g, '').replace(/^(?:\s*(?:re|odp|aw|sv|rif)\s*:)+\s*/i, ''),
    format: 'plain',
    ...(await wordsOfMail(tickets, mail)),
    locale,
    mail: sourceOf(mailed),
    wish: await openCaseOf(deps, mailed, locale),
    ...(followsUp === undefined ? {} : { followsUp }),
  })
}

/** The case comes before the request: what goes to an address that nobody proved is then the question whether it asked. */
async function openCaseOf(
  { tickets, address }: InboundDeps,
  { mail, inboundId, to }: Mailed,
  locale: string,
): Promise<WishKind | undefined> {
  const { subject, text, from: email, fromName: name } = mail
  const kind = wishIn({ subject, text, to }, address)
  if (kind === undefined) return undefined
  const isOpen = await tickets.openCase(kind, {
    key: idFor('mail', inboundId, kind),
    email,
    name,
    words: [subject, text].join('\n\n').trim(),
    receivedAt: tickets.clock(),
    locale,
    isProven: false,
  })
  return isOpen ? kind : undefined
}

function sourceOf({ mail, inboundId }: Mailed): { messageId: string; inboundId: string } {
  return { messageId: mail.messageId === '' ? `<${inboundId}@inbound.invalid>` : mail.messageId, inboundId }
}
