import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Account } from '../../src/accounts/index.ts'
import type { Member } from '../../src/kernel/index.ts'
import type { SupportRequest } from '../../src/tickets/request.model.ts'
import { lastMailTo, linkIn } from './mailbox.ts'
import { Person, signedIn, type Persona } from './person.ts'
import type { Running } from './running.ts'

/** One of the demo people as an actor, for commands that are called without a page; their account is opened. */
export async function accountOf(app: Running, persona: Persona): Promise<Member> {
  await signedIn(app, persona)
  const email = `${persona}@`
  const accounts = app.database.connection.collection<Account>('accounts')
  const found = await accounts.findOne({ email: { $regex: `^${email}` } })
  assert.ok(found, `no account of ${persona}`)
  return { kind: 'member', id: found._id, roles: found.roles }
}

export interface MadeRequest {
  number: number
  requestId: string
  messageId: string
  /** Stands nowhere else. */
  marker: string
}

/** A request as somebody without an account opens it, or as one of the demo people does. */
export async function aRequest(
  app: Running,
  { by, cc = [] }: { by?: Member; cc?: readonly string[] } = {},
): Promise<MadeRequest> {
  const marker = `m${randomUUID().replaceAll('-', '')}`
  const sender = by ?? { kind: 'address' as const, email: `${marker}@example.com`, name: 'Zofia', isProven: true }
  const text = `Nothing prints. ${marker}`
  const subject = `Printer ${marker.slice(0, 8)}`
  const made = await app.tickets.open(sender, { subject, text, format: 'markdown', files: [], locale: 'en', cc })
  return { ...made, marker }
}

/** A request of somebody without an account who proved their address, and the path by which they read on. */
export async function aLinkedRequest(app: Running): Promise<MadeRequest & { email: string; path: string }> {
  const made = await aRequest(app)
  const email = `${made.marker}@example.com`
  const person = new Person(app)
  const confirmed = await person.submit(await person.visit(linkIn(await lastMailTo(app, email))))
  return { ...made, email, path: confirmed.$('a.action-main').attr('href') ?? '' }
}

/** A request as the store holds it. */
export async function storedRequest(app: Running, number: number): Promise<SupportRequest> {
  const found = await app.database.connection.collection<SupportRequest>('requests').findOne({ number })
  assert.ok(found, `no request ${number}`)
  return found
}
