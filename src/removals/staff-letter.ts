import type { OutgoingMail } from '../mail/index.ts'
import type { RemovalCase } from './case.model.ts'
import { groundKeys } from './labels.words.ts'
import { noon, type LetterOptions } from './letter-words.ts'

/** What staff is told of. */
export type StaffNews = 'new' | 'due' | 'answer' | 'appeal' | 'remains' | 'stuck' | 'counter' | 'court'

export interface ToStaff {
  what: StaffNews
  /** Tells news of the same kind apart. */
  once: string
  to: { accountId: string; email: string; locale: string }
}

const staffKeys = {
  new: { subject: 'removals:mail.staff.new.subject', text: 'removals:mail.staff.new.text' },
  due: { subject: 'removals:mail.staff.due.subject', text: 'removals:mail.staff.due.text' },
  answer: { subject: 'removals:mail.staff.answer.subject', text: 'removals:mail.staff.answer.text' },
  appeal: { subject: 'removals:mail.staff.appeal.subject', text: 'removals:mail.staff.appeal.text' },
  remains: { subject: 'removals:mail.staff.remains.subject', text: 'removals:mail.staff.remains.text' },
  stuck: { subject: 'removals:mail.staff.stuck.subject', text: 'removals:mail.staff.stuck.text' },
  counter: { subject: 'removals:mail.staff.counter.subject', text: 'removals:mail.staff.counter.text' },
  court: { subject: 'removals:mail.staff.court.subject', text: 'removals:mail.staff.court.text' },
} as const satisfies Record<StaffNews, { subject: string; text: string }>

/** A mail to somebody who decides: which case, what happened, until when. */
export function staffLetter(
  options: LetterOptions,
  item: RemovalCase,
  { what, once, to }: ToStaff,
): OutgoingMail & { once: string } {
  const t = options.translator(to.locale)
  const facts = { reference: options.referenceOf(item._id), ground: t(groundKeys[item.ground]), due: noon(item.dueOn) }
  return {
    kind: 'removal-staff',
    to: to.email,
    accountId: to.accountId,
    locale: to.locale,
    subject: t(staffKeys[what].subject, facts),
    blocks: [
      { kind: 'text', text: t(staffKeys[what].text, facts) },
      { kind: 'text', text: t('removals:mail.staff.until', facts) },
      { kind: 'action', label: t('removals:mail.staff.open'), address: options.staffAddress(item._id) },
    ],
    footer: t('removals:mail.staff.footer', { site: options.siteName }),
    about: [{ kind: 'removal', id: item._id }],
    once: `removal-staff ${item._id} ${what} ${once} ${to.accountId}`,
  }
}
