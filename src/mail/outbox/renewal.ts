import type { Thing } from '../mail.model.ts'
import type { OutgoingMail } from '../message.ts'

/** A mail that is about to leave: to whom, and what it is about. */
export interface LeavingMail {
  to: string
  accountId?: string
  locale: string
  about: readonly Thing[]
}

/** What a mail says now; undefined when it has nothing to say to its recipient any more. */
export type Renew = (
  mail: LeavingMail,
) => Promise<Pick<OutgoingMail, 'subject' | 'preview' | 'blocks' | 'footer' | 'links'> | undefined>
