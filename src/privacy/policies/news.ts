import type { Clock } from '../../kernel/index.ts'
import type { PolicyModel, PolicyVersion } from './policy.model.ts'
import { toldDays } from './policies.words.ts'

/** How long what another process changed may be unknown here, in milliseconds. */
const lasts = 10_000
const aDay = 24 * 60 * 60 * 1000

/** Changes that members are told of: announced, or in force since not so long. Every page of every member asks. */
export function createNews(
  policies: PolicyModel,
  clock: Clock,
): { current(): Promise<readonly PolicyVersion[]>; forget(): void } {
  let known: { at: number; versions: Promise<readonly PolicyVersion[]> } | undefined
  const read = (): Promise<readonly PolicyVersion[]> => {
    const since = new Date(clock().getTime() - toldDays * aDay)
    return policies
      .find(
        { isMaterial: true, $or: [{ state: 'announced' }, { state: 'inForce', effectiveAt: { $gt: since } }] },
        { source: 0, html: 0 },
      )
      .sort({ effectiveAt: 1 })
      .limit(20)
      .lean<PolicyVersion[]>()
      .exec()
  }
  return {
    async current() {
      const at = clock().getTime()
      if (!known || Math.abs(at - known.at) > lasts) known = { at, versions: read() }
      const asked = known
      try {
        return await asked.versions
      } catch (error) {
        if (known === asked) known = undefined
        throw error
      }
    },
    forget() {
      known = undefined
    },
  }
}
