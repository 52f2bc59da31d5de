import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createTransport } from 'nodemailer'
import type { Member } from '../../../../src/kernel/index.ts'
import { listen, startApp, type Running } from '../../../support/running.ts'

export const address = 'help@support.example'
const secret = 's'.repeat(40)

/** The product with both ways in for mails, and a clock that stands until it is set. */
export interface WithInbox extends Running {
  now: Date
  /** Hands a mail over at the webhook; gives status and outcome. */
  hand(raw: Buffer | string, headers?: Record<string, string>): Promise<{ status: number; outcome: string }>
  /** Sends a mail by SMTP; gives the reply code and text of a refusal. */
  smtp(raw: Buffer, how?: How): Promise<{ code: number; text: string }>
}

/** A request, a message and an outgoing mail as the store holds them. */
export interface StoredRequest {
  _id: string
  number: number
  subject: string
  state: string
  source: string
  followsUp?: number
  people: { email: string; isProven: boolean }[]
}

export interface StoredMessage {
  requestId: string
  text: string
  author: { role: string; email?: string }
  files: { name: string; type: string }[]
  inboundId?: string
}

export interface OutMail {
  to: string
  subject: string
  text: string
  replyTo?: string
  messageId: string
  references: string[]
}

interface How {
  to?: readonly string[]
  from?: string
  /** Hands it over only once the line is encrypted, to who has the right certificate. */
  isEncrypted?: boolean
}

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const certificate = file('localhost.cert.pem')

/** Starts it. */
export async function startInbox(): Promise<WithInbox> {
  const probe = createServer()
  const port = await listen(probe)
  await new Promise((resolve) => probe.close(resolve))
  const time = { now: new Date('2026-03-02T10:00:00Z') }
  const app = await startApp({
    clock: () => time.now,
    options: {
      inboundAddress: address,
      inboundSecret: secret,
      inboundSmtp: `127.0.0.1:${port}`,
      inboundTlsKey: file('localhost.key.pem'),
      inboundTlsCert: certificate,
    },
  })
  app.tickets.start()
  return {
    ...app,
    get now() {
      return time.now
    },
    set now(at: Date) {
      time.now = at
    },
    hand: (raw: Buffer | string, headers: Record<string, string> = {}) => hand(app, raw, headers),
    smtp: (raw: Buffer, how: How = {}) => send(port, raw, how),
  }
}

async function hand(app: Running, raw: Buffer | string, headers: Record<string, string>) {
  const response = await fetch(`${app.reachedAt}/inbound/mail`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'message/rfc822', ...headers },
    body: Buffer.isBuffer(raw) ? new Uint8Array(raw) : raw,
  })
  const { outcome = '' } = (await response.json()) as { outcome?: string }
  return { status: response.status, outcome }
}

async function send(
  port: number,
  raw: Buffer,
  { to = [address], from = 'ann@example.com', isEncrypted = false }: How,
): Promise<{ code: number; text: string }> {
  const tls = isEncrypted ? { requireTLS: true, tls: { ca: readFileSync(certificate) } } : { ignoreTLS: true }
  const transport = createTransport({ host: '127.0.0.1', port, ...tls })
  try {
    await transport.sendMail({ envelope: { from, to: [...to] }, raw })
    return { code: 250, text: '' }
  } catch (error) {
    const { responseCode = 0, response = '' } = error as { responseCode?: number; response?: string }
    return { code: responseCode, text: response }
  } finally {
    transport.close()
  }
}

let count = 0

/** A mail as a person sends it. */
export function aMail(fields: {
  from: string
  to?: string
  cc?: string
  subject?: string
  text?: string
  reference?: string
  id?: string
}): string {
  const { from, to = address, subject = 'Help', text = 'It does not work.', reference } = fields
  count += 1
  return [
    `From: ${from}`,
    `To: ${to}`,
    ...(fields.cc === undefined ? [] : [`Cc: ${fields.cc}`]),
    `Subject: ${subject}`,
    `Message-ID: ${fields.id ?? `<m${count}@mail.example>`}`,
    ...(reference === undefined ? [] : [`In-Reply-To: ${reference}`, `References: ${reference}`]),
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ].join('\r\n')
}

/** The account of a demo person who signed in, as an actor. */
export async function actorOf(app: Running, name: string): Promise<Member> {
  const accounts = app.database.connection.collection<{ _id: string; roles: Member['roles'] }>('accounts')
  const found = await accounts.findOne({ email: `${name}@demo.example` })
  return { kind: 'member', id: found?._id ?? '', roles: found?.roles ?? [] }
}
