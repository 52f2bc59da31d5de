import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Collection } from 'mongoose'
import type { RemovalCase } from '../../src/removals/case.model.ts'
import type { Decision } from '../../src/removals/decision.model.ts'
import type { Run } from '../../src/removals/engine/run.model.ts'
import { linkIn, lastMailTo } from './mailbox.ts'
import { Person, type Fields, type Shown } from './person.ts'
import type { Running } from './running.ts'

/** What the store holds of requests for removal. */
export function storedRemovals(app: Running): {
  cases: Collection<RemovalCase>
  decisions: Collection<Decision>
  runs: Collection<Run>
} {
  const { connection } = app.database
  return {
    cases: connection.collection<RemovalCase>('removalcases'),
    decisions: connection.collection<Decision>('removaldecisions'),
    runs: connection.collection<Run>('removalruns'),
  }
}

export interface MadeRequest {
  id: string
  email: string
  /** Path below the mount path of the asker's own page. */
  status: string
}

/** What a ground needs, beside what all of them do. */
export const fieldsOf: Record<string, Fields> = {
  personal: { relation: 'self', words: 'It tells where I live.' },
  consent: { words: '' },
  illegal: { words: 'It threatens me.', reference: '', goodFaith: 'on' },
  copyright: {
    reference: 'My poem',
    words: '',
    postalAddress: '1 High Street',
    phone: '+44 20 1234',
    goodFaith: 'on',
    perjury: 'on',
    signature: 'Zofia Nowak',
  },
  other: { words: 'It is about me.' },
}

interface Wishes {
  about: string | readonly string[]
  ground?: keyof typeof fieldsOf
  by?: Person
  fields?: Fields
  /** Whose address it is; a new one otherwise. */
  email?: string
  /** Leaves the address unconfirmed. */
  isUnconfirmed?: boolean
}

/** A request as somebody without an account makes it: sent by the form, confirmed by the link in its mail. */
export async function aRequest(app: Running, wishes: Wishes): Promise<MadeRequest> {
  const { about, ground = 'personal', by = new Person(app), isUnconfirmed = false } = wishes
  const { email = `${randomUUID()}@example.com` } = wishes
  const addresses = [about].flat().join('\n')
  const fields = { ground, about: addresses, name: 'Zofia Nowak', email, ...fieldsOf[ground], ...wishes.fields }
  const sent = await by.send('/removals/new', fields)
  assert.equal(sent.status, 303, sent.text.slice(0, 3000))
  const status = below(app, sent.headers['location'])
  const id = status.split('/')[2] ?? ''
  if (!isUnconfirmed && fields.email === email) await confirm(app, email)
  return { id, email, status }
}

/** Opens the link of a receipt and says that the request is one's own. */
async function confirm(app: Running, email: string): Promise<void> {
  const person = new Person(app)
  const page = await person.visit(linkIn(await lastMailTo(app, email)))
  await person.submit(page, { answer: 'confirm' })
}

/** The link of a mail that leads to its reader's own page of a request: path and query. */
export function caseLinkIn({ text }: { text: string }): string {
  const link = /https?:\/\/localhost\S+\/removals\/\S+/.exec(text)?.[0]
  assert.ok(link, `no such link in ${text}`)
  return new URL(link).pathname
}

/** The address of one of the demo people. */
export async function emailOf(app: Running, persona: string): Promise<string> {
  const accounts = app.database.connection.collection('accounts')
  return String((await accounts.findOne({ handle: new RegExp(`^${persona}`) }))?.['email'])
}

/** The latest mail about a request to an address. */
export async function mailAbout(
  app: Running,
  { id, to }: { id: string; to: string },
): Promise<{ subject: string; text: string }> {
  const mails = app.database.connection.collection('mails')
  const [found] = await mails.find({ to, 'about.id': id }).sort({ createdAt: -1, _id: -1 }).limit(1).toArray()
  assert.ok(found, `no mail about ${id} to ${to}`)
  return found as unknown as { subject: string; text: string }
}

/** A decision by the form, as the page fills it in; gives the answer. */
export async function decideBy(staff: Person, id: string, fields: Fields): Promise<Shown> {
  const page = await staff.visit(`/staff/removals/${id}/decision`)
  const form = page.$('main form').last()
  const filled = Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value]))
  return staff.send(`/staff/removals/${id}/decision`, { ...filled, ...fields })
}

/** Grants everything, for personal data unless something else is said. */
export const granting = { basis: 'personal', explanation: 'It told where somebody lives, who never agreed to that.' }
/** Refuses everything. */
export const refusing = { refusal: 'expression', explanation: 'It is an opinion about a product and tells of nobody.' }

/** A full address of the instance as a path below its mount path. */
function below(app: Running, address: string | undefined): string {
  assert.ok(address)
  assert.ok(address.startsWith(app.url), `not an address of ${app.url}`)
  return address.slice(app.url.length)
}
