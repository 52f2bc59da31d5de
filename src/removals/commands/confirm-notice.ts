import { NotFound } from '../../kernel/index.ts'
import type { RemovalCase } from '../case.model.ts'
import type { RemovalDeps } from '../deps.ts'
import { isConfirmation } from '../tokens.ts'
import { step } from './change.ts'
import { tellStaff } from './tell-staff.ts'

/** The request that the link of a receipt is about. Throws NotFound. */
export async function byConfirmation(
  deps: RemovalDeps,
  { id, token }: { id: string; token: string },
): Promise<RemovalCase> {
  const item = isConfirmation(deps.secret, { id, token }) ? await deps.cases.findById(id).lean<RemovalCase>() : null
  if (!item) throw new NotFound('no such request')
  return item
}

/** Proves the address of who asked, so that those who decide see the request. Once is enough. Throws NotFound. */
export async function confirmNotice(deps: RemovalDeps, link: { id: string; token: string }): Promise<RemovalCase> {
  const item = await byConfirmation(deps, link)
  if (item.state !== 'unconfirmed') return item
  const after = await step(deps, item, { event: 'confirm', told: { deed: 'confirmed', party: 0 } })
  await tellStaff(deps, { id: item._id, what: 'new' })
  return after
}

/** Whoever holds the address didn't ask: nothing of the request is kept. Throws NotFound. */
export async function disownNotice(deps: RemovalDeps, link: { id: string; token: string }): Promise<void> {
  const item = await byConfirmation(deps, link)
  if (item.state === 'unconfirmed') await deps.cases.deleteOne({ _id: item._id, state: 'unconfirmed' })
}
