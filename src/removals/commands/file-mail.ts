import type { MailedWish } from '../../kernel/index.ts'
import type { RemovalCase } from '../case.model.ts'
import type { RemovalDeps } from '../deps.ts'
import { draftCase, sendReceipt } from './file-notice.ts'
import { tellStaff } from './tell-staff.ts'

/**
 * Takes a request in that came by mail: its clock runs from the moment the mail came. An address that nobody proved is
 * confirmed first, as with the form. The same mail again is the same request.
 * Gives true.
 */
export async function fileMail(deps: RemovalDeps, { key, ...mail }: MailedWish): Promise<boolean> {
  const { email, name, words, receivedAt, locale, isProven } = mail
  const asker = { role: 'asker' as const, email, locale, ...(name === '' ? {} : { name }) }
  const item: RemovalCase = {
    ...draftCase(deps, {
      ground: 'other',
      things: [],
      asker,
      notice: { words: words.slice(0, mostWords) },
      wishesHidden: false,
      state: isProven ? 'open' : 'unconfirmed',
      receivedAt,
    }),
    _id: key,
  }
  const written = await deps.cases.updateOne(
    { _id: key },
    { $setOnInsert: item },
    { upsert: true, runValidators: true },
  )
  if (written.upsertedCount === 0) return true
  await sendReceipt(deps, item)
  if (isProven) await tellStaff(deps, { id: key, what: 'new' })
  return true
}

/** As many characters as a request holds; the whole mail stays where it came in. */
const mostWords = 5000
