import { removableKinds, type Actor, type FoundThing, type MessageKey } from '../../kernel/index.ts'
import type { RemovalDeps } from '../deps.ts'

/** What one typed address stands for. */
export interface Resolved {
  typed: string
  things: FoundThing[]
  /** Why it stands for nothing. */
  problem?: MessageKey
}

/** What staff looks up may be out of sight. */
type Sight = 'as-seen' | 'all'

/**
 * The things that typed addresses lead to. What the actor doesn't see isn't there for them, unless staff looks it up. An
 * address of a profile stands for its name, handle and about text.
 */
export async function resolveThings(
  deps: RemovalDeps,
  actor: Actor,
  { typed, sight }: { typed: readonly string[]; sight: Sight },
): Promise<Resolved[]> {
  return Promise.all(typed.map((address) => resolve(deps, actor, { typed: address, sight })))
}

/** Every thing once, in the order of the addresses. */
export function distinctThings(resolved: readonly Resolved[]): FoundThing[] {
  const things = resolved.flatMap((each) => each.things)
  return [...new Map(things.map((thing) => [`${thing.kind} ${thing.id}`, thing])).values()]
}

/** Whether there is something, and all of it is the actor's. */
export function isAllOf(actor: Actor, things: readonly FoundThing[]): boolean {
  return things.length > 0 && actor.kind === 'member' && things.every(({ accountId }) => accountId === actor.id)
}

async function resolve(
  deps: RemovalDeps,
  actor: Actor,
  { typed, sight }: { typed: string; sight: Sight },
): Promise<Resolved> {
  const path = ownPath(deps, typed)
  if (path === undefined) return { typed, things: [], problem: 'removals:rules.elsewhere' }
  const things: FoundThing[] = []
  for (const kind of removableKinds) {
    const removable = deps.removables[kind]
    const found = await removable.find(path)
    if (found && (sight === 'all' || (await removable.isSeenBy(actor, found.id)))) things.push(found)
  }
  return things.length > 0 ? { typed, things } : { typed, things, problem: 'removals:rules.notFound' }
}

/** The path below the mount path of an address of ours, with query and fragment; undefined for one of somebody else. */
function ownPath(
  { siteUrl, mountPath }: Pick<RemovalDeps, 'siteUrl' | 'mountPath'>,
  typed: string,
): string | undefined {
  const base = `${siteUrl}/`
  if (!URL.canParse(typed, base)) return undefined
  const { origin, pathname, search, hash } = new URL(typed, base)
  if (origin !== new URL(base).origin) return undefined
  // Whoever types a path alone may mean it with the mount path or without.
  if (mountPath !== '' && !pathname.startsWith(`${mountPath}/`))
    return typed.startsWith('/') ? pathname + search + hash : undefined
  return pathname.slice(mountPath.length) + search + hash
}
