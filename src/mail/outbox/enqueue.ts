import { newId } from '../../kernel/index.ts'
import { addressHash } from '../addresses.ts'
import type { MailDeps } from '../deps.ts'
import type { MailCategory } from '../kinds.ts'
import { layOut } from '../layout/layout.ts'
import type { Link } from '../layout/letter.ts'
import type { StoredMail } from '../mail.model.ts'
import { oneLine, requireSendable, type Enqueued, type OutgoingMail, type SendOptions } from '../message.ts'
import { hostOf } from '../settings.ts'
import { unsubscribeAddress } from '../wishes/unsubscribe-address.ts'
import { mayMail } from '../wishes/wishes.ts'
import { claimAddress } from './claim-address.ts'

/**
 * Puts a mail into the outbox, in the command of its cause: once this resolves, no crash loses it. Asks first whether
 * the recipient wants the kind, and whether an unproven address may get a mail now. Throws Invalid for an address that
 * is none; an Error for a kind that isn't registered or a mail that may not go to an unproven address.
 */
export async function enqueue(deps: MailDeps, message: OutgoingMail, options: SendOptions): Promise<Enqueued> {
  const { category } = deps.kinds.named(message.kind)
  requireSendable(message, options)
  if (!options.toProvenAddress && category !== 'service')
    throw new Error('Only service mail goes to an unproven address.')
  if (!(await mayMail(deps, { accountId: message.accountId, address: message.to }, message.kind)))
    return { outcome: 'not-wanted' }
  if (!options.toProvenAddress && !(await claimAddress(deps, message.to))) return { outcome: 'sent-recently' }
  const mail = toStored(deps, message, { category, isProven: options.toProvenAddress })
  await deps.mails.create(mail)
  return { outcome: 'queued', id: mail._id, messageId: mail.messageId }
}

/** A message as the outbox holds it, laid out for its recipient. */
export function toStored(
  deps: MailDeps,
  message: OutgoingMail,
  { category, isProven }: { category: MailCategory; isProven: boolean },
): StoredMail {
  const now = deps.clock()
  // The name that somebody gave themselves is a text of theirs, and has no place in a mail to an unproven address.
  const toName = isProven && message.toName !== undefined ? oneLine(message.toName, 80) : ''
  const { accountId, replyTo, inReplyTo, references, about, usefulUntil, once } = message
  return {
    _id: newId(),
    messageId: message.messageId ?? `<${deps.randomToken(18)}@${hostOf(deps.settings)}>`,
    kind: message.kind,
    category,
    to: message.to,
    toHash: addressHash(message.to, deps.secret),
    locale: message.locale,
    ...contentOf(deps, message, category),
    isSecret: message.isSecret ?? false,
    state: 'waiting',
    attempts: 0,
    nextAttemptAt: message.sendAfter ?? now,
    createdAt: now,
    ...(toName === '' ? {} : { toName }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(references === undefined ? {} : { references: [...references] }),
    ...(about === undefined ? {} : { about: about.map(({ kind, id }) => ({ kind, id })) }),
    ...(usefulUntil === undefined ? {} : { usefulUntil }),
    ...(once === undefined ? {} : { once }),
  }
}

/** What a message says, in both forms. */
export function contentOf(
  deps: MailDeps,
  message: OutgoingMail,
  category: MailCategory,
): { subject: string; text: string; html: string } {
  const links = [...(message.links ?? []), ...footLinks(deps, message, category)]
  return layOut(message, { site: siteLink(deps), links })
}

const siteLink = ({ settings }: MailDeps): Link => ({ label: settings.siteName, address: settings.url })

/** How to get fewer mails; service mail has no such links, because it can't be switched off. */
function footLinks(deps: MailDeps, message: OutgoingMail, category: MailCategory): Link[] {
  if (category === 'service') return []
  const t = deps.translator(message.locale)
  const stop = { label: t('mail:foot.stop'), address: unsubscribeAddress(deps, message) }
  const choose = { label: t('mail:foot.choose'), address: `${deps.settings.url}/me/mails` }
  return message.accountId === undefined ? [stop] : [stop, choose]
}
