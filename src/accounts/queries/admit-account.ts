import { NotAllowed, type MessageParams } from '../../kernel/index.ts'
import type { Account } from '../account.model.ts'
import type { AccountDeps } from '../deps.ts'
import { isInForce, type Restriction } from '../restriction.ts'

/** Lets an account in that may sign in now. Throws NotAllowed with why not, until when, and where to object. */
export async function requireAdmittance(deps: AccountDeps, id: string): Promise<void> {
  const account = await deps.accounts.findById(id, { suspended: 1 }).lean<Pick<Account, 'suspended'>>()
  const suspended = account?.suspended
  if (!isInForce(suspended, deps.clock())) return
  throw new NotAllowed(messageOf(suspended, deps), paramsOf(suspended, deps))
}

function messageOf({ until }: Restriction, { appealAddress }: AccountDeps): string {
  if (appealAddress === undefined) return until ? 'people:suspended.until' : 'people:suspended.forGood'
  return until ? 'people:suspended.untilAppeal' : 'people:suspended.forGoodAppeal'
}

function paramsOf({ until, reason }: Restriction, { appealAddress }: AccountDeps): MessageParams {
  return {
    reason,
    ...(until ? { until: until.getTime() } : {}),
    ...(appealAddress === undefined ? {} : { appeal: appealAddress }),
  }
}
