import assert from 'node:assert/strict'
import type { Running } from './running.ts'

/** A mail as the outbox holds it. */
interface StoredText {
  subject: string
  text: string
}

/** The latest mail to an address, waiting or sent. */
export async function lastMailTo(app: Running, address: string): Promise<StoredText> {
  const mails = app.database.connection.collection('mails')
  const found = await mails.find({ to: address }).sort({ createdAt: -1, _id: -1 }).limit(1).toArray()
  assert.ok(found[0], `no mail to ${address}`)
  return found[0] as unknown as StoredText
}

/** Path and query of the first link of a mail that leads to the site, as a person would open it. */
export function linkIn({ text }: StoredText): string {
  const link = /https?:\/\/localhost\S+/.exec(text)?.[0]
  assert.ok(link, `no link in ${text}`)
  const { pathname, search } = new URL(link)
  return pathname + search
}
