import { isDuplicateKey } from '../../database/index.ts'
import type { AccountDeps } from '../deps.ts'
import type { HandleHolding } from '../handle.model.ts'
import { handleFrom, handleSkeleton, mayBeHandle, numberedHandle } from '../handle.ts'

/** How long a handle that was given up leads to the new one, in days. */
const leadsOnDays = 90
const aDay = 24 * 60 * 60 * 1000

/** Takes a handle for an account. Gives false when somebody else has it, or had it until a short while ago. */
export async function takeHandle(deps: AccountDeps, accountId: string, handle: string): Promise<boolean> {
  if (!mayBeHandle(handle).allowed) return false
  const skeleton = handleSkeleton(handle)
  try {
    // Mine already (perhaps given up), or run out: it becomes mine. Anybody else's: the upsert meets the unique _id.
    await deps.handles.updateOne(
      { _id: skeleton, $or: [{ accountId }, { until: { $lte: deps.clock() } }] },
      { $set: { handle, accountId }, $unset: { until: 1 } },
      { upsert: true },
    )
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

/** Gives up all handles of an account but the one it has now; they lead on for 90 days. */
export async function giveUpOthers(deps: AccountDeps, accountId: string, kept: string): Promise<void> {
  await deps.handles.updateMany(
    { accountId, _id: { $ne: handleSkeleton(kept) }, until: { $exists: false } },
    { $set: { until: new Date(deps.clock().getTime() + leadsOnDays * aDay) } },
  )
}

/**
 * Lets go of all handles of an account but the one that is kept, so that none of them is seen anywhere: mentions first, by
 * what the rows name.
 */
export async function dropHandles(deps: AccountDeps, accountId: string, kept?: string): Promise<void> {
  const going = { accountId, ...(kept === undefined ? {} : { _id: { $ne: handleSkeleton(kept) } }) }
  const found = await deps.handles.find(going).lean<HandleHolding[]>()
  await deps.handlesGone(found.map(({ handle }) => handle))
  await deps.handles.deleteMany(going)
}

const attempts = 8

/** Takes a handle made of the name, with a number behind it where it is taken. */
export async function takeHandleLike(deps: AccountDeps, accountId: string, name: string): Promise<string> {
  const wanted = handleFrom(name)
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const handle = attempt === 0 ? wanted : numberedHandle(wanted, deps.randomDigits())
    if (await takeHandle(deps, accountId, handle)) return handle
  }
  // Eight random numbers of up to six digits were taken: the id itself is free.
  await takeHandle(deps, accountId, accountId)
  return accountId
}
