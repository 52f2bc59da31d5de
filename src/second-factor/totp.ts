import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

/** Time-based codes as every authenticator makes them: six digits, SHA-1, thirty seconds (RFC 6238). */
const period = 30

/** 160 bits, as RFC 4226, 4 asks for; in base 32. */
export function newSecret(): string {
  return new Secret({ buffer: Uint8Array.from(randomBytes(20)).buffer }).base32
}

/** What a QR code for an authenticator holds: `otpauth://totp/...`. */
export function addressFor(secret: string, { issuer, label }: { issuer: string; label: string }): string {
  return totpOf(secret, { issuer, label }).toString()
}

/**
 * The time step that a code belongs to: the present one, the one before or the one after, since clocks differ.
 * Undefined where it belongs to none.
 */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: 1 })
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / period) + delta
}

function totpOf(secret: string, named: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({ ...named, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period })
}
