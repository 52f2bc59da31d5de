import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Keeps secrets so that the store alone doesn't give them away. */
export interface Seal {
  close(text: string): string
  /** Undefined where it was sealed under another secret, or changed. */
  open(sealed: string): string | undefined
  /** A hash that only the instance can make: for what need only be recognised. */
  hash(text: string): string
}

const ivBytes = 12
const tagBytes = 16

/** A seal by AES-256-GCM under keys made of the instance's secret (HKDF, RFC 5869). */
export function createSeal(secret: string): Seal {
  const keyFor = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `second factor, ${use}`, 32))
  const [sealing, hashing] = [keyFor('sealing'), keyFor('hashing')]
  return {
    close(text) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', sealing, iv)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      try {
        const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, ivBytes), {
          authTagLength: tagBytes,
        })
        decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
        return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        // Whoever set another SESSION_SECRET has unsealed everything: a factor then has to be reset, and says so.
        return undefined
      }
    },
    hash: (text) => createHmac('sha256', hashing).update(text).digest('base64url'),
  }
}
