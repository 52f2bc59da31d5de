/** The settings that mail takes from the configuration. */
export interface MailSettings {
  /** Full address of the home page, without a slash at its end. */
  readonly url: string
  readonly siteName: string
  /** `smtp://` or `smtps://`, with user, password and options; missing: mails go to the mailbox page. */
  readonly smtpUrl?: string | undefined
  /** `help@example.com` or `Example Help <help@example.com>`. */
  readonly mailFrom?: string | undefined
  readonly mailReplyTo?: string | undefined
  /** An address that takes unsubscriptions by mail, named beside the link in `List-Unsubscribe`. */
  readonly mailUnsubscribeTo?: string | undefined
}

/** The right side of our Message-IDs. */
export function hostOf({ url }: Pick<MailSettings, 'url'>): string {
  return new URL(url).hostname
}

/** The id of a conversation: mails that refer to it are shown together, and nobody needs to remember the first one. */
export function threadId(settings: Pick<MailSettings, 'url'>, thing: { kind: string; id: string }): string {
  return `<${thing.kind}.${thing.id}@${hostOf(settings)}>`
}

/** Reads `help@example.com` or `Example Help <help@example.com>`; the configuration let nothing else through. */
export function readMailbox(text: string): { name: string; address: string } {
  const [, name = '', address = text] = /^(.*?)\s*<([^<>]+)>$/.exec(text.trim()) ?? []
  return { name: name.replace(/^"(.*)"$/, '$1'), address: address.trim() }
}
