import { NotFound } from '../kernel/index.ts'
import type { Party, RemovalCase } from './case.model.ts'
import type { RemovalDeps } from './deps.ts'
import { partyOf } from './tokens.ts'

/** The address of one's own page of a case. */
export interface PartyLink {
  id: string
  token: string
}

/** A case as one of its parties came to it. */
export interface OwnCase {
  item: RemovalCase
  /** Number of the party. */
  party: number
  self: Party
}

/** The case of a party's own page. Throws NotFound alike for no such case and for a token of nobody. */
export async function loadByToken(
  { cases, secret }: Pick<RemovalDeps, 'cases' | 'secret'>,
  { id, token }: PartyLink,
): Promise<OwnCase> {
  const item = await cases.findById(id).lean<RemovalCase>()
  const party = item ? partyOf(secret, { id, token, parties: item.parties.length }) : undefined
  const self = party === undefined ? undefined : item?.parties[party]
  if (!item || party === undefined || !self) throw new NotFound('no such case')
  return { item, party, self }
}
