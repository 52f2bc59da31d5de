import type { AccountDeps } from '../deps.ts'
import { handleFrom, handleSkeleton, numberedHandle } from '../handle.ts'
import type { HandleHolding } from '../handle.model.ts'

const attempts = 8

/** A handle made of the name that is free now, to offer on a form. It is not held: the form may find it taken. */
export async function suggestHandle(deps: AccountDeps, name: string): Promise<string> {
  const wanted = handleFrom(name)
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const handle = attempt === 0 ? wanted : numberedHandle(wanted, deps.randomDigits())
    if (!(await handleHolder(deps, handle))) return handle
  }
  return ''
}

/** The account that a handle leads to, and whether it is its present one. */
export async function handleHolder(
  deps: AccountDeps,
  handle: string,
): Promise<{ accountId: string; isFormer: boolean } | undefined> {
  const holding = await deps.handles.findById(handleSkeleton(handle)).lean<HandleHolding>()
  if (!holding) return undefined
  if (holding.until && holding.until <= deps.clock()) return undefined
  return { accountId: holding.accountId, isFormer: holding.until !== undefined }
}
