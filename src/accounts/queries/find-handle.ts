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

/** The accounts that handles lead to, by handle as it is written: present ones, and those given up a short while ago. */
export async function handleHolders(deps: AccountDeps, handles: readonly string[]): Promise<Map<string, string>> {
  if (handles.length === 0) return new Map()
  const skeletons = [...new Set(handles.map(handleSkeleton))]
  const holdings = await deps.handles.find({ _id: { $in: skeletons } }).lean<HandleHolding[]>()
  const now = deps.clock()
  return new Map(
    holdings
      .filter(({ until }) => until === undefined || until > now)
      .map(({ handle, accountId }) => [handle, accountId]),
  )
}
