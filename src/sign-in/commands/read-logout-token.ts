import { createHash } from 'node:crypto'
import { errors, jwtVerify, type JWTPayload } from 'jose'
import { mongo } from 'mongoose'
import { z } from 'zod'
import type { SignInDeps } from '../deps.ts'
import type { LogoutTokenModel } from '../logout-token.model.ts'
import type { OidcProviderEntry } from '../providers.ts'

type Deps = Pick<SignInDeps, 'authentication' | 'clock'> & { logoutTokens: LogoutTokenModel }
type Read = { whose: { sid?: string; sub?: string } } | { fault: string }

const event = 'http://schemas.openid.net/event/backchannel-logout'

/** What a logout token must hold (Back-Channel Logout 1.0, 2.4): the event, `jti`, `sub` or `sid`, and no nonce. */
const claimsSchema = z
  .object({
    jti: z.string().min(1),
    events: z.object({ [event]: z.object({}).loose() }).loose(),
    sub: z.string().optional(),
    sid: z.string().optional(),
    nonce: z.never({ error: 'nonce is prohibited' }).optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined, 'sub or sid is required')

/** How old a logout token may be, in seconds; its `jti` is remembered for as long. */
const oldest = 300

/** Checks a logout token: signature by the issuer's present keys, `iss`, `aud`, `iat`, the claims above, and used once. */
export async function readLogoutToken(deps: Deps, provider: OidcProviderEntry, token: string): Promise<Read> {
  const issuer = await deps.authentication.issuerOf(provider)
  if (!issuer) return { fault: 'the issuer does not answer' }
  let payload: JWTPayload
  try {
    const verified = await jwtVerify(token, issuer.keys, {
      issuer: issuer.configuration.serverMetadata().issuer,
      audience: provider.clientId,
      maxTokenAge: oldest,
      currentDate: deps.clock(),
      clockTolerance: 30,
      requiredClaims: ['iat', 'jti', 'events'],
    })
    payload = verified.payload
  } catch (error) {
    return { fault: error instanceof errors.JOSEError ? error.code : 'the token can not be read' }
  }
  const claims = claimsSchema.safeParse(payload)
  if (!claims.success) return { fault: claims.error.issues[0]?.message ?? 'a claim is missing' }
  const { sid, sub, jti } = claims.data
  if (!(await isFirstUse(deps, `${provider.issuer} ${jti}`))) return { fault: 'used before' }
  return { whose: { ...(sid === undefined ? {} : { sid }), ...(sub === undefined ? {} : { sub }) } }
}

async function isFirstUse({ logoutTokens, clock }: Deps, name: string): Promise<boolean> {
  const _id = createHash('sha256').update(name).digest('base64url')
  try {
    await logoutTokens.create({ _id, expiresAt: new Date(clock().getTime() + 2 * oldest * 1000) })
    return true
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === 11000) return false
    throw error
  }
}
