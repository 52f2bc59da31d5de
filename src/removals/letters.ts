import { serviceMail, type Mail, type MailKind } from '../mail/index.ts'
import type { CaseThing, Party, RemovalCase } from './case.model.ts'
import type { Decision } from './decision.model.ts'
import {
  counterWords,
  decisionWords,
  messageWords,
  noon,
  prolongedWords,
  restoredWords,
  statementWords,
  type LetterOptions,
  type ToParty,
  type Words,
} from './letter-words.ts'
import { staffLetter, type ToStaff } from './staff-letter.ts'

export const removalMailKinds: readonly MailKind[] = [
  serviceMail('removal', 'removals:mailKind.own', 'removals:mailKind.ownText'),
  serviceMail('removal-staff', 'removals:mailKind.staff', 'removals:mailKind.staffText'),
]

/** Sends the mails of this feature. A mail that is sent twice is taken once. */
export interface RemovalMail {
  /** Gives whether it went out: an address that nobody proved gets one mail in 24 hours. */
  receipt(item: RemovalCase, to: Party): Promise<boolean>
  message(about: ToParty & { id: string; at: Date }): Promise<void>
  prolonged(item: RemovalCase, to: Party): Promise<void>
  decision(item: RemovalCase, about: ToParty & { decision: Decision }): Promise<void>
  /** To an author, what became of what is theirs (EU DSA Art. 17); without a decision it is out of sight for now. */
  statement(about: ToParty & { id: string; things: readonly CaseThing[]; decision?: Decision }): Promise<void>
  counter(item: RemovalCase, to: Party): Promise<void>
  restored(item: RemovalCase, about: ToParty): Promise<void>
  staff(item: RemovalCase, about: ToStaff): Promise<void>
}

/** The words of this feature's mails: fact -> message. */
export function removalMail(mail: Pick<Mail, 'enqueue' | 'enqueueAll'>, options: LetterOptions): RemovalMail {
  const send = (id: string, { party, to }: ToParty, { once, ...words }: Words & { once: string }): Promise<void> =>
    toParty(mail, options, { id, party, to, once, words })
  return {
    receipt: (item, to) => receipt(mail, options, { item, to }),
    message: ({ id, at, ...who }) =>
      send(id, who, { ...messageWords(options, id, who), once: `message ${at.getTime()}` }),
    prolonged: (item, to) =>
      send(item._id, { party: 0, to }, { ...prolongedWords(options, item, to), once: 'prolonged' }),
    decision: (item, { decision, ...who }) =>
      send(item._id, who, { ...decisionWords(options, item, { decision, ...who }), once: `decision ${decision._id}` }),
    statement: ({ id, things, decision, ...who }) =>
      send(id, who, {
        ...statementWords(options, id, { things, ...who, ...(decision ? { decision } : {}) }),
        once: `statement ${decision?._id ?? 'hidden'}`,
      }),
    counter: (item, to) => send(item._id, { party: 0, to }, { ...counterWords(options, item, to), once: 'counter' }),
    restored: (item, who) => send(item._id, who, { ...restoredWords(options, item, who), once: 'restored' }),
    staff: async (item, about) => {
      await mail.enqueueAll([staffLetter(options, item, about)])
    },
  }
}

async function toParty(
  mail: Pick<Mail, 'enqueueAll'>,
  { translator, siteName }: LetterOptions,
  { id, party, to, once, words }: ToParty & { id: string; once: string; words: Words },
): Promise<void> {
  if (to.email === undefined) return
  const footer = translator(to.locale)(
    to.role === 'asker' ? 'removals:mail.footerAsker' : 'removals:mail.footerAuthor',
    {
      site: siteName,
    },
  )
  await mail.enqueueAll([
    {
      kind: 'removal',
      to: to.email,
      locale: to.locale,
      ...words,
      footer,
      about: [{ kind: 'removal', id }],
      once: `removal ${id} ${party} ${once}`,
      ...(to.accountId === undefined ? {} : { accountId: to.accountId }),
      ...(to.name === undefined ? {} : { toName: to.name }),
    },
  ])
}

/** To an address that nobody proved: fixed words only, and the way to prove it. */
async function receipt(
  mail: Pick<Mail, 'enqueue'>,
  options: LetterOptions,
  { item, to }: { item: RemovalCase; to: Party },
): Promise<boolean> {
  const t = options.translator(to.locale)
  const isProven = item.state !== 'unconfirmed'
  const facts = { reference: options.referenceOf(item._id), site: options.siteName, due: noon(item.dueOn) }
  const action = isProven
    ? { label: t('removals:mail.toStatus'), address: options.partyAddress(item._id, 0) }
    : { label: t('removals:mail.confirm'), address: options.confirmationAddress(item._id) }
  const sent = await mail.enqueue(
    {
      kind: 'removal',
      to: to.email ?? '',
      locale: to.locale,
      subject: t('removals:mail.receipt.subject', facts),
      blocks: [
        { kind: 'text', text: t('removals:mail.receipt.got', facts) },
        {
          kind: 'text',
          text: isProven ? t('removals:mail.receipt.due', facts) : t('removals:mail.receipt.prove', facts),
        },
        { kind: 'action', ...action },
        { kind: 'text', text: isProven ? t('removals:mail.receipt.mails') : t('removals:mail.receipt.notYou') },
      ],
      footer: t('removals:mail.footerAsker', facts),
      about: [{ kind: 'removal', id: item._id }],
      ...(to.accountId === undefined ? {} : { accountId: to.accountId }),
    },
    { toProvenAddress: isProven },
  )
  return sent.outcome === 'queued'
}
