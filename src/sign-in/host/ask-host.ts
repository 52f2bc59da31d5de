import type { Request } from 'express'
import { z } from 'zod'
import type { ProvenIdentity } from '../../accounts/index.ts'
import type { Logger } from '../../http/index.ts'
import { identityOf } from '../claims.ts'
import type { HostProvider } from '../providers.ts'

/** Who is signed in at the host; undefined where nobody is, or the host doesn't tell. Asked once for each request. */
export type AskHost = (request: Request) => Promise<ProvenIdentity | undefined>

const userSchema = z.object({
  id: z.union([z.string().min(1).max(255), z.number()]),
  name: z.string().max(1000).nullish(),
  email: z.string().max(254).nullish(),
  emailVerified: z.boolean().nullish(),
  photo: z.string().max(2000).nullish(),
})

/**
 * Asks the host's own function. One that fails, or gives something unusable, has told nothing: the reader stays a guest,
 * and the log says so.
 */
export function createAskHost(provider: HostProvider, log: Logger): AskHost {
  const asked = new WeakMap<Request, Promise<ProvenIdentity | undefined>>()
  return (request) => {
    const known = asked.get(request) ?? ask(provider, log, request)
    asked.set(request, known)
    return known
  }
}

async function ask(provider: HostProvider, log: Logger, request: Request): Promise<ProvenIdentity | undefined> {
  try {
    const user = userSchema.nullish().parse(await provider.currentUser?.(request))
    if (!user) return undefined
    const { id, name, email, emailVerified, photo } = user
    return identityOf(provider, {
      sub: String(id),
      name: name ?? undefined,
      email: email ?? undefined,
      email_verified: emailVerified ?? undefined,
      picture: photo ?? undefined,
    })
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'host.currentUser told nothing usable')
    return undefined
  }
}
