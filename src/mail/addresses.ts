import { createHmac } from 'node:crypto'
import { domainToASCII } from 'node:url'

/**
 * Whether a text is one plain address: nothing that could end a header, name a second recipient, or need quotes. Stricter
 * than RFC 5322, as all mail providers are; letters of every script are taken (RFC 6531).
 */
export function isAddress(text: string): boolean {
  return text.length <= 254 && addressPattern.test(text) && !text.includes('..')
}

const addressPattern = /^[^\s\p{C}"(),:;<>@[\\\]]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}.-]*[\p{L}\p{N}\p{M}])?$/u

/** What stands in the store for an address whose holder is to be recognised but not known: a keyed hash. */
export function addressHash(address: string, secret: string): string {
  return createHmac('sha256', secret)
    .update(`mail-address ${foldAddress(address)}`)
    .digest('base64url')
}

/** The hash of the mailbox behind an address: `ann+anything@` ends in the same one as `ann@`. */
export function mailboxHash(address: string, secret: string): string {
  return addressHash(address.replace(/(?<=.)\+.*(?=@)/s, ''), secret)
}

/** The form in which addresses are compared: small letters, the domain in ASCII. */
function foldAddress(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1).toLowerCase()
  return `${address.slice(0, at).normalize('NFC').toLowerCase()}@${domainToASCII(domain) || domain}`
}
