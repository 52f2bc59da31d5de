import type { Connection } from 'mongoose'
import { defineConsentDetails, type ConsentDetailsModel } from './details.model.ts'
import { defineConsentRecord, defineLedgerHead, type ConsentRecordModel, type LedgerHeadModel } from './record.model.ts'

/** The ledger of consents: the chain, what it speaks of, and how far it goes. */
export interface LedgerModels {
  records: ConsentRecordModel
  details: ConsentDetailsModel
  heads: LedgerHeadModel
}

/** Defines the ledger's models on one instance's connection. */
export function defineLedger(connection: Connection): LedgerModels {
  return {
    records: defineConsentRecord(connection),
    details: defineConsentDetails(connection),
    heads: defineLedgerHead(connection),
  }
}
