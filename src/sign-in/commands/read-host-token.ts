import { decodeProtectedHeader, errors, importJWK, jwtVerify, type CryptoKey, type JWTPayload } from 'jose'
import { z } from 'zod'
import type { ProvenIdentity } from '../../accounts/index.ts'
import { identityOf } from '../claims.ts'
import type { HostProvider } from '../providers.ts'
import { isFirstUse, type UsedTokenDeps } from './spend-token.ts'

type Deps = UsedTokenDeps & { fullAddress: (path: string) => string }

/** How long a host's token lives at most, in seconds; and how far its clock may be off. */
const longest = 60
const tolerance = 5

const claimsSchema = z.object({ jti: z.string().min(1).max(500), iat: z.number(), exp: z.number() })

/** What a host's token proves; or what is wrong with it, for the log. */
export type HostToken = { identity: ProvenIdentity } | { fault: string }

/**
 * Reads a token by which a host hands over who is signed in there: HS256 or RS256 by the key that its `kid` names, `iss`,
 * `aud` (our own address), `sub`, `iat`, and `exp` at most a minute later. With `spend`, its `jti` is used up: it works
 * once. Without, it is only looked at.
 */
export async function readHostToken(
  deps: Deps,
  provider: HostProvider,
  { token, spend }: { token: string; spend: boolean },
): Promise<HostToken> {
  try {
    const payload = await verified(deps, provider, token)
    const { jti, iat, exp } = claimsSchema.parse(payload)
    if (exp - iat > longest) return { fault: 'exp is more than a minute after iat' }
    const identity = identityOf(provider, payload)
    const name = `host ${provider.issuer} ${jti}`
    if (spend && !(await isFirstUse(deps, { name, seconds: longest + 2 * tolerance }))) return { fault: 'used before' }
    return { identity }
  } catch (error) {
    if (error instanceof errors.JOSEError) return { fault: error.code }
    if (error instanceof z.ZodError) return { fault: 'a claim is missing' }
    throw error
  }
}

async function verified(deps: Deps, provider: HostProvider, token: string): Promise<JWTPayload> {
  const { key, algorithm } = await hostKey(provider, token)
  const { payload } = await jwtVerify(token, key, {
    algorithms: [algorithm],
    issuer: provider.issuer,
    audience: deps.fullAddress(''),
    maxTokenAge: longest,
    currentDate: deps.clock(),
    clockTolerance: tolerance,
    requiredClaims: ['iss', 'aud', 'sub', 'iat', 'exp', 'jti'],
  })
  return payload
}

/**
 * The key that a token names, with the one algorithm it is for: a token can't choose another one for a key. Throws
 * JOSEError where there is none of that name.
 */
export async function hostKey(
  { keys }: HostProvider,
  token: string,
): Promise<{ key: CryptoKey | Uint8Array; algorithm: string }> {
  let kid: unknown
  try {
    kid = decodeProtectedHeader(token).kid
  } catch {
    throw new errors.JWTInvalid('it is no token')
  }
  const found = keys.find((key) => key.kid === kid)
  if (!found) throw new errors.JWKSNoMatchingKey()
  const algorithm = found.kty === 'oct' ? 'HS256' : 'RS256'
  return { key: await importJWK(found, algorithm), algorithm }
}
