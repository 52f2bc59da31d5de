import { Invalid, NotFound, type Actor } from '../../kernel/index.ts'
import { change, type Change } from '../change.ts'
import type { TicketDeps } from '../deps.ts'
import { channelOf } from '../live.words.ts'
import { seeAsAgent } from '../load.ts'
import { requireCategory } from '../queries/read-settings.ts'
import type { SupportRequest } from '../request.model.ts'
import { longest, most } from '../tickets.words.ts'
import type { Priority } from '../time/priority.words.ts'

type Sorting = { number: number } & (
  | { what: 'priority'; priority: Priority }
  | { what: 'tags'; tags: readonly string[] }
  | { what: 'assignee'; accountId: string | null }
  | { what: 'category'; categoryId: string | null }
)

/**
 * An agent gives a request a priority, tags, a category, or to somebody; where it is so already, nothing happens. Throws
 * NotFound; Invalid for somebody who is no agent, a category that there isn't, and tags that can't be used.
 */
export async function sortRequest(deps: TicketDeps, actor: Actor, sorting: Sorting): Promise<void> {
  const { request, known } = await seeAsAgent(deps, actor, sorting.number)
  if (sorting.what === 'assignee') await requireAgentAccount(deps, sorting.accountId)
  // One that the owner took away since may stay.
  if (sorting.what === 'category' && sorting.categoryId !== request.categoryId)
    await requireCategory(deps, sorting.categoryId)
  const wanted = sorting.what === 'tags' ? { ...sorting, tags: cleanTags(sorting.tags) } : sorting
  const by = known.accountId === undefined ? {} : { by: known.accountId }
  const changed = await change(deps, request._id, (now) => {
    if (now.hiddenFor.length > 0) throw new NotFound('out of sight')
    const wish = changeFor(deps, now, wanted)
    return wish && { ...wish, entries: wish.entries.map((entry) => ({ ...entry, ...by, role: 'agent' as const })) }
  })
  if (changed.version !== request.version) await deps.live.note(channelOf(request._id), [`state-${changed.version}`])
}

function changeFor({ serviceClock }: TicketDeps, request: SupportRequest, sorting: Sorting): Change | undefined {
  switch (sorting.what) {
    case 'priority': {
      const { priority } = sorting
      if (priority === request.priority) return undefined
      const dues = serviceClock.dues(request.time, { ...request, priority })
      return { entries: [{ deed: 'priority', from: request.priority, to: priority }], set: { priority, ...dues } }
    }
    case 'tags': {
      const tags = [...sorting.tags]
      if (tags.join() === request.tags.join()) return undefined
      return { entries: [{ deed: 'tags', from: request.tags.join(), to: tags.join() }], set: { tags } }
    }
    case 'assignee': {
      const { accountId: assigneeId } = sorting
      if (assigneeId === request.assigneeId) return undefined
      const [from, to] = [request.assigneeId, assigneeId].map((id) => id ?? '')
      return { entries: [{ deed: 'assigned', from: from ?? '', to: to ?? '' }], set: { assigneeId } }
    }
    case 'category': {
      const { categoryId } = sorting
      if (categoryId === (request.categoryId ?? null)) return undefined
      const entries = [{ deed: 'category', from: request.categoryId ?? '', to: categoryId ?? '' }] as const
      return categoryId === null ? { entries, unset: { categoryId: 1 } } : { entries, set: { categoryId } }
    }
    default:
      return sorting satisfies never
  }
}

async function requireAgentAccount({ accounts }: TicketDeps, accountId: string | null): Promise<void> {
  if (accountId === null) return
  const agents = await accounts.staffWith('agent')
  if (!agents.some(({ id }) => id === accountId)) throw new Invalid({ assignee: 'tickets:rules.noAgent' })
}

/** Small letters, each once. Throws Invalid (`tags`). */
function cleanTags(typed: readonly string[]): string[] {
  const tags = [...new Set(typed.map((tag) => tag.trim().toLowerCase().replace(/\s+/g, '-')))].filter(
    (tag) => tag !== '',
  )
  const areUsable = tags.every((tag) => tag.length <= longest.tag && /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]*$/u.test(tag))
  if (!areUsable || tags.length > most.tags) throw new Invalid({ tags: 'tickets:rules.tags' })
  return tags
}
