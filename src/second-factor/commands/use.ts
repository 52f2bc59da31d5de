import { allow, NotFound, type Actor, type Member } from '../../kernel/index.ts'
import type { FactorDeps } from '../deps.ts'
import { mayRemoveFactor, mayReset } from '../second-factor.policy.ts'
import { checkCode } from './check-code.ts'
import { ownFactor } from './set-up.ts'

/** Takes the code that opens the console in this session. Throws NotFound without a factor, Invalid for a wrong code. */
export async function enter(deps: FactorDeps, actor: Member, code: string): Promise<void> {
  const by = await checkCode(deps, await ownFactor(deps, actor), { code, takesRecovery: true })
  if (by === 'authenticator') return
  await record(deps, actor, { action: 'factor.recover', id: actor.id })
  await deps.tell(actor.id, 'recovered')
}

/** Takes one's second factor away. Needs a code of it; where everybody needs one, throws NotAllowed. */
export async function remove(deps: FactorDeps, actor: Member, code: string): Promise<void> {
  allow(mayRemoveFactor(actor, deps))
  await checkCode(deps, await ownFactor(deps, actor), { code, takesRecovery: true })
  await deps.factors.deleteOne({ _id: actor.id })
  await record(deps, actor, { action: 'factor.remove', id: actor.id })
  await deps.tell(actor.id, 'removed')
}

/** Takes away the second factor of somebody who lost everything. Throws NotFound where they have none. */
export async function reset(deps: FactorDeps, actor: Actor, id: string): Promise<void> {
  allow(mayReset(actor))
  const { deletedCount } = await deps.factors.deleteOne({ _id: id })
  if (deletedCount === 0) throw new NotFound('no second factor')
  await record(deps, actor, { action: 'factor.reset', id })
  await deps.tell(id, 'reset')
}

function record(
  { audit }: FactorDeps,
  actor: Actor,
  { action, id }: { action: 'factor.recover' | 'factor.remove' | 'factor.reset'; id: string },
): Promise<void> {
  return audit.record(actor, { action, thing: { kind: 'account', id }, about: id })
}
