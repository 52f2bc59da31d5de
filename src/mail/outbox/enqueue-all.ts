import { mongo } from 'mongoose'
import type { MailDeps } from '../deps.ts'
import type { StoredMail } from '../mail.model.ts'
import { requireSendable, type OutgoingMail } from '../message.ts'
import { whoWants } from '../wishes/wishes.ts'
import { toStored } from './enqueue.ts'

/**
 * Puts many mails of one kind into the outbox in two steps, all to proven addresses. Each has its `once`: what is in
 * the outbox already, because an earlier run was cut off, isn't added again. Gives how many were added.
 */
export async function enqueueAll(
  deps: MailDeps,
  messages: readonly (OutgoingMail & { once: string })[],
): Promise<number> {
  const [first] = messages
  if (!first) return 0
  const { kind, category } = deps.kinds.named(first.kind)
  for (const message of messages) {
    if (message.kind !== kind) throw new Error('Mails of one kind only.')
    requireSendable(message, { toProvenAddress: true })
  }
  const wanted = await whoWants(deps, messages, kind)
  const mails = wanted.map((message) => toStored(deps, message, { category, isProven: true }))
  return mails.length === 0 ? 0 : insertNew(deps, mails)
}

async function insertNew(deps: MailDeps, mails: StoredMail[]): Promise<number> {
  try {
    return (await deps.mails.db.collection<StoredMail>('mails').insertMany(mails, { ordered: false })).insertedCount
  } catch (error) {
    const isRepeat = error instanceof mongo.MongoBulkWriteError && error.code === 11000
    if (!isRepeat) throw error
    return error.insertedCount
  }
}
