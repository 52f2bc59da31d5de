import type { Role } from '../kernel/index.ts'

/** What a provider says of who signed in, checked at the border. */
export interface ProvenIdentity {
  provider: string
  /** What the provider is called on pages. */
  providerName?: string
  issuer: string
  subject: string
  name?: string
  /** Small letters. */
  email?: string
  /** Whether the issuer says that the address is the person's, and the owner believes this issuer. */
  emailVerified: boolean
  /** Full address of a photo at the provider; fetched only if the person wants it. */
  photoUrl?: string
  /** The provider's own name for the account, to tell two apart. */
  label?: string
  /** Roles that the provider grants; undefined where it has no say in roles. */
  roles?: readonly Role[]
  isSample?: boolean
}
