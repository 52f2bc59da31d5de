import { contentHash } from '../content.ts'
import { contentOf } from '../facts.ts'
import type { Testimonial, TestimonialModel } from '../testimonial.model.ts'
import type { ConsentDetails } from './details.model.ts'
import { beginning, detailsHash, hashesOf, recordHash } from './hashes.ts'
import type { LedgerModels } from './ledger-models.ts'
import { liveConsent } from './live.ts'
import type { ConsentRecord } from './record.model.ts'

/** What a walk over the whole ledger found. */
export interface Verified {
  records: number
  published: number
  /** One sentence for each fault, with the number of the record or the id of the testimonial. Empty when all is well. */
  faults: string[]
}

/** Checks the chain from its first record to its last, the details of each, and every item that is published. */
export async function verify(ledger: LedgerModels, testimonials: TestimonialModel): Promise<Verified> {
  const erased = new Set(await ledger.records.distinct('testimonialId', { act: 'erased' }))
  const faults: string[] = []
  let before: Pick<ConsentRecord, '_id' | 'hash'> = { _id: 0, hash: beginning }
  let count = 0
  for await (const record of ledger.records.find().sort({ _id: 1 }).lean<ConsentRecord>().cursor()) {
    faults.push(...missingBetween(before._id, record._id), ...faultsOf(record, before))
    faults.push(...(await faultsOfDetails(ledger, record, erased.has(record.testimonialId))))
    before = record
    count += 1
  }
  const head = await ledger.heads.findById('head').lean<{ last: number }>()
  faults.push(...missingBetween(before._id, (head?.last ?? before._id) + 1))
  const { published, faults: unproven } = await verifyPublished(ledger, testimonials)
  return { records: count, published, faults: [...faults, ...unproven] }
}

function missingBetween(last: number, next: number): string[] {
  const first = last + 1
  if (next <= first) return []
  return [next - first === 1 ? `Record ${first} is missing.` : `Records ${first} to ${next - 1} are missing.`]
}

function faultsOf(record: ConsentRecord, before: Pick<ConsentRecord, '_id' | 'hash'>): string[] {
  const faults: string[] = []
  if (recordHash(record) !== record.hash) faults.push(`Record ${record._id} is not what was written.`)
  const follows = record._id === before._id + 1
  if (follows && record.previous !== before.hash) {
    faults.push(`Record ${record._id} does not follow record ${before._id}: one of them was changed or moved.`)
  }
  return faults
}

async function faultsOfDetails(ledger: LedgerModels, record: ConsentRecord, isErased: boolean): Promise<string[]> {
  if (record.detailsId === undefined) return []
  const details = await ledger.details.findById(record.detailsId).lean<ConsentDetails>()
  if (!details) return isErased ? [] : [`The details of record ${record._id} are missing.`]
  const { contentHash: shown } = hashesOf(details, record.version)
  const isWhole = detailsHash(details) === record.detailsHash && shown === record.contentHash
  return isWhole ? [] : [`The details of record ${record._id} are not what was written.`]
}

async function verifyPublished(
  ledger: LedgerModels,
  testimonials: TestimonialModel,
): Promise<{ published: number; faults: string[] }> {
  const faults: string[] = []
  let published = 0
  for await (const item of testimonials.find({ state: 'published' }).lean<Testimonial>().cursor()) {
    published += 1
    const records = await ledger.records.find({ testimonialId: item._id }).sort({ _id: 1 }).lean<ConsentRecord[]>()
    const live = liveConsent(records)
    if (!live) faults.push(`Testimonial ${item._id} is published without a consent, and shown nowhere.`)
    else if (live.contentHash !== contentHash(contentOf(item), item.salt ?? ''))
      faults.push(`Testimonial ${item._id} is not what was consented to, and shown nowhere.`)
  }
  return { published, faults }
}
