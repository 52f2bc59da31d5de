import * as client from 'openid-client'
import type { Request } from 'express'
import type { Proof } from './proof.ts'

/** What came of a step of a sign-in. */
export type Outcome =
  | { kind: 'go'; to: string }
  | ({ kind: 'proven' } & Proof)
  /** The person or the issuer said no. */
  | { kind: 'refused' }
  /** The answer belongs to no sign-in that this browser began: too late, twice, or without cookies. */
  | { kind: 'lost' }
  /** Its time and ours differ too much to tell a fresh answer from an old one. */
  | { kind: 'skewed'; cause: unknown }
  /** The provider doesn't answer, or answers nonsense. */
  | { kind: 'down'; cause: unknown }

/** What an error of a strategy means for the person. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof client.AuthorizationResponseError) return { kind: 'refused' }
  if (isLost(error)) return { kind: 'lost' }
  return codeOf(error) === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED'
    ? { kind: 'skewed', cause: error }
    : { kind: 'down', cause: error }
}

/** What a strategy means that gave neither a person nor an error: providers say no with `error` (OAuth 2) or `denied` (Twitter). */
export function outcomeWithoutProof(carrier: Request): Outcome {
  const { searchParams } = new URL(carrier.originalUrl, 'http://unused.invalid')
  return { kind: searchParams.has('error') || searchParams.has('denied') ? 'refused' : 'lost' }
}

/**
 * Whether an error says «this answer isn't for this browser's sign-in»: what the browser brought (state, issuer) or the
 * token's nonce differs, or the code was used. The same codes about what the token endpoint said are the provider's fault.
 */
function isLost(error: unknown): boolean {
  if (error instanceof client.ResponseBodyError) return error.error === 'invalid_grant'
  const facts = factsOf(error)
  if (codeOf(error) === 'OAUTH_INVALID_RESPONSE') return !('body' in facts || 'claims' in facts)
  return codeOf(error) === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' && facts['claim'] === 'nonce'
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

/** What openid-client tells of an error lies in the cause of its cause. */
function factsOf(error: unknown): Record<string, unknown> {
  const inner = error instanceof Error ? error.cause : undefined
  const facts = inner instanceof Error ? inner.cause : inner
  return typeof facts === 'object' && facts !== null ? (facts as Record<string, unknown>) : {}
}
