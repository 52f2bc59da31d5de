import { errors, jwtVerify, type JWTPayload } from 'jose'
import { z } from 'zod'
import type { SignInDeps } from '../deps.ts'
import type { HostProvider, OidcProviderEntry } from '../providers.ts'
import { hostKey } from './read-host-token.ts'
import { isFirstUse, type UsedTokenDeps } from './spend-token.ts'

type Deps = Pick<SignInDeps, 'authentication' | 'fullAddress'> & UsedTokenDeps
type Read = { whose: { sid?: string; sub?: string } } | { fault: string }
/** Who can sign people out from server to server. */
export type Signer = OidcProviderEntry | HostProvider

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
export async function readLogoutToken(deps: Deps, provider: Signer, token: string): Promise<Read> {
  let payload: JWTPayload | undefined
  try {
    payload = await verified(deps, provider, token)
  } catch (error) {
    return { fault: error instanceof errors.JOSEError ? error.code : 'the token can not be read' }
  }
  if (!payload) return { fault: 'the issuer does not answer' }
  const claims = claimsSchema.safeParse(payload)
  if (!claims.success) return { fault: claims.error.issues[0]?.message ?? 'a claim is missing' }
  const { sid, sub, jti } = claims.data
  const name = `${provider.issuer} ${jti}`
  if (!(await isFirstUse(deps, { name, seconds: 2 * oldest }))) return { fault: 'used before' }
  return { whose: { ...(sid === undefined ? {} : { sid }), ...(sub === undefined ? {} : { sub }) } }
}

/** What a token by this signer says; undefined when the signer can't be asked for its keys. Throws jose's errors. */
async function verified(deps: Deps, provider: Signer, token: string): Promise<JWTPayload | undefined> {
  const usual = {
    maxTokenAge: oldest,
    currentDate: deps.clock(),
    clockTolerance: 30,
    requiredClaims: ['iat', 'jti', 'events'],
  }
  if (provider.kind === 'host') {
    const { key, algorithm } = await hostKey(provider, token)
    const from = { algorithms: [algorithm], issuer: provider.issuer, audience: deps.fullAddress('') }
    return (await jwtVerify(token, key, { ...usual, ...from })).payload
  }
  const issuer = await deps.authentication.issuerOf(provider)
  if (!issuer) return undefined
  const from = { issuer: issuer.configuration.serverMetadata().issuer, audience: provider.clientId }
  return (await jwtVerify(token, issuer.keys, { ...usual, ...from })).payload
}
