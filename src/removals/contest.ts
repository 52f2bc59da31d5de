import type { MessageKey } from '../kernel/index.ts'
import type { OwnCase } from './load-party.ts'

/** Why a party can't contest the decision; undefined where they can. Who got all they asked for has nothing to contest. */
export function whyNoAppeal({ item, party, self }: OwnCase, now: Date): MessageKey | undefined {
  const { state, outcome, appealUntil, appeals, things, ground } = item
  if ((state !== 'decided' && state !== 'appealed') || ground === 'own' || !appealUntil)
    return 'removals:rules.notDecided'
  if (now > appealUntil) return 'removals:rules.appealOver'
  if (appeals.some((given) => given.party === party)) return 'removals:rules.appealedBefore'
  const isConcerned =
    self.role === 'asker'
      ? outcome !== 'granted'
      : (self.things ?? []).some((n) => things[n]?.becomes !== undefined && things[n].becomes !== 'keep')
  return isConcerned ? undefined : 'removals:rules.nothingToAppeal'
}

/** Why there can be no counter-notice; undefined where there can be one. */
export function whyNoCounter({ item, self }: OwnCase): MessageKey | undefined {
  const { ground, counter: given, things } = item
  const isConcerned = (self.things ?? []).some((n) => things[n]?.isHidden && things[n].becomes === 'remove')
  if (ground !== 'copyright' || self.role !== 'author' || !isConcerned) return 'removals:rules.noCounter'
  return given ? 'removals:rules.counteredBefore' : undefined
}
