import type { MailError } from '../mail.model.ts'

/** A name, which may be empty, and an address. */
export interface Mailbox {
  name: string
  address: string
}

/** A mail that is ready to leave. */
export interface Letterbag {
  from: Mailbox
  replyTo?: Mailbox
  to: Mailbox
  subject: string
  text: string
  html: string
  messageId: string
  date: Date
  inReplyTo?: string
  references?: string[]
  headers: Record<string, string>
}

/** How an attempt ended. */
export type Delivery =
  /** The next server took it. */
  | { outcome: 'sent' }
  /** The server will never take this mail. */
  | { outcome: 'refused'; error: MailError }
  /** Not now; `isAway` when it lies with the server or the way to it, so that other mails would fail as well. */
  | { outcome: 'failed'; error: MailError; isAway: boolean }

/** A way for mails to leave. */
export interface Transport {
  /** `mailbox` keeps mails here for the owner to read, in place of sending them. */
  readonly kind: 'smtp' | 'mailbox'
  /** Hands a mail over. Never rejects; `cut` ends an attempt under way. */
  deliver(mail: Letterbag, cut: AbortSignal): Promise<Delivery>
  /** Whether the server can be reached and lets us in; what is wrong where it doesn't. */
  check(): Promise<MailError | undefined>
  /** Lets go of open connections. */
  close(): void
}
