/** One kind of mail on the page of preferences. */
export interface KindRow {
  kind: string
  titleKey: string
  textKey: string
  wanted: boolean
  /** When the person switched it; missing while the default holds. */
  chosenAt?: Date
}

export interface PreferencesView {
  service: KindRow[]
  notifications: KindRow[]
  marketing: KindRow[]
}

export interface UnsubscribeView {
  action: string
  /** Title of the kind; missing when it isn't sent any more. */
  titleKey?: string
}

export interface UnsubscribedView {
  everything: boolean
  titleKey?: string
  preferencesAddress: string
}

/** One mail in the owner's list. */
export interface MailRow {
  id: string
  /** Missing once it is forgotten. */
  subject?: string
  to?: string
  kind: string
  state: 'waiting' | 'sending' | 'sent' | 'dead' | 'cancelled'
  createdAt: Date
  sentAt?: Date
  attempts: number
  nextAttemptAt?: Date
  error?: string
  /** Where its text is shown; only where mails aren't sent. */
  address?: string
  retryAction?: string
  discardAction?: string
}

export interface OutboxView {
  isMailbox: boolean
  /** The list's choices: all of them with their addresses. */
  filters: { labelKey: string; address: string; isCurrent: boolean }[]
  mails: MailRow[]
  links: { first?: string; previous?: string; next?: string }
}

export interface MailView {
  mail: MailRow
  /** Its plain text in pieces, each address a link. */
  parts: { text: string; address?: string }[]
  htmlAddress: string
}
