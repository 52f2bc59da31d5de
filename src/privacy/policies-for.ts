import { cookieName } from '../http/index.ts'
import type { DataDeclaration } from '../kernel/index.ts'
import { undoDays } from './commands/leave.ts'
import { mapAreas } from './map/map.ts'
import type { PrivacyOptions } from './options.ts'
import { draftOf } from './policies/drafts.ts'
import { siteFacts } from './policies/facts.ts'
import { createPolicies, type Policies, type PolicyName } from './policies/index.ts'

/** The policies of a site: their first texts are made of its settings and of what is held of people. */
export function policiesFor(options: PrivacyOptions, known: { declarations: readonly DataDeclaration[] }): Policies {
  const { config } = options
  const { termsUrl, privacyUrl, policyVersion, siteName, origin } = config
  const generate = (policy: PolicyName): string => {
    const areas = mapAreas(known.declarations)
    return draftOf(policy, siteFacts(config, { cookieName: cookieName(config), undoDays, areas }))
  }
  return createPolicies({
    ...options,
    siteOrigin: origin,
    siteName,
    generate,
    elsewhere: {
      ...(termsUrl === undefined ? {} : { terms: termsUrl }),
      ...(privacyUrl === undefined ? {} : { privacy: privacyUrl }),
    },
    versionElsewhere: policyVersion,
  })
}
