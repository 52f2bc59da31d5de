import type { Account } from '../account.model.ts'
import type { AccountDeps } from '../deps.ts'

/** Sets or takes away the key of a person's photo; pages that show them are made anew. Gives the key it had. */
export async function setPhoto(deps: AccountDeps, id: string, key: string | undefined): Promise<string | undefined> {
  const before = await deps.accounts
    .findOneAndUpdate(
      { _id: id, status: { $ne: 'erased' } },
      key === undefined ? { $unset: { photo: 1 } } : { $set: { photo: key } },
      { projection: { photo: 1 }, returnDocument: 'before' },
    )
    .lean<Pick<Account, 'photo'>>()
  await deps.peopleChanged()
  return before?.photo
}
