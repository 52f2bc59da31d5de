import type { AccountDeps } from '../deps.ts'
import { dropHandles } from './hold-handle.ts'

/** Closes an account for now: nobody is signed in there any more, and its name stands where it may go on standing. */
export async function closeAccount(
  deps: AccountDeps,
  id: string,
  { hidesName }: { hidesName: boolean },
): Promise<void> {
  const now = deps.clock()
  await deps.accounts.updateOne(
    { _id: id, status: 'active' },
    { $set: { status: 'deactivated', leftAt: now, sessionsSince: now, nameIsHidden: hidesName } },
  )
  await deps.links.deleteMany({ accountId: id })
  await deps.sessions.endAll(id)
  await deps.peopleChanged()
}

/** Opens a closed account again. Gives false when it is not closed, or erased already. */
export async function reopenAccount(deps: AccountDeps, id: string): Promise<boolean> {
  const { modifiedCount } = await deps.accounts.updateOne(
    { _id: id, status: 'deactivated' },
    { $set: { status: 'active' }, $unset: { leftAt: 1, nameIsHidden: 1 } },
  )
  await deps.peopleChanged()
  return modifiedCount === 1
}

/**
 * Erases an account: what is left is its id, that it is erased, and when. Where its name may go on standing beside
 * what it wrote (`keepsName`), name and photo stay and nothing else does. Running it again changes nothing.
 */
export async function eraseAccount(
  deps: AccountDeps,
  id: string,
  { keepsName }: { keepsName: boolean },
): Promise<void> {
  await deps.links.deleteMany({ accountId: id })
  await deps.sessions.endAll(id)
  if (!keepsName) await dropHandles(deps, id)
  const personal = {
    email: 1,
    emailProof: 1,
    about: 1,
    locale: 1,
    timeZone: 1,
    accepted: 1,
    nameIsHidden: 1,
    sessionsSince: 1,
    identities: 1,
    rolesGivenAt: 1,
    silenced: 1,
    suspended: 1,
  }
  await deps.accounts.updateOne(
    { _id: id },
    keepsName
      ? { $set: { status: 'deactivated', roles: [], shows: [] }, $unset: personal }
      : {
          $set: { status: 'erased', name: '', handle: '', roles: [], shows: [] },
          $unset: { ...personal, photo: 1, hiddenTexts: 1 },
        },
  )
  await deps.peopleChanged()
}
