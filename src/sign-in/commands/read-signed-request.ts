import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

const payloadSchema = z.object({ user_id: z.string().min(1).max(255), algorithm: z.string().regex(/^HMAC-SHA256$/i) })

/**
 * The user id of a Facebook `signed_request`: base64url(HMAC-SHA256 of the payload by the app's secret) `.`
 * base64url(JSON). Undefined when it isn't signed by the secret or says nothing usable.
 */
export function readSignedRequest(signedRequest: string, appSecret: string): string | undefined {
  const [signature, payload, ...more] = signedRequest.split('.')
  if (!signature || !payload || more.length > 0) return undefined
  const expected = createHmac('sha256', appSecret).update(payload).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return userIdOf(payload)
}

function userIdOf(payload: string): string | undefined {
  try {
    const parsed = payloadSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
    return parsed.success ? parsed.data.user_id : undefined
  } catch {
    return undefined
  }
}
