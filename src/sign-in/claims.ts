import { z } from 'zod'
import type { ProvenIdentity } from '../accounts/index.ts'
import { roles } from '../kernel/index.ts'
import type { OidcProviderEntry } from './providers.ts'

/** Claims of an ID token or the userinfo endpoint (OpenID Connect Core 1.0, 5.1); what is unusable counts as not given. */
const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  name: z.string().max(1000).optional().catch(undefined),
  given_name: z.string().max(500).optional().catch(undefined),
  family_name: z.string().max(500).optional().catch(undefined),
  preferred_username: z.string().max(500).optional().catch(undefined),
  email: z.email().max(254).toLowerCase().optional().catch(undefined),
  picture: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional()
    .catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  roles: z.array(z.enum(roles)).optional().catch(undefined),
})

/**
 * What we take over from an issuer's claims: a name, and an address only as proven as the owner trusts the issuer to
 * prove it. Throws ZodError when there is no usable subject.
 */
export function identityOf(
  provider: Pick<OidcProviderEntry, 'id' | 'label' | 'issuer' | 'trustEmail'> & { grantsRoles?: boolean },
  claims: unknown,
): ProvenIdentity {
  const given = claimsSchema.parse(claims)
  const name = given.name ?? joined(given.given_name, given.family_name) ?? given.preferred_username
  return {
    provider: provider.id,
    providerName: provider.label,
    issuer: provider.issuer,
    subject: given.sub,
    ...(name === undefined ? {} : { name }),
    ...(given.email === undefined ? {} : { email: given.email, label: given.email }),
    ...(given.picture === undefined ? {} : { photoUrl: given.picture }),
    emailVerified: provider.trustEmail && given.email !== undefined && given.email_verified === true,
    ...(provider.grantsRoles ? { roles: given.roles ?? [] } : {}),
  }
}

function joined(...parts: (string | undefined)[]): string | undefined {
  return (
    parts
      .filter((part) => part !== undefined)
      .join(' ')
      .trim() || undefined
  )
}
