import type { IncomingMessage } from 'node:http'
import { z } from 'zod'

/** Somebody who is signed in at the host application, as the host knows them. */
export interface HostUser {
  /** The host's own name for the account, which never changes and is never another person's. */
  id: string | number
  name?: string | undefined
  email?: string | undefined
  /** Whether the host knows that the address is theirs: only then does it lead to an account that has it. */
  emailVerified?: boolean | undefined
  /** Full address of a photo. */
  photo?: string | undefined
}

/**
 * Who is signed in at the host, from its own request; nothing where nobody is. Written as a method, so that a host may
 * name the type of request that its framework gives.
 */
export type CurrentUser = {
  asMethod(request: IncomingMessage): HostUser | null | undefined | Promise<HostUser | null | undefined>
}['asMethod']

/** A key that a host signs its tokens with: a shared secret, or the public half of an RSA pair. */
export type HostKey =
  | { kty: 'oct'; kid: string; k: string; alg?: 'HS256' }
  | { kty: 'RSA'; kid: string; n: string; e: string; alg?: 'RS256' }

const address = z.url({ protocol: /^https?$/, error: 'takes an http or https address' })
const keyTakes =
  'takes JSON Web Keys with a kid: oct with at least 32 bytes for HS256, or the public half of RSA with at least 2048 bits for RS256'

/** Sign-on that the host application hands over: a function in the same process, or signed tokens. */
export const hostOptions = z
  .strictObject({
    /** What the host is called on the button. */
    label: z.string('takes a name').min(1, 'takes a name').max(60, 'takes at most 60 characters').optional(),
    currentUser: z
      .custom<CurrentUser>((given) => typeof given === 'function', 'takes a function of the request')
      .optional(),
    /** Where somebody signs in at the host. It is called with `return`, the address to come back to. */
    signInUrl: address.optional(),
    /** The host's page for signing out, offered to who signs out here. */
    signOutUrl: address.optional(),
    /** What tokens say in `iss`. */
    issuer: z.string('takes the iss of your tokens').min(1, 'takes the iss of your tokens').max(500).optional(),
    /** Two while one takes the other's place. */
    keys: z
      .array(z.custom<HostKey>(isHostKey, keyTakes), keyTakes)
      .min(1, keyTakes)
      .max(2, 'takes two keys at most: the one in use, and the one before or after it')
      .optional(),
  })
  .superRefine(({ currentUser, keys, issuer, signInUrl }, context) => {
    const need = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message })
    if (!currentUser && !keys) need('keys', 'is needed where there is no currentUser')
    if (keys && issuer === undefined) need('issuer', 'is needed because keys are set')
    if (keys && signInUrl === undefined) need('signInUrl', 'is needed because keys are set')
  })

const isText = (given: unknown, shortest: number): boolean =>
  typeof given === 'string' && given.length >= shortest && /^[\w-]+$/.test(given)

function isHostKey(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false
  const { kty, kid, alg, k, n, e, d } = given as Record<string, unknown>
  if (typeof kid !== 'string' || kid === '') return false
  if (kty === 'oct') return isText(k, 43) && (alg === undefined || alg === 'HS256')
  // With `d` it would be the private half, which is nobody's business but the host's.
  return kty === 'RSA' && isText(n, 342) && isText(e, 1) && d === undefined && (alg === undefined || alg === 'RS256')
}
