import { isDuplicateKey } from '../../database/index.ts'
import { Unavailable } from '../../kernel/index.ts'
import type { ConsentDetails } from './details.model.ts'
import { beginning, detailsHash, recordHash } from './hashes.ts'
import type { LedgerModels } from './ledger-models.ts'
import type { ConsentRecord } from './record.model.ts'

/** What happened, as a command tells it; number, place in the chain and hashes are the ledger's. */
export type NewRecord = Omit<ConsentRecord, '_id' | 'previous' | 'hash' | 'detailsId' | 'detailsHash'>

/** More writers than this at the same moment don't happen; each try is lost to another one's success. */
const tries = 200

/**
 * Adds a record at the end of the chain. Its number is one more than the last: of two processes that write at once one
 * finds the number taken, and goes behind the other. Details are written before the record that points at them.
 */
export async function append(
  ledger: LedgerModels,
  record: NewRecord,
  details?: ConsentDetails,
): Promise<ConsentRecord> {
  if (details) await ledger.details.create(details)
  const pointer = details ? { detailsId: details._id, detailsHash: detailsHash(details) } : {}
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const last = await ledger.records
      .findOne({}, { hash: 1 })
      .sort({ _id: -1 })
      .lean<Pick<ConsentRecord, '_id' | 'hash'>>()
    const draft = { ...record, ...pointer, _id: (last?._id ?? 0) + 1, previous: last?.hash ?? beginning }
    const whole: ConsentRecord = { ...draft, hash: recordHash(draft) }
    if (!(await insert(ledger, whole))) continue
    await ledger.heads.updateOne({ _id: 'head' }, { $max: { last: whole._id } }, { upsert: true })
    return whole
  }
  throw new Unavailable()
}

async function insert({ records }: LedgerModels, record: ConsentRecord): Promise<boolean> {
  try {
    await records.create(record)
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}
