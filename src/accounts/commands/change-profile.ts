import { renderMarkdown } from '../../content/index.ts'
import { Invalid, type Member } from '../../kernel/index.ts'
import type { Account } from '../account.model.ts'
import type { ShownPart } from '../account.words.ts'
import type { AccountDeps } from '../deps.ts'
import { loadOwn } from '../load.ts'
import { giveUpOthers, takeHandle } from './hold-handle.ts'

/** The profile as its owner filled it in. */
export interface ProfileChange {
  name: string
  handle: string
  about: string
  locale: string
  timeZone: string
  shows: ShownPart[]
}

/** Changes one's own profile. The old handle leads to the new one for 90 days. Throws Invalid when the handle is taken. */
export async function changeProfile(deps: AccountDeps, actor: Member, change: ProfileChange): Promise<void> {
  const account = await loadOwn(deps, actor)
  if (change.handle !== account.handle && !(await takeHandle(deps, account._id, change.handle))) {
    throw new Invalid({ handle: 'rules:handle.taken' })
  }
  const { name, handle, locale, timeZone, shows } = change
  const about = aboutOf(deps, change.about)
  await deps.accounts.updateOne(
    { _id: account._id, status: 'active' },
    about
      ? { $set: { name, handle, locale, timeZone, shows, about } }
      : { $set: { name, handle, locale, timeZone, shows }, $unset: { about: 1 } },
  )
  await giveUpOthers(deps, account._id, handle)
  await deps.peopleChanged()
}

function aboutOf({ siteOrigin }: AccountDeps, source: string): Account['about'] {
  return source === '' ? undefined : { source, html: renderMarkdown(source, { siteOrigin }).html }
}
