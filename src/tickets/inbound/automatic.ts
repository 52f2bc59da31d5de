/** Gives the value of a header field, or an empty text. */
export type HeaderOf = (name: string) => string

/** Who else may have sent it, and what of it is ours. */
export interface MailFacts {
  header: HeaderOf
  /** The sender in the SMTP dialogue; empty for a bounce, undefined where it isn't known. */
  envelopeFrom: string | undefined
  /** Small letters. */
  from: string
  subject: string
  /** Addresses that we send from and take mail at, in small letters. */
  ownAddresses: readonly string[]
  /** The right side of our Message-IDs. */
  ownHost: string
}

/**
 * Whether no person wrote a mail now: answers of machines, bounces, lists, and mails of our own that came back (RFC 3834
 * section 2, RFC 3464, and what programs do in its stead). None of them becomes a request or is answered, or two machines
 * would write to each other for ever.
 */
export function isAutomatic(facts: MailFacts): boolean {
  return isDeclared(facts.header) || isBounce(facts) || isOurs(facts) || isAwayNote(facts.subject)
}

function isDeclared(header: HeaderOf): boolean {
  const submitted = header('auto-submitted').trim().toLowerCase()
  if (submitted !== '' && submitted !== 'no') return true
  if (/^\s*(?:bulk|junk|list|auto_reply)\b/i.test(header('precedence'))) return true
  // Exchange sets it on what it writes itself; a person's mail through it has none.
  if (/\b(?:all|autoreply)\b/i.test(header('x-auto-response-suppress'))) return true
  return ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'list-id'].some((name) => header(name).trim() !== '')
}

function isBounce({ header, envelopeFrom, from }: MailFacts): boolean {
  if (envelopeFrom === '' || header('return-path').trim() === '<>') return true
  if (/^multipart\/report\b/i.test(header('content-type').trim())) return true
  return /^(?:mailer-daemon|postmaster|bounces?)(?:[+.-][^@]*)?@/.test(from)
}

function isOurs({ header, from, ownAddresses, ownHost }: MailFacts): boolean {
  if (ownAddresses.includes(from)) return true
  // Only the kinds that we make: people of the same domain have ids that end like ours.
  const [, name = '', host] = /^<([^<>@\s]+)@([^<>@\s]+)>$/.exec(header('message-id').trim()) ?? []
  return host?.toLowerCase() === ownHost.toLowerCase() && /^(?:[\w-]{24}|request(?:-message)?\.[\w.-]+)$/.test(name)
}

/** Notes of absence by programs that declare nothing. A person may write about such notes, but without the colon. */
function isAwayNote(subject: string): boolean {
  const notes = [
    'auto(?:matic)?[- ]?(?:reply|response)',
    'autoreply',
    'out of (?:the )?office',
    'odpowiedź automatyczna',
    'automatyczna odpowiedź',
    'automatische antwort',
    'abwesenheitsnotiz',
    'réponse automatique',
    'respuesta automática',
    'risposta automatica',
    'rejection notice',
    'undeliverable',
    'delivery status notification',
    'mail delivery failed',
  ]
  return new RegExp(`^\\s*(?:${notes.join('|')})\\s*(?:[:(]|$)`, 'iu').test(subject)
}
