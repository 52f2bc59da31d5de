import { visitor } from '../../../kernel/index.ts'
import { loadFollower } from '../commands/follow-by-mail.ts'
import type { ForumDeps } from '../../deps.ts'
import type { AddressFollowsView } from '../following.views.ts'
import { followsOf, toRows } from './show-following.ts'

/** All that an address follows, and what waits for its holder's yes. Throws NotFound. */
export async function showAddressFollows(deps: ForumDeps, token: string): Promise<AddressFollowsView> {
  const { _id, email, wants } = await loadFollower(deps, token)
  return {
    email,
    wants: await toRows(deps, visitor, wants),
    rows: await toRows(deps, visitor, await followsOf(deps, _id)),
    action: deps.link(`/follows/${token}`),
  }
}
