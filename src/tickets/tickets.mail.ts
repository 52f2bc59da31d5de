import type { SafeHtml } from '../content/index.ts'
import { serviceMail, type Mail, type MailKind, type OutgoingMail, type Translator } from '../mail/index.ts'
import type { Message } from './message.model.ts'
import type { SupportRequest } from './request.model.ts'
import type { Member } from './tickets.views.ts'

export const ticketMailKinds: readonly MailKind[] = [
  serviceMail('request-receipt', 'tickets:mailKind.receipt', 'tickets:mailKind.receiptText'),
  serviceMail('request-message', 'tickets:mailKind.message', 'tickets:mailKind.messageText'),
  serviceMail('request-rating', 'tickets:mailKind.rating', 'tickets:mailKind.ratingText'),
]

/** A message that is told of, and to whom. */
export interface Telling {
  message: Message
  to: readonly Member[]
  words: { html: SafeHtml; text: string }
}

/** Mails the people of a request what happens to it. */
export interface TicketMail {
  /** That it came in. */
  received(request: SupportRequest, told: { message: Message; to: Member }): Promise<void>
  /** What somebody wrote, to the others. */
  told(request: SupportRequest, telling: Telling): Promise<void>
  /** That they were added by somebody. */
  added(request: SupportRequest, to: Member): Promise<void>
  /** That it counts as solved, where no message said so. */
  solved(request: SupportRequest, to: Member): Promise<void>
  /** How the answer was; `address` is where that is said. */
  asked(request: SupportRequest, to: Member): Promise<void>
  /** A new link to read on by. */
  renewed(request: SupportRequest, to: Member): Promise<void>
}

export interface TicketMailOptions {
  translator: Translator
  siteName: string
  fullAddress: (path: string) => string
  /** The path of a page where a mailed person does one thing without signing in. */
  pathFor: (purpose: 'confirm' | 'rating', about: { requestId: string; key: string }) => string
  /** The path by which a person without an account reads on. */
  readingPath: (about: { requestId: string; key: string; email: string }) => string
  /** Where a mailed person answers by mail; missing while no mail is taken in. */
  replyAddress?: ((to: { requestId: string; email: string }) => string) | undefined
}

type Letter = Pick<OutgoingMail, 'kind' | 'subject' | 'blocks' | 'footer'>
type Reached = Member & { email: string }

/** The words of this feature's mails: fact -> message. */
export function ticketMail(mail: Mail, options: TicketMailOptions): TicketMail {
  const toSend = (request: SupportRequest, to: Reached, letter: Letter): OutgoingMail =>
    toOutgoing(request, to, { ...letter, mail, options })
  const send = async (request: SupportRequest, to: Member, letter: (say: Say) => Letter): Promise<void> => {
    if (!isReached(to)) return
    const say = sayTo(request, to, options)
    if (to.isProven) await mail.enqueue(toSend(request, to, letter(say)), { toProvenAddress: true })
    else await mail.enqueue(toSend(request, to, fixedLetter(say)), { toProvenAddress: false })
  }
  return {
    received: (request, { to }) => send(request, to, receiptLetter),
    added: (request, to) => send(request, to, addedLetter),
    solved: (request, to) => send(request, to, solvedLetter),
    asked: (request, to) => send(request, to, ratingLetter),
    renewed: (request, to) => send(request, to, renewedLetter),
    async told(request, { message, to, words }) {
      const reached = to.filter(isReached)
      const proven = reached.filter(({ isProven }) => isProven)
      await mail.enqueueAll(
        proven.map((each) => ({
          ...toSend(request, each, messageLetter(sayTo(request, each, options), message, words)),
          ...marksOf(mail, request, { message, to: each }),
        })),
      )
      for (const each of reached.filter(({ isProven }) => !isProven)) await send(request, each, fixedLetter)
    },
  }
}

function isReached(member: Member): member is Reached {
  return member.email !== undefined
}

/** What makes a mail about a message the only one of its kind, and gives it its place in the conversation. */
function marksOf(
  mail: Mail,
  request: SupportRequest,
  { message, to }: { message: Message; to: Member },
): Pick<OutgoingMail, 'messageId' | 'inReplyTo' | 'references' | 'about'> & { once: string } {
  const thread = mail.threadId({ kind: 'request', id: request._id })
  const inbound = message.mailIds.slice(0, 1)
  return {
    once: `request ${message._id} ${to.key}`,
    messageId: mail.threadId({ kind: 'request-message', id: `${message._id}.${to.key}` }),
    inReplyTo: inbound[0] ?? thread,
    references: [thread, ...inbound],
    about: [
      { kind: 'request-message', id: message._id },
      { kind: 'request', id: request._id },
    ],
  }
}

function toOutgoing(
  request: SupportRequest,
  { email, name, accountId, isProven, locale = request.locale }: Reached,
  { mail, options, ...letter }: Letter & { mail: Mail; options: TicketMailOptions },
): OutgoingMail {
  const thread = mail.threadId({ kind: 'request', id: request._id })
  const replyTo = isProven ? options.replyAddress?.({ requestId: request._id, email }) : undefined
  return {
    to: email,
    toName: name,
    locale,
    ...letter,
    inReplyTo: thread,
    references: [thread],
    about: [{ kind: 'request', id: request._id }],
    ...(accountId === undefined ? {} : { accountId }),
    ...(replyTo === undefined ? {} : { replyTo }),
  }
}

