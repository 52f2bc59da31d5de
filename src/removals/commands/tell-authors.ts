import { NotFound } from '../../kernel/index.ts'
import type { Party, RemovalCase } from '../case.model.ts'
import type { Decision } from '../decision.model.ts'
import type { RemovalDeps } from '../deps.ts'

/** What is told to those whose things are concerned: out of sight for now, or decided (EU DSA Art. 17). */
export type Told = { id: string; what: 'hidden' } | { id: string; what: 'decided'; decision: Decision }

/**
 * Tells every author what became of what is theirs. An author becomes a party of the case, with a page of their own to
 * answer and to contest it, as soon as there is something to tell. Safe to run again: a mail is taken once.
 */
export async function tellAuthors(deps: RemovalDeps, told: Told): Promise<void> {
  const { parties, things } = await withAuthors(deps, told.id)
  for (const [party, to] of parties.entries()) {
    if (to.role !== 'author' || to.email === undefined) continue
    const own = (to.things ?? []).filter((n) => told.what === 'hidden' || told.decision.things[n]?.becomes !== 'keep')
    if (own.length === 0) continue
    const concerned = own.flatMap((n) => things[n] ?? [])
    await deps.letters.statement({ id: told.id, party, to, things: concerned, ...decisionOf(told) })
  }
}

const decisionOf = (told: Told): { decision?: Decision } => (told.what === 'decided' ? { decision: told.decision } : {})

/** The case, with the authors of its things among its parties. */
async function withAuthors(deps: RemovalDeps, id: string): Promise<RemovalCase> {
  const item = await deps.cases.findById(id).lean<RemovalCase>()
  if (!item) throw new NotFound('no such case')
  const authors = await authorsOf(deps, item)
  const added = authors.filter((author) => !item.parties.some((known) => isSame(known, author)))
  if (added.length === 0) return item
  const after = await deps.cases
    .findOneAndUpdate(
      { _id: id, parties: { $size: item.parties.length } },
      { $push: { parties: { $each: added } } },
      { returnDocument: 'after' },
    )
    .lean<RemovalCase>()
  return after ?? withAuthors(deps, id)
}

const isSame = (known: Party, author: Party): boolean =>
  known.role === 'author' &&
  (author.accountId === undefined ? known.email === author.email : known.accountId === author.accountId)

/** Who wrote the things of a case, as far as they can be reached; who asked about what is their own isn't told twice. */
async function authorsOf(deps: RemovalDeps, { things, parties: [asker], ground }: RemovalCase): Promise<Party[]> {
  // One's own things, as many as one likes, are only one's own.
  if (ground === 'own') return []
  const authors = new Map<string, Party>()
  for (const [n, { kind, id }] of things.entries()) {
    const found = await deps.removables[kind].find(id)
    const key = found?.accountId ?? found?.contact?.email
    if (!found || key === undefined || found.accountId === asker?.accountId) continue
    const known = authors.get(key)
    if (known) known.things?.push(n)
    else authors.set(key, { role: 'author', ...(await reach(deps, found)), things: [n] })
  }
  return [...authors.values()]
}

async function reach(
  { accounts }: RemovalDeps,
  { accountId, contact }: { accountId?: string; contact?: { email: string; locale: string } },
): Promise<Pick<Party, 'accountId' | 'email' | 'name' | 'locale'>> {
  if (accountId === undefined) return { locale: 'en', ...contact }
  const reached = (await accounts.recipients([accountId])).get(accountId)
  if (!reached) return { accountId, locale: 'en' }
  const { name, email, locale } = reached
  return { accountId, name, locale, ...(email === undefined ? {} : { email }) }
}
