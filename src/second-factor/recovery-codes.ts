import { randomBytes } from 'node:crypto'

const howMany = 10
// Crockford's base 32: what looks alike is not in it.
const letters = '0123456789abcdefghjkmnpqrstvwxyz'

/** Codes for when the authenticator is lost, 50 bits each, such as `7k3mq-x2v9d`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: howMany }, () => {
    const text = Array.from(randomBytes(10), (byte) => letters.charAt(byte % letters.length)).join('')
    return `${text.slice(0, 5)}-${text.slice(5)}`
  })
}

/** A code however somebody typed it: no blanks, no hyphens, small letters, and what was misread. */
export function plainCode(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/[\s-]+/g, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1')
}