/** What every letter says to one person: who we are, which request, where it is. */
interface Say {
  t: ReturnType<Translator>
  site: string
  number: number
  subject: string
  /** Of the receipt: anybody may write a mail in another's name, and is not to have their words sent there by us. */
  ownSubject: string
  address: string
  confirmAddress: string
  ratingAddress: string
  footer: string
  mayAnswer: boolean
}

function sayTo(request: SupportRequest, to: Member, options: TicketMailOptions): Say {
  const t = options.translator(to.locale ?? request.locale)
  const { number, _id: requestId } = request
  const { key } = to
  const at = (path: string): string => options.fullAddress(path)
  return {
    t,
    site: options.siteName,
    number,
    subject: `[#${number}] ${request.subject}`,
    ownSubject:
      request.source === 'mail' ? t('tickets:mail.receipt.subject', { number }) : `[#${number}] ${request.subject}`,
    address: at(pageFor(request, to, options)),
    confirmAddress: at(options.pathFor('confirm', { requestId, key })),
    ratingAddress: at(options.pathFor('rating', { requestId, key })),
    footer: t(to.role === 'agent' ? 'tickets:mail.agentFooter' : 'tickets:mail.footer', { site: options.siteName }),
    mayAnswer: options.replyAddress !== undefined,
  }
}

/** Who has no account to sign in with reads on by a link of their own. */
function pageFor({ _id: requestId, number }: SupportRequest, to: Member, { readingPath }: TicketMailOptions): string {
  if (to.role === 'agent') return `/staff/requests/${number}`
  const { key, email, accountId, isProven } = to
  const isByLink = isProven && accountId === undefined && email !== undefined
  return isByLink ? readingPath({ requestId, key, email }) : `/requests/${number}`
}

const text = (words: string): { kind: 'text'; text: string } => ({ kind: 'text', text: words })

function receiptLetter({ t, site, number, ownSubject, address, footer, mayAnswer }: Say): Letter {
  return {
    kind: 'request-receipt',
    subject: ownSubject,
    blocks: [
      text(t('tickets:mail.receipt.lead', { site, number })),
      text(t(mayAnswer ? 'tickets:mail.receipt.howByMail' : 'tickets:mail.receipt.how')),
      { kind: 'action', label: t('tickets:mail.see'), address },
    ],
    footer,
  }
}

/** Nothing of it was typed by anybody: whoever names a stranger's address has no word to say to them by our hands. */
function fixedLetter({ t, site, confirmAddress, footer }: Say): Letter {
  return {
    kind: 'request-receipt',
    subject: t('tickets:mail.fixed.subject', { site }),
    blocks: [
      text(t('tickets:mail.fixed.lead', { site })),
      { kind: 'action', label: t('tickets:mail.fixed.action'), address: confirmAddress },
      text(t('tickets:mail.fixed.ignore')),
    ],
    footer,
  }
}

function addedLetter({ t, site, subject, address, footer }: Say): Letter {
  return {
    kind: 'request-message',
    subject,
    blocks: [text(t('tickets:mail.added.lead', { site })), { kind: 'action', label: t('tickets:mail.see'), address }],
    footer,
  }
}

function messageLetter(say: Say, { author, files }: Message, { html, text: plain }: Telling['words']): Letter {
  const { t, subject, address, footer, mayAnswer } = say
  const name = author.name === '' ? t('tickets:nobody') : author.name
  return {
    kind: 'request-message',
    subject: `Re: ${subject}`,
    blocks: [
      text(t('tickets:mail.message.by', { name })),
      { kind: 'html', html, text: plain },
      ...(files.length === 0 ? [] : [text(t('tickets:mail.message.files', { count: files.length }))]),
      { kind: 'action', label: t('tickets:mail.see'), address },
      ...(mayAnswer ? [text(t('tickets:mail.message.answer'))] : []),
    ],
    footer,
  }
}

function solvedLetter({ t, subject, address, footer }: Say): Letter {
  return {
    kind: 'request-message',
    subject: `Re: ${subject}`,
    blocks: [text(t('tickets:mail.solved.lead')), { kind: 'action', label: t('tickets:mail.see'), address }],
    footer,
  }
}

function renewedLetter({ t, site, subject, address, footer }: Say): Letter {
  return {
    kind: 'request-message',
    subject: `Re: ${subject}`,
    blocks: [text(t('tickets:mail.renewed.lead', { site })), { kind: 'action', label: t('tickets:mail.see'), address }],
    footer,
  }
}

function ratingLetter({ t, site, subject, ratingAddress, footer }: Say): Letter {
  return {
    kind: 'request-rating',
    subject: `Re: ${subject}`,
    blocks: [
      text(t('tickets:mail.rating.lead', { site })),
      { kind: 'action', label: t('tickets:score.good'), address: `${ratingAddress}?score=good` },
      { kind: 'action', label: t('tickets:score.bad'), address: `${ratingAddress}?score=bad` },
      text(t('tickets:mail.rating.voluntary')),
    ],
    footer,
  }
}
