import type { AccountDeps } from '../deps.ts'
import { toPerson, type PersonFacts, type PersonView } from '../person.ts'

/**
 * The people with these account ids, by id, in one read. Who is erased, or left and took their name away, is missing
 * from the map: what they wrote stands there without a name.
 */
export async function findPeople(
  { accounts, link }: Pick<AccountDeps, 'accounts' | 'link'>,
  ids: readonly (string | undefined)[],
): Promise<Map<string, PersonView>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== undefined && id !== ''))]
  if (wanted.length === 0) return new Map()
  const found = await accounts
    .find(
      { _id: { $in: wanted }, status: { $ne: 'erased' }, nameIsHidden: { $ne: true } },
      { name: 1, handle: 1, photo: 1, roles: 1, isSample: 1, status: 1, hiddenTexts: 1 },
    )
    .lean<PersonFacts[]>()
  const people = new Map<string, PersonView>()
  for (const facts of found) {
    const person = toPerson(facts, link)
    if (person) people.set(facts._id, person)
  }
  return people
}
