import type { Clock, HeldThings, PersonalDataHolder } from '../../kernel/index.ts'
import type { DataExport, DataExportModel, ExportPartModel } from './export.model.ts'

/** What exports are made with. */
export interface ExportDeps {
  exports: DataExportModel
  parts: ExportPartModel
  /** Every feature that holds something of people. */
  holders: readonly PersonalDataHolder[]
  /** The address that an account's person showed to be theirs. */
  addressOf: (accountId: string) => Promise<string | undefined>
  /** Tells whoever it belongs to that it waits for them; told again, it tells once. */
  tellReady: (made: DataExport) => Promise<void>
  /** The texts of a language. */
  translator: (locale: string) => (key: string, params?: Record<string, string | number>) => string
  clock: Clock
  siteName: string
  /** Keys the random part of an export's address. */
  secret: string
}

/** Kinds of things with what there is of each, in the order of the features. */
export type HeldKinds = readonly (readonly [kind: string, things: HeldThings])[]
