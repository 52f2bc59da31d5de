import { z } from 'zod'
import type { ProvenIdentity } from '../accounts/index.ts'
import type { CameBy, VisitSession } from '../http/index.ts'
import { NotFound, roles } from '../kernel/index.ts'

/** An identity that was proven and waits in the session; read as strictly as any input, since the store is outside of us. */
const pendingSchema = z.object({
  identity: z.object({
    provider: z.string(),
    providerName: z.string().optional(),
    issuer: z.string(),
    subject: z.string(),
    name: z.string().optional(),
    email: z.string().optional(),
    emailVerified: z.boolean(),
    photoUrl: z.string().optional(),
    label: z.string().optional(),
    roles: z.array(z.enum(roles)).optional(),
  }),
  sid: z.string().optional(),
})

export interface Pending {
  identity: ProvenIdentity
  /** The issuer's own name for its session, for back-channel logout. */
  sid?: string
}

/** Puts a proven identity into the session, to be an account or a link once the person says so. */
export async function keepPending(session: VisitSession, pending: Pending): Promise<void> {
  session.values.pending = pending
  await session.save()
}

/** The identity that waits in the session. Throws NotFound when none does. */
export function pendingOf(session: VisitSession | undefined): Pending {
  const result = pendingSchema.safeParse(session?.values.pending)
  if (!result.success) throw new NotFound('nothing waits')
  return result.data as Pending
}

/** How a session came in, from the identity that opened it. */
export function cameBy({ identity, sid }: Pending): CameBy {
  const { provider, issuer, subject } = identity
  return { provider, issuer, subject, ...(sid === undefined ? {} : { sid }) }
}
