import { isDuplicateKey } from '../../database/index.ts'
import { mailboxHash } from '../addresses.ts'
import type { MailDeps } from '../deps.ts'

/** How long an unproven address is left alone after a mail, in milliseconds. */
export const quietTime = 24 * 60 * 60 * 1000

/**
 * Takes the one mail that an unproven address may get in 24 hours. Gives false when it was taken before. Of two that
 * ask at the same moment, the store lets one have it.
 */
export async function claimAddress(deps: MailDeps, address: string): Promise<boolean> {
  const now = deps.clock()
  const _id = mailboxHash(address, deps.secret)
  try {
    const quietSince = new Date(now.getTime() - quietTime)
    await deps.mailedAddresses.updateOne(
      { _id, mailedAt: { $lte: quietSince } },
      { $set: { mailedAt: now } },
      { upsert: true },
    )
    return true
  } catch (error) {
    // The address is there, mailed too recently to match: the upsert tried to add it a second time.
    if (isDuplicateKey(error)) return false
    throw error
  }
}
