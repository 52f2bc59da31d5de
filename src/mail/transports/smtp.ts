import { createTransport } from 'nodemailer'
import type { MailError } from '../mail.model.ts'
import type { Delivery, Transport } from './transport.ts'

/** Milliseconds that the server may take. */
export interface Patience {
  /** To be reached, TLS included. */
  connect: number
  /** To greet. */
  greet: number
  /** Without a word, in the middle of a dialogue. */
  silence: number
  /** For one mail in all; a server that trickles its answers is never silent. */
  whole: number
}

// Below the lease of a mail (outbox/send-due.ts), so that nobody else takes it while we wait.
const usual: Patience = { connect: 15_000, greet: 15_000, silence: 60_000, whole: 180_000 }

/**
 * Sends through the server that `url` names: `smtps://` for TLS from the first byte, `smtp://` for STARTTLS where the
 * server offers it, `?requireTLS=true` to insist on it. Connections are kept for a short while and used again.
 */
export function smtpTransport(url: string, patience: Patience = usual): Transport {
  const transporter = createTransport({
    url,
    pool: true,
    maxConnections: 3,
    // Trying again is the outbox's business: it knows what was said, and that the process may end meanwhile.
    maxRequeues: 0,
    idleTimeout: 30_000,
    connectionTimeout: patience.connect,
    dnsTimeout: patience.connect,
    greetingTimeout: patience.greet,
    socketTimeout: patience.silence,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    kind: 'smtp',
    async deliver(mail, cut) {
      const signal = AbortSignal.any([cut, AbortSignal.timeout(patience.whole)])
      try {
        await transporter.sendMail({ ...mail, xMailer: false, signal })
        return { outcome: 'sent' }
      } catch (error) {
        return judged(error)
      }
    },
    async check() {
      try {
        await transporter.verify()
        return undefined
      } catch (error) {
        return faultOf(error)
      }
    },
    close: () => transporter.close(),
  }
}

/** What nodemailer tells of a failure. */
interface SmtpFailure {
  code?: unknown
  responseCode?: unknown
  command?: unknown
}

/**
 * Whether to try again. Codes from 500 are final (RFC 5321, 4.2.1) when they speak of the recipient or the text; about
 * the sender, the sign-in or the connection they mean a setting or a server that somebody will mend.
 */
function judged(failure: unknown): Delivery {
  const { code, command } = (failure ?? {}) as SmtpFailure
  const error = faultOf(failure)
  const { smtp } = error
  const isAboutMail = (code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'MAIL FROM' && smtp !== closing
  if (isAboutMail && smtp !== undefined && smtp >= 500) return { outcome: 'refused', error }
  return { outcome: 'failed', error, isAway: !isAboutMail }
}

function faultOf(failure: unknown): MailError {
  const { code, responseCode } = (failure ?? {}) as SmtpFailure
  return {
    code: typeof code === 'string' ? code : 'EUNKNOWN',
    ...(typeof responseCode === 'number' ? { smtp: responseCode } : {}),
  }
}

/** «Service not available, closing transmission channel»; allowed as an answer to anything. */
const closing = 421
