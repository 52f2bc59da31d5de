import { shownName } from '../content.ts'
import type { TestimonialDeps } from '../deps.ts'
import { actKeys, purposeKeys } from '../labels.words.ts'
import type { ConsentDetails } from '../ledger/details.model.ts'
import type { ConsentRecord } from '../ledger/record.model.ts'
import type { ConsentAct, Purpose } from '../testimonials.words.ts'

/** One line of the proof: what the ledger says, and what was shown. */
export interface ProofLine {
  number: number
  at: Date
  act: ConsentAct
  actKey: string
  version: number
  purposes: readonly Purpose[]
  purposeKeys: string[]
  wording: string
  locale: string
  hash: string
  previous: string
  contentHash?: string
  photoHash?: string
  tokenHash?: string
  shown?: {
    text: string
    name?: string
    role: string
    company: string
    stars?: number
    connection: string
    address: string
    messageId?: string
    mailedAt?: Date
    salt: string
  }
}

/** Everything that the ledger says of one testimonial, in its order: for its person, and for who works on it. */
export async function showProof({ ledger }: TestimonialDeps, testimonialId: string): Promise<{ lines: ProofLine[] }> {
  const records = await ledger.records.find({ testimonialId }).sort({ _id: 1 }).limit(500).lean<ConsentRecord[]>()
  const found = await ledger.details.find({ testimonialId }).lean<ConsentDetails[]>()
  const details = new Map(found.map((each) => [each._id, each]))
  return { lines: records.map((record) => toLine(record, details.get(record.detailsId ?? ''))) }
}

function toLine(record: ConsentRecord, details: ConsentDetails | undefined): ProofLine {
  const { _id, at, act, version, purposes, wording, locale, hash, previous, contentHash, photoHash, tokenHash } = record
  return {
    number: _id,
    at,
    act,
    actKey: actKeys[act],
    version,
    purposes,
    purposeKeys: purposes.map((purpose) => purposeKeys[purpose]),
    wording,
    locale,
    hash,
    previous,
    ...(contentHash === undefined ? {} : { contentHash }),
    ...(photoHash === undefined ? {} : { photoHash }),
    ...(tokenHash === undefined ? {} : { tokenHash }),
    ...(details ? { shown: toShown(details) } : {}),
  }
}

function toShown(details: ConsentDetails): NonNullable<ProofLine['shown']> {
  const { text, role, company, stars, connection, address, messageId, mailedAt, salt } = details
  const name = shownName(details.name, details.nameForm)
  return {
    text,
    role,
    company,
    connection,
    address,
    salt,
    ...(name === undefined ? {} : { name }),
    ...(stars === undefined ? {} : { stars }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(mailedAt === undefined ? {} : { mailedAt }),
  }
}
