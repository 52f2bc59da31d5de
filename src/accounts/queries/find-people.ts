import type { AccountModel } from '../account.model.ts'
import { toPerson, type PersonFacts, type PersonView } from '../person.ts'

/** The people with these account ids, by id, in one read. An id without an account is missing from the map. */
export async function findPeople(
  accounts: AccountModel,
  ids: readonly (string | undefined)[],
): Promise<Map<string, PersonView>> {
  const wanted = [...new Set(ids.filter((id) => id !== undefined))]
  if (wanted.length === 0) return new Map()
  const found = await accounts.find({ _id: { $in: wanted } }, { name: 1, roles: 1, isSample: 1 }).lean<PersonFacts[]>()
  return new Map(found.map((facts) => [facts._id, toPerson(facts)]))
}
