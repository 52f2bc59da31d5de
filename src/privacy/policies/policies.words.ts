import type { MessageKey } from '../../kernel/index.ts'

/** The texts that a site is run under. */
export const policyNames = ['privacy', 'terms', 'cookies'] as const
export type PolicyName = (typeof policyNames)[number]

export const policyTitles = {
  privacy: 'policies:names.privacy',
  terms: 'policies:names.terms',
  cookies: 'policies:names.cookies',
} as const satisfies Record<PolicyName, MessageKey>

/** What a version can be in; policy.states.ts says how it comes from one to another. */
export const policyStateNames = ['draft', 'announced', 'inForce', 'superseded'] as const
export type PolicyState = (typeof policyStateNames)[number]

export const policyStateKeys = {
  draft: 'policies:state.draft',
  announced: 'policies:state.announced',
  inForce: 'policies:state.inForce',
  superseded: 'policies:state.superseded',
} as const satisfies Record<PolicyState, MessageKey>

/** Days from the announcement of a change that matters until it may take effect. */
export const noticeDays = 14

/** How long a change that matters is told on every page after it took effect, in days. */
export const toldDays = 90

/** The longest text of a policy, in UTF-16 units. */
export const longestPolicy = 100_000

/** What a text still has where somebody has to fill something in, or never did. */
const blank = /\[\[[^\]\n]*\]\]|\blorem ipsum\b|\bTODO\b|\bXXX\b/i

/** The first blank of a text that isn't filled in; undefined where there is none. */
export function blankIn(source: string): string | undefined {
  return blank.exec(source)?.[0]
}
