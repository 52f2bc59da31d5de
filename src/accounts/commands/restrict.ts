import { allow, NotFound, type Actor, type Member } from '../../kernel/index.ts'
import type { Account } from '../account.model.ts'
import type { AccountDeps } from '../deps.ts'
import { mayRestrict } from '../people.policy.ts'
import { rolesNow } from '../roles.ts'

/** What can be taken from a person: the pen (`silenced`), or the key (`suspended`). */
export type RestrictionKind = 'silenced' | 'suspended'

const deeds = {
  silenced: { on: 'account.silence', off: 'account.unsilence' },
  suspended: { on: 'account.suspend', off: 'account.unsuspend' },
} as const

const aDay = 24 * 60 * 60 * 1000

interface Wish {
  id: string
  kind: RestrictionKind
  /** Words for the person. */
  reason: string
  /** From now on; missing: for good. */
  days?: number | undefined
}

/**
 * Silences or suspends a person; a second time changes reason and end. Who is suspended is signed out everywhere at
 * once. Throws NotFound, NotAllowed.
 */
export async function restrict(deps: AccountDeps, actor: Actor, { id, kind, reason, days }: Wish): Promise<void> {
  const { by } = await loadToRestrict(deps, actor, id)
  const since = deps.clock()
  const until = days === undefined ? {} : { until: new Date(since.getTime() + days * aDay) }
  const restriction = { since, reason, byId: by.id, ...until }
  await deps.accounts.updateOne(
    { _id: id },
    { $set: { [kind]: restriction, ...(kind === 'suspended' ? { sessionsSince: since } : {}) } },
  )
  if (kind === 'suspended') await deps.sessions.endAll(id)
  const details = days === undefined ? {} : { days }
  await deps.audit.record(actor, { action: deeds[kind].on, thing: { kind: 'account', id }, about: id, details })
}

/** Takes a silence or suspension back. Throws NotFound, NotAllowed. */
export async function unrestrict(
  deps: AccountDeps,
  actor: Actor,
  { id, kind }: { id: string; kind: RestrictionKind },
): Promise<void> {
  await loadToRestrict(deps, actor, id)
  await deps.accounts.updateOne({ _id: id }, { $unset: { [kind]: 1 } })
  await deps.audit.record(actor, { action: deeds[kind].off, thing: { kind: 'account', id }, about: id })
}

async function loadToRestrict(deps: AccountDeps, actor: Actor, id: string): Promise<{ by: Member }> {
  const account = await deps.accounts.findOne({ _id: id, status: { $ne: 'erased' } }).lean<Account>()
  if (!account) throw new NotFound('no such account')
  allow(mayRestrict(actor, { id, roles: rolesNow(account, deps) }))
  return { by: actor as Member }
}
