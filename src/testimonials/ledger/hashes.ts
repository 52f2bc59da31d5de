import { contentHash, photoHash, sha256, type Content } from '../content.ts'
import type { ConsentDetails } from './details.model.ts'
import type { ConsentRecord } from './record.model.ts'

/** What the first record holds in place of a hash of the one before. */
export const beginning = '0'.repeat(64)

/** The hash of a record: SHA-256 over every field of it in this order, the hash of the record before among them. */
export function recordHash(record: Omit<ConsentRecord, 'hash'>): string {
  const said = [
    record._id,
    record.at.toISOString(),
    record.act,
    record.testimonialId,
    record.version,
    record.contentHash ?? null,
    record.photoHash ?? null,
    record.purposes,
    record.wording,
    record.locale,
    record.tokenHash ?? null,
    record.detailsId ?? null,
    record.detailsHash ?? null,
    record.previous,
  ]
  return sha256(JSON.stringify(said))
}

/** The salted hash of the details of a record. */
export function detailsHash(details: ConsentDetails): string {
  const said = [
    details._id,
    details.testimonialId,
    details.salt,
    details.text,
    details.name,
    details.nameForm,
    details.role,
    details.company,
    details.stars ?? null,
    details.connection,
    details.quote,
    details.photoBytesHash ?? null,
    details.address,
    details.messageId ?? null,
    details.mailedAt?.toISOString() ?? null,
  ]
  return sha256(JSON.stringify(said))
}

/** The hashes that a record must hold when these are its details. */
export function hashesOf(details: ConsentDetails, version: number): { contentHash: string; photoHash?: string } {
  const content: Content = { ...details, version }
  const { photoBytesHash, salt } = details
  return {
    contentHash: contentHash(content, salt),
    ...(photoBytesHash === undefined ? {} : { photoHash: photoHash(photoBytesHash, salt) }),
  }
}
