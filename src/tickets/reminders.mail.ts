import type { RecipientFacts } from '../accounts/index.ts'
import type { Mail, MailKind, Translator } from '../mail/index.ts'

export const reminderMailKinds: readonly MailKind[] = [
  {
    kind: 'request-reminder',
    category: 'notification',
    default: 'on',
    titleKey: 'reminders:mailKind.title',
    textKey: 'reminders:mailKind.text',
  },
]

/** What is due, and when. */
export interface Reminder {
  requestId: string
  number: number
  subject: string
  dueAt: Date
  /** The first reply; else the solution. */
  isFirstReply: boolean
}

/** Reminds the people who answer. */
export interface ReminderMail {
  /** Nothing happens for who has no proven address, wants no reminders, or had this one. */
  due(reminder: Reminder, to: RecipientFacts): Promise<void>
}

const aDay = 24 * 60 * 60 * 1000

/** The words of reminders: fact -> message. */
export function reminderMail(mail: Mail, { translator, siteName: site, fullAddress }: ReminderOptions): ReminderMail {
  return {
    async due({ requestId, number, subject, dueAt, isFirstReply }, { id: accountId, email, name, locale, timeZone }) {
      if (email === undefined) return
      const t = translator(locale)
      const time = new Intl.DateTimeFormat(locale, {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone: timeZone ?? 'UTC',
      })
      const at = `${time.format(dueAt)}${timeZone === undefined ? ' UTC' : ''}`
      const thread = mail.threadId({ kind: 'request', id: requestId })
      await mail.enqueueAll([
        {
          kind: 'request-reminder',
          to: email,
          toName: name,
          accountId,
          locale,
          subject: `[#${number}] ${subject}`,
          blocks: [
            { kind: 'text', text: t(isFirstReply ? 'reminders:firstReply' : 'reminders:solution', { at }) },
            { kind: 'action', label: t('tickets:mail.see'), address: fullAddress(`/staff/requests/${number}`) },
          ],
          footer: t('reminders:footer', { site }),
          once: `reminder ${requestId} ${dueAt.getTime().toString(36)} ${accountId}`,
          about: [{ kind: 'request', id: requestId }],
          inReplyTo: thread,
          references: [thread],
          usefulUntil: new Date(dueAt.getTime() + aDay),
        },
      ])
    },
  }
}

interface ReminderOptions {
  translator: Translator
  siteName: string
  fullAddress: (path: string) => string
}
