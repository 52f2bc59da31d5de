import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Member } from '../../src/kernel/index.ts'
import type { Purpose } from '../../src/testimonials/testimonials.words.ts'
import { lastMailTo } from './mailbox.ts'
import type { Running } from './running.ts'

/** Somebody of marketing, for commands that are called without a page. */
export const marketing: Member = { kind: 'member', id: 'marketing000', roles: ['marketing'] }

export interface MadeTestimonial {
  id: string
  email: string
  text: string
}

interface Wishes {
  text?: string
  name?: string
  purposes?: readonly Purpose[]
  /** How far it goes; published where nothing is said. */
  until?: 'draft' | 'requested' | 'given' | 'published'
}

/** A testimonial as its person and marketing bring it about, as far as is wished. */
export async function aTestimonial(app: Running, wishes: Wishes = {}): Promise<MadeTestimonial> {
  const { until = 'published', purposes = ['site'], name = 'Zofia Nowak' } = wishes
  const text = wishes.text ?? `They answered at once. ${randomUUID()}`
  const email = `${randomUUID()}@example.com`
  const fields = { nameForm: 'full', role: 'Owner', company: 'Nowak Bakery', connection: 'none', locale: 'en' } as const
  const { _id: id, version } = await app.testimonials.enterFor(marketing, { ...fields, text, name, email, stars: 5 })
  const made = { id, email, text }
  if (until === 'draft') return made
  await app.testimonials.ask(marketing, id)
  if (until === 'requested') return made
  const way = { id, tokenHash: 'of-a-test' }
  await app.testimonials.give(way, { version, nameForm: 'full', withPhoto: false, purposes })
  if (until === 'published') await app.testimonials.publish(marketing, { id })
  return made
}

/** The path below the mount path of the consent page that the latest mail to an address leads to. */
export async function consentPathFor(app: Running, email: string): Promise<string> {
  const { text } = await lastMailTo(app, email)
  const address = /\S+\/consent\/[\w-]+/.exec(text)?.[0] ?? ''
  assert.ok(address.startsWith(app.url), text)
  return address.slice(app.url.length)
}

/** The token of an invitation that takes one testimonial. */
export async function anInvitation(app: Running): Promise<string> {
  const token = randomUUID()
  const now = new Date()
  const expiresAt = new Date(now.getTime() + 60 * 60 * 1000)
  const invitations = app.database.connection.collection<{ _id: string }>('testimonialinvitations')
  await invitations.insertOne({ _id: token, label: 'A test', usesLeft: 1, expiresAt, createdAt: now } as never)
  return token
}

/** The id of a tweet that is pointed at. */
export async function aTweet(app: Running): Promise<string> {
  const _id = randomUUID()
  const tweets = app.database.connection.collection<{ _id: string }>('tweets')
  await tweets.insertOne({ _id, number: String(Date.now()), createdAt: new Date() } as never)
  return _id
}
