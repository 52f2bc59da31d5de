import type { QueryFilter } from 'mongoose'
import { cutPage, type Page, type PageRequest } from '../../kernel/index.ts'
import { addressHash } from '../addresses.ts'
import type { MailDeps } from '../deps.ts'
import { contentFields, type MailError, type StoredMail } from '../mail.model.ts'
import { mailSteps, type MailState } from '../mail.states.ts'
import type { Recipient } from '../wishes/wishes.ts'
import { keepUntil } from './outcomes.ts'

/** What the owner of an installation sees of the outbox, and does to what stays in it. */
export interface Outbox {
  /** Whether mails leave, or stay here to be read. */
  readonly transport: 'smtp' | 'mailbox'
  /** Whether the mail server takes us in now; what is wrong where it doesn't. */
  check(): Promise<MailError | undefined>
  /** A page of mails without their texts, newest first. */
  list(options: { state?: MailState; size: number; request: PageRequest }): Promise<Page<StoredMail>>
  /** How many mails wait to be sent, and how many were given up. */
  count(): Promise<{ waiting: number; dead: number }>
  find(id: string): Promise<StoredMail | undefined>
  /** Tries a given-up mail again from the beginning. Gives false when it isn't given up or its text is gone. */
  retry(id: string): Promise<boolean>
  /** Lets a waiting or given-up mail never be sent, and forgets what it said. Gives false when it is too late. */
  discard(id: string): Promise<boolean>
}

/** The owner's view of the outbox. `poke` is called when something became due. */
export function createOutbox(deps: MailDeps, poke: () => void): Outbox {
  return {
    transport: deps.transport.kind,
    check: () => deps.transport.check(),
    list: (options) => list(deps, options),
    async count() {
      const inState = (state: MailState): Promise<number> => deps.mails.countDocuments({ state })
      const [waiting, dead] = await Promise.all([inState('waiting'), inState('dead')])
      return { waiting, dead }
    },
    async find(id) {
      const mail = await deps.mails.findById(id).lean<StoredMail | null>()
      return mail ? unlessHeld(mail) : undefined
    },
    async retry(id) {
      const { from, to } = mailSteps.retry
      const retried = await deps.mails.updateOne(
        { _id: id, state: { $in: from }, text: { $exists: true } },
        { $set: { state: to, attempts: 0, nextAttemptAt: deps.clock() }, $unset: { keepUntil: 1 } },
      )
      poke()
      return retried.modifiedCount === 1
    },
    async discard(id) {
      const { from, to } = mailSteps.cancel
      const discarded = await deps.mails.updateOne(
        { _id: id, state: { $in: from } },
        { $set: { state: to, keepUntil: keepUntil(deps.clock()) }, $unset: { nextAttemptAt: 1, ...contentFields } },
      )
      return discarded.modifiedCount === 1
    },
  }
}

async function list(
  deps: MailDeps,
  { state, size, request }: Parameters<Outbox['list']>[0],
): Promise<Page<StoredMail>> {
  const direction = request.before ? 1 : -1
  const filter: QueryFilter<StoredMail> = { ...(state === undefined ? {} : { state }), ...within(request) }
  const found = await deps.mails
    .find(filter, { text: 0, html: 0 })
    .sort({ createdAt: direction, _id: direction })
    .limit(size + 1)
    .lean<StoredMail[]>()
  return cutPage(found.map(unlessHeld), { size, request, keyOf: ({ createdAt: at, _id: id }) => ({ at, id }) })
}

/** What a mail says is out of sight for the owner too while it is held. */
function unlessHeld(mail: StoredMail): StoredMail {
  if (!mail.isHeld) return mail
  const { subject: _subject, text: _text, html: _html, ...rest } = mail
  return rest
}

/** The first condition alone bounds the index scan; the second leaves out the key's own row and those beside it. */
function within({ after, before }: PageRequest): QueryFilter<StoredMail> {
  if (after)
    return { createdAt: { $lte: after.at }, $or: [{ createdAt: { $lt: after.at } }, { _id: { $lt: after.id } }] }
  if (!before) return {}
  return { createdAt: { $gte: before.at }, $or: [{ createdAt: { $gt: before.at } }, { _id: { $gt: before.id } }] }
}

/** A mail as its recipient is told of it: what it said for as long as that is kept. */
export interface SentMail {
  kind: string
  sentAt: Date
  to?: string
  subject?: string
}

/** How many mails a person is told of; the newest ones. */
const mostTold = 10_000

/** What an account or an address was sent, newest first. */
export async function sentTo(deps: MailDeps, { accountId, address }: Recipient): Promise<SentMail[]> {
  const ways: QueryFilter<StoredMail>[] = [
    ...(accountId === undefined ? [] : [{ accountId }]),
    ...(address === undefined ? [] : [{ toHash: addressHash(address, deps.secret) }]),
  ]
  if (ways.length === 0) return []
  const sent = await deps.mails
    .find({ state: 'sent', $or: ways }, { kind: 1, sentAt: 1, createdAt: 1, to: 1, subject: 1, isHeld: 1 })
    .sort({ createdAt: -1 })
    .limit(mostTold)
    .lean<Pick<StoredMail, 'kind' | 'sentAt' | 'createdAt' | 'to' | 'subject' | 'isHeld'>[]>()
  return sent.map(({ kind, sentAt, createdAt, to, subject, isHeld }) => ({
    kind,
    sentAt: sentAt ?? createdAt,
    ...(to === undefined ? {} : { to }),
    ...(subject === undefined || isHeld ? {} : { subject }),
  }))
}
