import type { Purpose } from '../testimonials.words.ts'
import { recordHash } from './hashes.ts'
import type { ConsentRecord } from './record.model.ts'

/** A consent that holds now: to what exactly, and for what. */
export interface LiveConsent {
  record: ConsentRecord
  contentHash: string
  /** Missing where the photo wasn't consented to, or was withdrawn. */
  photoHash?: string
  purposes: readonly Purpose[]
}

/**
 * The consent that holds after all that was said about one testimonial, in the order of the ledger; undefined where none
 * does. A record that isn't what its own hash says counts for nothing.
 */
export function liveConsent(records: readonly ConsentRecord[]): LiveConsent | undefined {
  let live: LiveConsent | undefined
  for (const record of records) {
    switch (record.act) {
      case 'given':
        live = isIntact(record) ? toLive(record) : undefined
        break
      case 'declined':
      case 'lapsed':
      case 'withdrawn':
      case 'erased':
        live = undefined
        break
      case 'photo-withdrawn':
        live = live && withoutPhoto(live)
        break
      case 'asked':
      case 'confirmed':
        break
      default:
        record.act satisfies never
    }
  }
  return live
}

function isIntact(record: ConsentRecord): boolean {
  return recordHash(record) === record.hash
}

function toLive(record: ConsentRecord): LiveConsent | undefined {
  const { contentHash, photoHash, purposes } = record
  if (contentHash === undefined) return undefined
  return { record, contentHash, purposes, ...(photoHash === undefined ? {} : { photoHash }) }
}

function withoutPhoto({ photoHash: _, ...rest }: LiveConsent): LiveConsent {
  return rest
}
