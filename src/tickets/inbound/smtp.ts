import { readFileSync } from 'node:fs'
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { InboundDeps, Taken } from './take-mail.ts'
import { takeMail } from './take-mail.ts'
import { tagOf } from './reply-token.ts'

/** Bytes of a mail: five files of a few MB, which grow by a third on the way. */
export const largestMail = 25 * 1024 * 1024
const mostRecipients = 20
const tooManyRecipients = '5.5.3 Too many recipients: send it to us alone.'

/** Takes mails in from a mail server that is told to hand them over here. */
export interface SmtpListener {
  /** Listens from now on. Rejects where the port can't be opened. Gives the port. */
  listen(): Promise<number>
  close(): Promise<void>
}

/** Where it listens; with files of a key and a certificate, whoever calls may encrypt what follows (STARTTLS). */
export interface SmtpSettings {
  host: string
  port: number
  tls?: TlsFiles | undefined
}

interface TlsFiles {
  keyFile: string
  certFile: string
}

/** A listener for mails to one address. Everything that can't be taken is refused within the dialogue, with the reason. */
export function createSmtpListener(deps: InboundDeps, { host, port, tls }: SmtpSettings): SmtpListener {
  const listening: Listening = { deps, overfull: new WeakSet() }
  const server = new SMTPServer({
    banner: 'Candor',
    disabledCommands: tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    ...(tls ? readTls(tls) : {}),
    disableReverseLookup: true,
    logger: false,
    size: largestMail,
    // Each may hold a whole mail in memory.
    maxClients: 6,
    closeTimeout: 2000,
    socketTimeout: 60_000,
    onRcptTo: (to, session, callback) => callback(refusalOf(listening, to, session)),
    onData: (stream, session, callback) => {
      takeData(listening, { stream, session }).then(
        (refusal) => callback(refusal),
        () => callback(reply(451, '4.3.0 Not now. Try again later.')),
      )
    },
  })
  // Who connects may leave at any moment; each dialogue has its own end.
  server.on('error', (error) => deps.tickets.log.error({ error: error.name }, 'inbound mail'))
  const renewal = tls && setInterval(() => renewTls(server, tls, deps), renewEvery).unref()
  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.server.once('error', reject)
        server.listen(port, host, () => {
          const bound = server.server.address()
          resolve(typeof bound === 'object' && bound ? bound.port : port)
        })
      }),
    close: () => {
      clearInterval(renewal)
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Certificates of our days live for weeks: whoever renews one needn't start us again. In milliseconds. */
const renewEvery = 6 * 60 * 60 * 1000

const readTls = ({ keyFile, certFile }: TlsFiles): { key: Buffer; cert: Buffer } => ({
  key: readFileSync(keyFile),
  cert: readFileSync(certFile),
})

function renewTls(server: SMTPServer, files: TlsFiles, { tickets: { log } }: InboundDeps): void {
  try {
    server.updateSecureContext(readTls(files))
  } catch (error) {
    log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'inbound mail: no new certificate')
  }
}

interface Listening {
  deps: InboundDeps
  /** Dialogues that named too many recipients: none of what they bring is taken. */
  overfull: WeakSet<SMTPServerSession['envelope']>
}

function refusalOf(
  { deps, overfull }: Listening,
  { address }: SMTPServerAddress,
  { envelope }: SMTPServerSession,
): Error | null {
  if (envelope.rcptTo.length >= mostRecipients) overfull.add(envelope)
  if (overfull.has(envelope)) return reply(550, tooManyRecipients)
  if (tagOf(address, deps.address) === undefined) return reply(550, '5.1.1 No such address here.')
  return null
}

/** Reads a mail and takes it. Gives why it is refused, or nothing. */
async function takeData(
  { deps, overfull }: Listening,
  { stream, session }: { stream: SMTPServerDataStream; session: SMTPServerSession },
): Promise<Error | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    // Read to its end all the same: a server that isn't heard out calls again.
    if (size <= largestMail) chunks.push(chunk)
    else chunks.length = 0
  }
  if (size > largestMail) return reply(552, '5.3.4 This mail is larger than 25 MB. Send a link to the files.')
  if (overfull.has(session.envelope)) return reply(550, tooManyRecipients)
  const { mailFrom, rcptTo } = session.envelope
  const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) }
  return toReply(await takeMail(deps, { raw: Buffer.concat(chunks), envelope }))
}

function toReply(taken: Taken): Error | null {
  if (taken.outcome !== 'refused') return null
  return taken.why === 'unreadable'
    ? reply(554, '5.6.0 This mail can’t be read: it is broken, or names no sender.')
    : reply(550, '5.7.1 Too many mails from this address within an hour.')
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text.replace('’', "'")), { responseCode })
}
