import type { PublicText } from '../account.words.ts'
import type { AccountDeps } from '../deps.ts'
import { dropHandles, takeHandleLike } from './hold-handle.ts'

/** Takes a text of a profile out of sight; nothing of it changes. Gives whether that changed anything. */
export async function hideText(deps: AccountDeps, id: string, text: PublicText): Promise<boolean> {
  const { modifiedCount } = await deps.accounts.updateOne(
    { _id: id, status: { $ne: 'erased' } },
    { $addToSet: { hiddenTexts: text } },
  )
  await deps.peopleChanged()
  return modifiedCount === 1
}

/** Shows it again, as it was. Gives whether that changed anything. */
export async function restoreText(deps: AccountDeps, id: string, text: PublicText): Promise<boolean> {
  const { modifiedCount } = await deps.accounts.updateOne({ _id: id }, { $pull: { hiddenTexts: text } })
  await deps.peopleChanged()
  return modifiedCount === 1
}

/**
 * Takes a text off a profile for good. A name is empty until its person gives another one, and their handle stands in
 * its place; in place of a handle comes one of chance, and neither the old one nor those before it lead anywhere.
 */
export async function eraseText(deps: AccountDeps, id: string, text: PublicText): Promise<void> {
  const account = await deps.accounts.exists({ _id: id, status: { $ne: 'erased' } })
  if (!account) return
  if (text === 'handle') await replaceHandle(deps, id)
  const gone = text === 'name' ? { $set: { name: '' } } : text === 'about' ? { $unset: { about: 1 } } : {}
  await deps.accounts.updateOne({ _id: id }, { ...gone, $pull: { hiddenTexts: text } })
  await deps.peopleChanged()
}

async function replaceHandle(deps: AccountDeps, id: string): Promise<void> {
  const handle = await takeHandleLike(deps, id, `person-${deps.randomDigits()}`)
  await deps.accounts.updateOne({ _id: id }, { $set: { handle } })
  await dropHandles(deps, id, handle)
}
