import { z } from 'zod'
import type { ProvenIdentity } from '../accounts/index.ts'
import type { FacebookProvider, TwitterProvider } from './providers.ts'

const first = <Schema extends z.ZodType>(value: Schema) => z.array(z.object({ value })).optional().catch(undefined)

/** A profile as Passport's strategies normalise it; what is unusable counts as not given. */
const profileSchema = z.object({
  id: z.string().min(1).max(255),
  username: z.string().max(500).optional().catch(undefined),
  displayName: z.string().max(1000).optional().catch(undefined),
  emails: first(z.email().max(254).toLowerCase()),
  photos: first(z.url({ protocol: /^https?$/ }).max(2000)),
})

/**
 * What we take over from Facebook or Twitter. Their addresses may be old or never confirmed, so none counts as proven.
 * Throws ZodError when there is no usable id.
 */
export function socialIdentity(provider: FacebookProvider | TwitterProvider, profile: unknown): ProvenIdentity {
  const { id, username, displayName, emails, photos } = profileSchema.parse(profile)
  const name = displayName ?? username
  const email = emails?.[0]?.value
  const photoUrl = photos?.[0]?.value
  const label = username === undefined ? email : `@${username}`
  return {
    provider: provider.id,
    providerName: provider.label,
    issuer: provider.issuer,
    subject: id,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    emailVerified: false,
    ...(photoUrl === undefined ? {} : { photoUrl }),
    ...(label === undefined ? {} : { label }),
  }
}
