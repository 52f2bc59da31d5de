import type { SafeHtml } from '../content/index.ts'
import { Invalid } from '../kernel/index.ts'
import { isAddress } from './addresses.ts'
import type { Thing } from './mail.model.ts'

/** A part of a mail. Each has a form in plain text and one in HTML; neither fetches anything. */
export type Block =
  /** Paragraphs, set apart by blank lines. */
  | { kind: 'text'; text: string }
  /** What somebody wrote, as plain text, with their name. */
  | { kind: 'quote'; text: string; by?: string }
  /** The next thing to do: what it does and a full address of ours. */
  | { kind: 'action'; label: string; address: string }
  /** Rendered elsewhere, with relative links made absolute; `text` says the same. */
  | { kind: 'html'; html: SafeHtml; text: string }
  | { kind: 'list'; items: readonly string[] }

/** A mail as a feature writes it, in finished words of the recipient's language. */
export interface OutgoingMail {
  /** Registered by the feature. */
  kind: string
  /** One plain address. */
  to: string
  toName?: string
  /** The account of the recipient, where they have one. */
  accountId?: string
  locale: string
  subject: string
  /** What a list of mails shows beside the subject. */
  preview?: string
  blocks: readonly Block[]
  /** Why the recipient gets this: one sentence at the foot. */
  footer: string
  /** Further ways on at the foot, before the way out: full addresses of ours. */
  links?: readonly { label: string; address: string }[]
  /** Its cause and recipient in one word: `enqueueAll` takes such a mail once, however often it is asked. */
  once?: string
  /** What it quotes or tells about; `cancelAbout` finds it by this. */
  about?: readonly Thing[]
  /** What `threadId` gives for a thing that no other mail is about; else one is made of chance. */
  messageId?: string
  /** Where an answer is to go: one plain address; missing, it is the one of the settings. */
  replyTo?: string
  /** Message-IDs, or what `threadId` gives, so that mail programs show a conversation as one. */
  inReplyTo?: string
  references?: readonly string[]
  /** Not before: leaves time to remove what it quotes. */
  sendAfter?: Date
  /** When sending it would only confuse, such as the end of its link. */
  usefulUntil?: Date
  /** It holds a link that lets somebody in: its text is forgotten as soon as it is sent. */
  isSecret?: boolean
}

/** Whether the recipient showed that the address is theirs. Who didn't gets fixed texts only, once in 24 hours. */
export interface SendOptions {
  toProvenAddress: boolean
}

/** What became of a mail that was to be sent. Not to be sent is no error: its sender goes on. */
export type Enqueued =
  | { outcome: 'queued'; id: string; messageId: string }
  /** The address isn't proven, and got a mail in the last 24 hours. */
  | { outcome: 'sent-recently' }
  /** The recipient chose not to get this kind. */
  | { outcome: 'not-wanted' }

/** Checks what could break out of a header. Throws Invalid for an address that is none. */
export function requireSendable(message: OutgoingMail, options: SendOptions): void {
  if (!isAddress(message.to)) throw new Invalid({ email: 'mail:rules.address' })
  if (message.replyTo !== undefined && !isAddress(message.replyTo)) throw new Error('Nobody can answer there.')
  const ids = [message.messageId, message.inReplyTo, ...(message.references ?? [])]
  if (ids.some((id) => id !== undefined && !/^<[^\s<>]{1,250}>$/.test(id))) throw new Error('Not a Message-ID.')
  if (!options.toProvenAddress && message.blocks.some(({ kind }) => kind === 'quote' || kind === 'html')) {
    throw new Error("A mail to an unproven address can't hold what people wrote.")
  }
}

/** One line without control characters and marks that turn its direction, cut at `longest` code points. */
export function oneLine(text: string, longest: number): string {
  const line = text
    .replace(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  const points = Array.from(line)
  return points.length > longest ? `${points.slice(0, longest - 1).join('')}…` : line
}
