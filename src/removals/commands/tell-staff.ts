import type { RemovalCase } from '../case.model.ts'
import type { RemovalDeps } from '../deps.ts'
import type { StaffNews } from '../staff-letter.ts'
import { authorIdsOf } from '../load-case.ts'

/** Tells everybody who decides about requests, but for those who take part in the case or whose things it is about. */
export async function tellStaff(
  deps: RemovalDeps,
  { id, what, once = '' }: { id: string; what: StaffNews; once?: string },
): Promise<void> {
  const item = await deps.cases.findById(id).lean<RemovalCase>()
  if (!item) return
  const own = new Set([...item.parties.flatMap(({ accountId }) => accountId ?? []), ...(await authorIdsOf(deps, item))])
  const deciding = await deps.accounts.staffWith('moderator')
  for (const to of deciding.filter(({ id: accountId }) => !own.has(accountId))) {
    if (to.email === undefined) continue
    const { id: accountId, email, locale } = to
    await deps.letters.staff(item, { what, once, to: { accountId, email, locale } })
  }
}
