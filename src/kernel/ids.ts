import { createHash, randomBytes } from 'node:crypto'

/** Makes an unguessable token of `bytes` random bytes as base64url. Injected, so that tests need no luck. */
export type RandomToken = (bytes: number) => string

/** A token of the system's own randomness. */
export const randomToken: RandomToken = (bytes) => randomBytes(bytes).toString('base64url')

// Crockford's base 32 in lower case: no i, l, o, u, so that an address can be read aloud.
const digits = '0123456789abcdefghjkmnpqrstvwxyz'
const idLength = 12

/**
 * A new id for a stored thing: 12 characters, 60 bits of chance. It tells neither how many things there are nor when
 * this one was made, needs no counter that all writers wait for, and is short enough for an address.
 */
export function newId(): string {
  return toDigits(randomBytes(idLength))
}

/** The id of what there is one of for these parts, such as a person and a post: whoever makes it makes the same. */
export function idOf(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest()
  return toDigits(hash.subarray(0, idLength))
}

const toDigits = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => digits.charAt(byte % digits.length)).join('')

export const idPattern = /^[0-9a-hjkmnp-tv-z]{12}$/
